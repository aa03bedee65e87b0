"""`manage.py translation_model list | install ID`: the machine translation models on this machine."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from curation.translation.errors import TranslationError


class Command(BaseCommand):
    """Lists models, and installs one from the hub, a checkpoint or a converted folder."""

    help = "Machine translation models: list what is installed, or install one."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="what is installed, the shipped model first")
        listing.add_argument("--json", action="store_true", help="as JSON")
        install = actions.add_parser("install", help="install a model, for example facebook/m2m100_418M")
        install.add_argument("model", help="a hub id, or a folder with a checkpoint or a converted model")
        install.add_argument("--quantization", default="int8", help="CTranslate2's name for it (default: int8)")
        install.add_argument(
            "--accept-noncommercial",
            default="",
            metavar="WORDS",
            help="the words that a model asks for whose licence forbids commercial use",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory = Path(settings.TRANSLATION_MODELS)
        if options["action"] == "list":
            self._list(directory, as_json=options["json"])
        else:
            self._install(
                directory, **{name: options[name] for name in ("model", "quantization", "accept_noncommercial")}
            )

    def _list(self, directory: Path, *, as_json: bool) -> None:
        from curation.translation import registry

        rows: list[dict[str, Any]] = [
            {
                "id": record.id,
                "licence": record.licence,
                "shipped": folder == registry.SHIPPED,
                "from": sorted({source for source, _target in record.pairs}),
                "to": sorted({target for _source, target in record.pairs}),
                "knows": record.field,
            }
            for folder, record in registry.installed(directory)
        ]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['id']} ({row['licence']}{', shipped' if row['shipped'] else ''})")
            self.stdout.write(f"  {', '.join(row['from'])} -> {', '.join(row['to'])}")
            if row["knows"]:
                self.stdout.write(f"  {row['knows']}")
        if not rows:
            self.stdout.write(
                "No model is installed. Install one: manage.py translation_model install facebook/m2m100_418M"
            )

    def _install(self, directory: Path, *, model: str, quantization: str, accept_noncommercial: str) -> None:
        from curation.translation.installation import install

        try:
            place = install(
                model,
                directory=directory,
                quantization=quantization,
                accept_noncommercial=accept_noncommercial,
                say=self.stdout.write,
            )
        except TranslationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Installed in {place}")
