"""How long it takes to tag much footage at once and to undo it, beside doing the same row by row.

    .venv/bin/python benchmarks/bulk.py [--footage 100000] [--rows 1000]

A database of its own is made and dropped. Every piece has two observations of machines; half have a person's. Row by
row is what the page of one piece does (one audit entry each); it is timed on --rows pieces and counted up.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.machine import machine  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

FILL = """
INSERT INTO curation_footage (state, fingerprint, file, size, original_name, folder, tags, media_id, source_path,
    media_type, extra, captured_source, captured_exact, light, probe, poster, scrub_sheet, scrub, proxy, error_code,
    error_params, motion, likeness, likeness_bands, alarm, withheld_reason, notes, demo, created_at, duration)
SELECT 'ready', md5(n::text), 'x', 1, 'x', '', '{}', '', '', '', '{}', '', true, 'day', '{}', '', '', '{}', '', '',
    '{}', '{}', '{}', '{}', '', '', '', false, now(), 15 FROM generate_series(1, %(footage)s) n
"""
SEEN = """
INSERT INTO curation_observation (footage_id, taxon_id, observation_id, observation_type, sex, life_stage, behavior,
    individual_label, extra, classification_method, classified_by, classification_timestamp,
    classification_probability, comments, count)
SELECT f.id, t.taxa[1 + f.id % cardinality(t.taxa)], '', 'animal', '', '', '', '', '{}', m.method, m.name, now(),
    m.sure, '', 1 FROM curation_footage f CROSS JOIN (SELECT array_agg(id) AS taxa FROM curation_taxon) t
    CROSS JOIN (VALUES ('machine', 'SpeciesNet 4.0', 0.7, 1), ('machine', 'MegaDetector v5a', 0.9, 1),
        ('human', 'Wang Wei', NULL, 2)) m (method, name, sure, every) WHERE f.id % m.every = 0
"""


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def fill(footage: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"footage": footage})
        cursor.execute(SEEN)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE curation_footage")
        cursor.execute("VACUUM ANALYZE curation_observation")


def measure(footage: int, rows: int) -> None:
    from django.contrib.auth.models import User
    from pyroaring import BitMap

    from curation.footage import tagging
    from curation.footage.bulk import edits, registry
    from curation.footage.models import Footage, Observation
    from curation.species.models import Taxon

    user = User.objects.create_superuser("bench", "bench@example.org", "x")
    boar, tiger = (Taxon.objects.get(scientific_name=name).pk for name in ("Sus scrofa", "Panthera tigris altaica"))
    plain = {"sex": "", "life_stage": "", "behavior": "walking", "comments": "", "individual": None}
    seen = {"observation_type": "animal", "taxon": tiger, "count": 2, **plain}
    keys = BitMap(Footage.objects.values_list("pk", flat=True))
    some = list(Footage.objects.order_by("pk")[:rows])
    values = {"observation_type": "animal", "taxon_id": boar, "count": 1}
    single = timed(lambda: [tagging.observe(one, user=user, values=values) for one in some]) / rows
    Observation.objects.filter(footage__in=some, classified_by="bench").delete()
    before = Observation.objects.count()
    print(f"row by row: {single * 1000:.2f} ms a piece, {single * footage:.0f} s for {footage:,}")
    for name, given in (
        ("observe", seen),
        ("agree", {"taxon": None}),
        ("blank", {}),
        ("correct", {"wrong": boar, "right": tiger}),
        ("unobserve", {"taxon": tiger}),
    ):
        edit = edits.keep(registry.action_of(name, user=user), user=user, values=given, keys=keys)
        done = timed(lambda edit=edit: edits.apply(edit))
        undone = timed(lambda edit=edit: edits.undo_now(edit, user=user))
        same = "as before" if Observation.objects.count() == before else "NOT AS BEFORE"
        ratio = single * footage / done
        print(f"{name:10} {done:5.1f} s, {edit.changed:,} rows, {ratio:4.0f} x; undo {undone:5.1f} s, {same}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--footage", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1000)
    given = parser.parse_args()
    from config import embedded

    embedded.ensure()
    import django

    django.setup()
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_bulk_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(machine())
        print(f"{given.footage:,} pieces filled in {timed(lambda: fill(given.footage)):.0f} s")
        measure(given.footage, given.rows)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
