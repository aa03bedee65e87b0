"""`manage.py load_taxa`: bring the taxa in the database up to the shipped data."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from curation.species.services import load_taxa


class Command(BaseCommand):
    help = "Bring the taxa and their names up to the shipped data; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_taxa()} taxa are in place.")
