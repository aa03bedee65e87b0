"""Fills an empty installation with a catalogue of N pieces of footage that is as uneven as a real one.

Straight SQL, without triggers and with the indexes made afterwards: what is measured later is searching, not filling.
28,000 stations in 60 zones; three of five pieces are blank; species follow a steep curve (a boar in every fifth piece
with an animal, a tiger in one of five hundred); most tags are a machine's, every eighth piece has a person's; one of
thirty has notes in one of three languages. Seeded, so that two fillings are alike.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SLICE = 1_000_000
SPECIES_CURVE = 1.6  # exponent of the species' ranks
STATIONS = 28_000
NOTES = [
    "two cubs play in the snow", "crosses the stream at dusk", "marks the old larch", "雪地里的脚印很清楚",
    "母虎带着幼崽经过", "шатун у старой просеки", "тигрица переходит ручей", "limping on the left hind leg",
    "very close to the camera", "眼睛反光", "fights over a carcass", "снег, метель",
]  # fmt: skip

_STATIONS = """
INSERT INTO curation_station (code, name, zone, latitude, longitude, habitat, time_zone, demo)
SELECT 'ST-' || lpad(n::text, 5, '0'), '', 'Zone ' || (floor(60 * power(random(), 2)) + 1)::int,
    42.5 + random() * 1.5, 129.5 + random() * 1.7, '', 'Asia/Shanghai', false
FROM generate_series(1, %(stations)s) AS n
"""

_FOOTAGE = """
INSERT INTO curation_footage (
    id, state, fingerprint, file, size, original_name, folder, tags, media_id, source_path, media_type, extra,
    station_id, captured_at, captured_source, captured_exact, light, duration, width, height, frame_rate, probe,
    poster, scrub_sheet, scrub, proxy, error_code, error_params, motion, animal_share, sharpness, exposure, blank,
    quality, likeness, likeness_bands, alarm, embargo_until, withheld_reason, notes, demo, created_at
    {more}
)
SELECT n,
    CASE WHEN d < 0.9 THEN 'ready' WHEN d < 0.99 THEN 'catalogued' WHEN d < 0.995 THEN 'failed' ELSE 'quarantined' END,
    md5(n::text) || md5((-n)::text), 'originals/' || n || '.mp4', 10000000, 'IMG_' || n || '.MP4', '',
    CASE WHEN random() < 0.1 THEN ARRAY['season ' || (floor(random() * 8))::int] ELSE '{{}}'::text[] END,
    '', '', 'video/mp4', '{{}}', station, captured, 'container', true,
    CASE WHEN extract(hour FROM captured) BETWEEN 6 AND 17 THEN 'day' ELSE 'night' END,
    CASE WHEN random() < 0.8 THEN 15 ELSE 5 + 100 * power(random(), 4) END, 1920, 1080, 25, '{{}}',
    '', '', '{{}}', '', '', '{{}}', '{{}}',
    CASE WHEN d2 < 0.6 THEN 0 ELSE power(random(), 3) END, 0.3 + 0.6 * random(), random(), d2 < 0.6,
    floor(4 * random())::int, '{{}}', '{{}}', '',
    CASE WHEN random() < 0.002 THEN now() + interval '90 days' END, '',
    CASE WHEN random() < 0.033
        THEN (%(notes)s::text[])[1 + floor(random() * array_length(%(notes)s::text[], 1))::int] ELSE '' END,
    false, now() {values}
FROM (
    SELECT n, random() AS d, random() AS d2,
        (SELECT min(id) FROM curation_station) + floor({stations} * power(random(), 1.5))::int AS station,
        timestamptz '2018-01-01' + interval '3000 days' * (1 - power(random(), 1.7))
            + interval '1 hour' * (CASE WHEN random() < 0.6 THEN 18 + 10 * random() ELSE 24 * random() END) AS captured
    FROM generate_series(%(first)s, %(last)s) AS n OFFSET 0
) AS rows
"""

_OBSERVATIONS = """
INSERT INTO curation_observation (
    footage_id, observation_type, taxon_id, count, sex, life_stage, behavior, individual_label,
    classification_method, classified_by, classification_timestamp, classification_probability, comments,
    observation_id, extra {more}
)
SELECT f.id, CASE WHEN f.blank THEN 'blank' ELSE 'animal' END,
    CASE WHEN NOT f.blank THEN (%(taxa)s::bigint[])[
        1 + least(floor(power(random(), -1 / %(curve)s) - 1), array_length(%(taxa)s::bigint[], 1) - 1)::int] END,
    CASE WHEN NOT f.blank THEN 1 + floor(6 * power(random(), 4))::int END,
    CASE WHEN NOT f.blank AND random() < 0.2 THEN CASE WHEN random() < 0.5 THEN 'female' ELSE 'male' END ELSE '' END,
    CASE WHEN NOT f.blank AND random() < 0.3 THEN
        CASE WHEN random() < 0.8 THEN 'adult' WHEN random() < 0.7 THEN 'subadult' ELSE 'juvenile' END ELSE '' END,
    CASE WHEN NOT f.blank AND random() < 0.4
        THEN (%(behaviours)s::text[])[1 + floor(array_length(%(behaviours)s::text[], 1) * power(random(), 2.5))::int]
        ELSE '' END,
    '', '{method}', '{by}', now(), {probability}, '', '', '{{}}' {values}
FROM curation_footage f, generate_series(1, {times}) AS again
WHERE f.id BETWEEN %(first)s AND %(last)s AND {among}
"""


def fill(footage: int, *, told: object = print) -> float:
    """Make a catalogue of so many pieces; returns the seconds it took."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off; SELECT setseed(0.42)")
        cursor.execute(_STATIONS, {"stations": STATIONS})
        cursor.execute("ANALYZE curation_station")
    with _without_indexes():
        for first in range(1, footage + 1, SLICE):
            _slice(first, min(first + SLICE - 1, footage))
            print(f"  {min(first + SLICE - 1, footage):,} pieces, {time.perf_counter() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        for table in ("footage", "observation"):
            cursor.execute(f"SELECT setval('curation_{table}_id_seq', (SELECT max(id) FROM curation_{table}))")
            cursor.execute(f"VACUUM ANALYZE curation_{table}")
        cursor.execute("SET session_replication_role = DEFAULT")
    return time.perf_counter() - began


def _slice(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(id ORDER BY CASE WHEN scientific_name LIKE 'Panthera%' THEN 15 ELSE 0 END,"
            " md5(scientific_name)) FROM curation_taxon"
        )
        taxa = cursor.fetchone()[0]
        bounds = {"first": first, "last": last}
        columns, values = _defaults("curation_footage", _FOOTAGE)
        cursor.execute(_FOOTAGE.format(stations=STATIONS, more=columns, values=values), bounds | {"notes": NOTES})
        columns, values = _defaults("curation_observation", _OBSERVATIONS)
        known = bounds | {
            "taxa": taxa,
            "curve": SPECIES_CURVE,
            "behaviours": [
                "walking",
                "standing",
                "feeding",
                "running",
                "looking",
                "resting",
                "drinking",
                "playing",
                "grooming",
                "hunting",
                "nursing",
                "fighting",
            ],
        }
        for among, method, by, probability, times in (
            ("f.id %% 20 <> 0", "machine", "park-net 3", "0.4 + 0.6 * random()", "1"),
            ("f.id %% 8 = 1 AND NOT f.blank", "human", "Wang Wei", "NULL", "1 + (f.id %% 3 = 0)::int"),
        ):
            cursor.execute(
                _OBSERVATIONS.format(
                    among=among, method=method, by=by, probability=probability, times=times, more=columns, values=values
                ),
                known,
            )


def _defaults(table: str, statement: str) -> tuple[str, str]:
    """Columns that later migrations added and that may not be NULL, with values of their types that mean nothing."""
    empty = {"text": "''", "character varying": "''", "jsonb": "'{}'", "boolean": "false", "ARRAY": "'{}'"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
            " AND column_default IS NULL AND is_identity = 'NO' ORDER BY ordinal_position",
            [table],
        )
        named = statement.split("(", 1)[1].split(")", 1)[0]
        known = {word.strip() for word in named.replace("{more}", "").split(",")}
        missing = [(name, kind) for name, kind in cursor.fetchall() if name not in known]
    return (
        "".join(f", {name}" for name, _kind in missing),
        "".join(f", {empty.get(kind, '0')}" for _name, kind in missing),
    )


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Indexes that are no constraint go, and come back at the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " AND tablename IN ('curation_footage', 'curation_observation')"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
        kept = cursor.fetchall()
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for name, _definition in kept:
            cursor.execute(f'DROP INDEX "{name}"')
        try:
            yield
        finally:
            for _name, definition in kept:
                cursor.execute(definition)
