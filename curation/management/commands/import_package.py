"""`manage.py import_package PATH [--dry-run] [--strict] [--json]`: take a data set in."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import curation.work  # noqa: F401  (declares the job that reads footage)
from curation.footage.interchange.camtrap import Options
from curation.footage.interchange.imports import read_in
from curation.footage.interchange.machine import Matching
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.report import Report

NICE = 10  # steps of priority that an import gives to searches
SHOWN = 20  # refused rows printed for a person; --json has more, --problems all


class Command(BaseCommand):
    help = (
        "Take in a Camtrap DP package (a folder, its datapackage.json, or a .zip), or a MegaDetector or SpeciesNet "
        "result file. Good rows are kept and bad rows named, with exit status 1 if there were any. The same data "
        "again changes what differs and doubles nothing. It gives way to whoever searches meanwhile: its priority is "
        "ten steps lower than the shell's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="the package or the result file")
        parser.add_argument("--dry-run", action="store_true", help="look at everything and write nothing")
        parser.add_argument("--strict", action="store_true", help="keep nothing if any row is refused")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--problems", metavar="FILE", help="write every refused row to this file, one JSON a line")
        parser.add_argument("--zone", default="", metavar="NAME", help="area that everybody sees of new stations")
        parser.add_argument(
            "--create",
            action="store_true",
            help="machine results: list files that are not here as footage without file",
        )
        parser.add_argument(
            "--threshold",
            type=float,
            metavar="0..1",
            help="machine results: surest detections only; default: the file's",
        )

    def run_from_argv(self, argv: list[str]) -> None:
        # Only a process of its own gives way; who calls the command from another goes on as before.
        os.nice(NICE)
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        with ExitStack() as stack:
            overflow = None
            if options["problems"]:
                overflow = stack.enter_context(Path(options["problems"]).open("w", encoding="utf-8"))
            settings = Options(
                strict=options["strict"], dry_run=options["dry_run"], zone=options["zone"], overflow=overflow,
                progress=None if options["json"] else self._progress,
            )  # fmt: skip
            matching = Matching(create=options["create"], threshold=options["threshold"])
            try:
                report = read_in(Path(options["path"]), options=settings, matching=matching)
            except InterchangeError as error:
                if options["json"]:
                    self.stdout.write(json.dumps({"error": {"code": error.code, "message": str(error)}}))
                raise CommandError(str(error), returncode=1) from error
        self._tell(report, as_json=options["json"])
        if report.interrupted:
            raise CommandError("Interrupted: what was written before stays.", returncode=130)
        if report.refused:
            told = "nothing was written" if report.rolled_back else "all others are in place"
            raise CommandError(f"{report.refused} rows were refused; {told}.", returncode=1)

    def _progress(self, report: Report) -> None:
        told = ", ".join(f"{name} {counts.read}" for name, counts in report.tables.items() if counts.read)
        self.stderr.write(f"read: {told}")

    def _tell(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
            return
        for problem in report.problems[:SHOWN]:
            self.stdout.write(problem.line())
        if report.refused > SHOWN:
            self.stdout.write(f"and {report.refused - SHOWN} more; --json or --problems FILE tell them")
        for notice in report.notices[:SHOWN]:
            self.stdout.write(notice.line())
        for name, counts in report.tables.items():
            told = ", ".join(f"{number} {word}" for word, number in counts.to_dict().items())
            self.stdout.write(f"{name}: {told}")
        rows = sum(counts.read for counts in report.tables.values())
        rate = rows / report.seconds if report.seconds else 0
        self.stdout.write(f"{rows} rows in {report.seconds:.1f} s ({rate:,.0f} rows/s)")
        if report.rolled_back:
            self.stdout.write("Nothing was written.")
