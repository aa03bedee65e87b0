"""`manage.py group_duplicates`: find near duplicates among all footage, here and now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from curation.footage.duplicates.grouping import place, tidy
from curation.footage.models import Footage

AT_ONCE = 500


class Command(BaseCommand):
    help = "Put all footage that has a fingerprint into groups of near duplicates. Decisions of people are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        changed, last = tidy(), 0
        while True:
            rows = Footage.objects.filter(pk__gt=last).exclude(likeness_bands=[]).order_by("pk")
            keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
            if not keys:
                break
            changed += place(keys)
            last = keys[-1]
        groups = Footage.objects.filter(likeness_group__isnull=False).order_by().values("likeness_group").distinct()
        self.stdout.write(f"{changed} pieces changed their group; there are {groups.count()} groups.")
