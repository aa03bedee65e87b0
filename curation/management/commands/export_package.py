"""`manage.py export_package --query QUERY OUT [--format camtrap-dp|darwin-core|...]`: hand footage on as data."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curation.footage.interchange.exports import FORMATS, export
from curation.footage.interchange.packaging import Written
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.selection import chosen
from curation.search.errors import SearchError


class Command(BaseCommand):
    help = (
        "Write what a search finds as a Camtrap DP package (a folder, or a .zip), a Darwin Core Archive (.zip), "
        "Audiovisual Core (.csv, .json) or the machine results it came with (.json). Places are generalised by the "
        "sensitivity of the animals there, and what tells them is withheld, unless --exact. What shows people or "
        "vehicles is only exported with --exact or --package."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT", help="what to write; must not be there yet")
        parser.add_argument("--query", default="", help="what the library's address says after `?`; empty: everything")
        parser.add_argument("--package", default="", metavar="NAME", help="all of one imported package, by name or id")
        parser.add_argument("--format", choices=FORMATS, default="camtrap-dp")
        parser.add_argument("--exact", action="store_true", help="exact places, names and paths: for rangers only")
        parser.add_argument("--json", action="store_true", help="print what was written as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            selection = chosen(package=options["package"], query=options["query"], quarantined=options["exact"])
            written = export(selection, Path(options["out"]), format=options["format"], exact=options["exact"])
        except (InterchangeError, SearchError) as error:
            if options["json"]:
                code = getattr(error, "code", "search")
                self.stdout.write(json.dumps({"error": {"code": code, "message": str(error)}}, ensure_ascii=False))
            raise CommandError(str(error), returncode=1) from error
        except OSError as error:
            raise CommandError(f"{options['out']}: {error.strerror}", returncode=1) from error
        self._tell(written, as_json=options["json"])

    def _tell(self, written: Written, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(written.to_dict(), ensure_ascii=False, indent=2))
            return
        for name, count in written.rows.items():
            checked = f", {written.validated[name]} validated" if name in written.validated else ""
            self.stdout.write(f"{name}: {count} rows{checked}")
        for reason, count in written.left_out.items():
            self.stdout.write(f"left out: {count} {reason}")
        if written.precisions:
            told = ", ".join(f"{precision:g}" for precision in written.precisions)
            self.stdout.write(f"places told to a grid of {told} degree")
        self.stdout.write(f"written: {written.path}")
