"""`manage.py group_events [--gap SECONDS] [--station CODE]`: put footage into events, here and now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curation.footage.events.gap import seconds
from curation.footage.events.grouping import Grouped, steps
from curation.footage.models import Station


class Command(BaseCommand):
    help = "Put footage into events by station and gap. Events that a package named or that were tagged stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gap", type=int, metavar="SECONDS", help="longest gap within an event; default: as set")
        parser.add_argument("--station", metavar="CODE", action="append", help="only this station; may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        gap = seconds() if options["gap"] is None else options["gap"]
        if not 1 <= gap <= 86_400:
            raise CommandError("The gap lies between 1 and 86400 seconds.")
        stations = self._stations(options["station"] or [])
        total = Grouped()
        for grouped, _fraction in steps(stations, gap=gap):
            total += grouped
        self.stdout.write(
            f"Gap {gap} s: {total.made} events made, {total.removed} removed, {total.moved} pieces moved."
        )

    def _stations(self, codes: list[str]) -> list[int] | None:
        if not codes:
            return None
        found = dict(Station.objects.filter(code__in=codes).values_list("code", "pk"))
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise CommandError(f"There is no station with the code {unknown[0]}.")
        return list(found.values())
