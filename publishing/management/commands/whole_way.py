"""`python manage.py whole_way FILE --languages en,ru,ko --json`."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from publishing import whole_way

SPECIES = "Prionailurus bengalensis"


class Command(BaseCommand):
    help = (
        "Takes one file the whole way: ingest, tag, cut, caption, translate, render, schedule, publish to the sandbox."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--languages", default="en,ru,ko", help="languages to translate into, by commas")
        parser.add_argument("--species", default=SPECIES, help=f"scientific name (default: {SPECIES})")
        parser.add_argument("--caption", default="", help="the source caption (default: drafted from the tag)")
        parser.add_argument("--source", default="zh-Hans", help="language of the caption")
        parser.add_argument("--shape", default="16:9", help="16:9, 9:16, 1:1 or 4:5")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = whole_way.Plan(
            file=options["file"].absolute(),
            languages=tuple(tag.strip() for tag in options["languages"].split(",") if tag.strip()),
            species=options["species"],
            caption=options["caption"],
            source=options["source"],
            shape=options["shape"],
        )
        operator = User.objects.filter(is_superuser=True).order_by("pk").first()
        done = []
        for step in whole_way.travel(plan, user=operator):
            done.append(step)
            if not options["json"]:
                self.stdout.write(
                    f"{step.step:<10} {step.seconds:7.2f} s  {json.dumps(step.result, ensure_ascii=False)}"
                )
        failed = next((step for step in done if not step.ok), None)
        if options["json"]:
            story = {
                "file": str(options["file"]),
                "state": "failed" if failed else "published",
                "seconds": round(sum(step.seconds for step in done), 3),
                "steps": [dataclasses.asdict(step) for step in done],
            }
            self.stdout.write(json.dumps(story, ensure_ascii=False, indent=2))
        if failed:
            raise CommandError(f"{failed.step}: {failed.result['error']}", returncode=1)
