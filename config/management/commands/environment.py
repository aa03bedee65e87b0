"""`python manage.py environment`: brings the README's table of environment variables up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from pydantic_core import PydanticUndefined

from config.environment import BASE_DIR, Environment

README = BASE_DIR / "README.md"
BEGIN, END = "<!-- environment:", "<!-- /environment -->"


def table() -> str:
    """The variables as a Markdown table: name, default, what it is."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Environment.model_fields.items():
        default = field.default if field.default is not PydanticUndefined else ""
        if isinstance(default, Path):
            default = default.relative_to(BASE_DIR)
        shown = f"`{default}`" if default not in ("", None, 0) else ""
        rows.append(f"| `{name}` | {shown} | {field.description} |")
    return "\n".join(rows)


def with_table(text: str) -> str:
    """The README's text with the present table between its marks."""
    head, rest = text.split(BEGIN, 1)
    comment, rest = rest.split("-->", 1)
    return f"{head}{BEGIN}{comment}-->\n{table()}\n{END}{rest.split(END, 1)[1]}"


class Command(BaseCommand):
    help = "Writes the table of environment variables into README.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the table is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        text = README.read_text(encoding="utf-8")
        fresh = with_table(text)
        if options["check"]:
            self.stdout.write("up to date" if fresh == text else "out of date")
        else:
            README.write_text(fresh, encoding="utf-8")
