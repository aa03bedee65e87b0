"""`manage.py ingest PATH... [--station CODE] [--json]`: take footage in, here and now."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import curation.work  # noqa: F401  (declares the job that reads footage)
from curation.footage.folders import Walk
from curation.footage.intake import Taken, take_in
from curation.footage.models import Station
from curation.footage.reasons import Refused


class Command(BaseCommand):
    help = "Take videos in from files and folders. Exit status 1 if any of them could not be read; the others go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a video or a folder; put -- before a name that begins with a dash"
        )
        parser.add_argument("--station", metavar="CODE", help="code of the station at which all of them were filmed")
        parser.add_argument("--json", action="store_true", help="print one JSON list instead of a line for each file")
        parser.add_argument(
            "--workers",
            type=int,
            default=0,
            metavar="N",
            help="how many files to read at a time; default: the machine's cores",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        station = self._station(options["station"])
        walk = Walk([Path(path) for path in options["paths"]])
        taken: list[Taken] = []
        for one in take_in(walk, station=station, workers=options["workers"] or os.cpu_count() or 1):
            taken.append(one)
            if not options["json"]:
                self.stdout.write(one.line())
                self.stdout.flush()
        if options["json"]:
            self.stdout.write(json.dumps([one.to_dict() for one in taken], ensure_ascii=False, indent=2))
        counts = {
            state: sum(one.state == state for one in taken) for state in ("ready", "duplicate", "failed", "refused")
        }
        told = ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "no videos found"
        self.stderr.write(f"{len(taken)} looked at: {told}; {walk.skipped} other files skipped.")
        if any(not one.in_order for one in taken):
            raise CommandError("Some of it could not be taken in; the reason stands beside each.", returncode=1)

    def _station(self, code: str | None) -> Station | None:
        if not code:
            return None
        station = Station.objects.filter(code=code).first()
        if station is None:
            raise CommandError(str(Refused("station_unknown", station=code)), returncode=1)
        return station
