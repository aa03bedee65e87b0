"""MegaDetector and SpeciesNet results out, each entry as it came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from curation.footage.interchange.machine import LISTS
from curation.footage.interchange.packaging import Written, target
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.selection import Selection
from curation.footage.models import MachineResult, Package

CHUNK = 2_000


def write_results(selection: Selection, out: Path, *, format: str) -> Written:
    """Write the entries about the selected footage, with everything else that their file said. Raises InterchangeError.

    Paths in these files tell places, so this is only for those who may see them.
    """
    package = selection.package or _package(selection, format=format)
    if package.format != format:
        raise InterchangeError("package_unknown", value=package.identifier)
    key = next(name for name, of in LISTS.items() if of == format)
    count = 0
    with target(out, folder=False) as place, place.open("w", encoding="utf-8") as file:
        file.write("{")
        for name, value in package.metadata.items():
            file.write(f"\n {json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False, indent=1)},")
        file.write(f"\n {json.dumps(key)}: [")
        for payload in _payloads(package, selection=selection):
            file.write(("," if count else "") + "\n  " + json.dumps(payload, ensure_ascii=False))
            count += 1
        file.write("\n ]\n}\n")
    return Written(out, rows={key: count})


def _package(selection: Selection, *, format: str) -> Package:
    """The one file that all results of the selection come from."""
    candidates = Package.objects.filter(format=format).order_by("pk")
    if selection.keys is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT package_id FROM curation_machineresult WHERE footage_id = ANY(%s)",
                [list(selection.keys)],
            )
            candidates = candidates.filter(pk__in=[key for (key,) in cursor.fetchall()])
    found = list(candidates[:5])
    if not found:
        raise InterchangeError("nothing_found")
    if len(found) > 1:
        names = ", ".join(f"{package.name} ({package.identifier[:12]})" for package in found)
        raise InterchangeError("several_packages", count=candidates.count(), names=names)
    return found[0]


def _payloads(package: Package, *, selection: Selection) -> Iterator[object]:
    last = 0
    while True:
        rows = MachineResult.objects.filter(package=package, pk__gt=last).order_by("pk")
        chunk = list(rows.values_list("pk", "footage_id", "payload")[:CHUNK])
        if not chunk:
            return
        for _pk, footage, payload in chunk:
            if selection.keys is None or footage in selection.keys:
                yield payload
        last = chunk[-1][0]
