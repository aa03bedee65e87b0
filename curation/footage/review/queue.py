"""Keeps the queue: footage that can be watched and of which no person has said anything, in heaps by what is seen.

A heap is a species (or one of Heap), so that heaps can be put in order of rarity when somebody asks, without touching
rows as the catalogue grows. Where machines name several species, the rarest decides. Within a heap the most doubtful
come first: doubt is the entropy of the best probability, h(p) = -p log2 p - (1 - p) log2 (1 - p), in thousandths, and
the full thousand where machines contradict each other; half where none tells a probability.

The queue follows the same change log as the search index (migration 0005).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from curation.footage.bulk.observing import machines_among
from curation.footage.finding import changes
from curation.footage.models import Footage, ReviewEntry, ReviewPosition

SLICE = 10_000  # pieces looked at in one statement
INLINE = 2_000  # changes that a request may wait for
PATIENCE = 3.0  # seconds that a request waits for another follower
LOCK = 7_301_001  # of PostgreSQL's advisory locks: one follower at a time
COUNTS_KEY, COUNTS_SECONDS = "review:species", 3600

_STANDING = """
WITH wanted AS (
    SELECT f.id, f.event_id, (f.state = 'ready' AND f.alarm = '') AS open
    FROM curation_footage f WHERE f.id = ANY(%(ids)s)
), said AS (
    SELECT w.id, o.* FROM wanted w
    CROSS JOIN LATERAL (
        SELECT classification_method AS method, classified_by AS name, observation_type AS type, taxon_id AS taxon,
            classification_probability AS sure FROM curation_observation WHERE footage_id = w.id
        UNION ALL
        SELECT classification_method, classified_by, observation_type, taxon_id, classification_probability
        FROM curation_observation WHERE event_id = w.event_id AND footage_id IS NULL
    ) o WHERE w.open
), machines AS (
    SELECT s.id, m.model, s.type, s.taxon, s.sure,
        rank() OVER (PARTITION BY s.id, m.model ORDER BY m.generation DESC) AS age
    FROM said s
    JOIN unnest(%(names)s::text[], %(models)s::text[], %(generations)s::int[]) AS m(name, model, generation)
      ON m.name = s.name
    WHERE s.method = 'machine'
), ranked AS (
    SELECT m.*, row_number() OVER (
        PARTITION BY m.id ORDER BY (m.taxon IS NULL), coalesce(c.pieces, 0), m.taxon) AS place
    FROM machines m
    LEFT JOIN unnest(%(taxa)s::int[], %(counts)s::bigint[]) AS c(taxon, pieces) ON c.taxon = m.taxon
    WHERE m.age = 1
), chosen AS (SELECT id, taxon FROM ranked WHERE place = 1),
summed AS (
    SELECT r.id, c.taxon,
        bool_or(r.type <> 'blank') AS something,
        bool_or(r.type = 'blank') AS nothing,
        max(r.sure) FILTER (WHERE r.taxon IS NOT DISTINCT FROM c.taxon) AS sure,
        count(DISTINCT r.taxon) * count(DISTINCT r.model) FILTER (WHERE r.taxon IS NOT NULL)
            <> count(DISTINCT (r.model, r.taxon)) FILTER (WHERE r.taxon IS NOT NULL) AS split
    FROM ranked r JOIN chosen c ON c.id = r.id GROUP BY r.id, c.taxon
), standing AS (
    SELECT w.id,
        CASE WHEN s.id IS NULL THEN -1 WHEN s.taxon IS NOT NULL THEN s.taxon
            WHEN s.something THEN 0 ELSE -2 END AS heap,
        CASE
            WHEN s.id IS NULL THEN 500
            WHEN s.split OR (s.something AND s.nothing) THEN 1000
            WHEN s.sure IS NULL THEN 500
            WHEN s.sure <= 0 OR s.sure >= 1 THEN 0
            ELSE round((-1000 / ln(2)) * (s.sure * ln(s.sure) + (1 - s.sure) * ln(1 - s.sure)))
        END::int AS doubt
    FROM wanted w LEFT JOIN summed s ON s.id = w.id
    WHERE w.open AND NOT EXISTS (SELECT 1 FROM said p WHERE p.id = w.id AND p.method = 'human')
), gone AS (
    DELETE FROM curation_reviewentry e WHERE e.footage_id = ANY(%(ids)s)
    AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.id = e.footage_id)
)
INSERT INTO curation_reviewentry (footage_id, heap, doubt, passed_by)
SELECT id, heap, doubt, '{}' FROM standing
ON CONFLICT (footage_id) DO UPDATE SET heap = excluded.heap, doubt = excluded.doubt
WHERE (curation_reviewentry.heap, curation_reviewentry.doubt) IS DISTINCT FROM (excluded.heap, excluded.doubt)
"""


def species_counts(*, anew: bool = False) -> dict[int, int]:
    """Observations of each taxon in the whole catalogue; counted anew as often as costs a hundredth of the time, and
    once an hour at least."""
    counts: dict[int, int] | None = None if anew else cache.get(COUNTS_KEY)
    if counts is None:
        began = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT taxon_id, count(*) FROM curation_observation WHERE taxon_id IS NOT NULL GROUP BY taxon_id"
            )
            counts = dict(cursor.fetchall())
        cache.set(COUNTS_KEY, counts, min(COUNTS_SECONDS, max(1, round(100 * (time.monotonic() - began)))))
    return counts


def refresh(ids: Sequence[int]) -> None:
    """Put these pieces where they belong now: into a heap, into another, or out of the queue."""
    counts = species_counts()
    given: dict[str, Any] = {"taxa": list(counts), "counts": list(counts.values())}
    for first in range(0, len(ids), SLICE):
        part = list(ids[first : first + SLICE])
        with connection.cursor() as cursor:
            cursor.execute(_STANDING, {**given, "ids": part, **machines_among(part)})


def build() -> int:
    """Make the queue anew from the whole catalogue, a slice of keys at a time; returns how many pieces wait."""
    position = changes.here()
    species_counts(anew=True)
    last = Footage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for first in range(1, last + 1, SLICE):
        refresh(range(first, min(first + SLICE, last + 1)))
    _remember(position)
    return ReviewEntry.objects.count()


def follow(*, most: int | None = None) -> int:
    """Take in what has changed since the last time; returns how many pieces were looked at.

    `most`: somebody waits, so where more than this has changed it is left to the next beat. One follower at a time:
    a beat returns at once, who waits for an answer lets the other one finish first, else it would say that all is done.
    """
    with _alone(patience=0.0 if most is None else PATIENCE) as mine:
        if not mine:
            return 0
        known = ReviewPosition.objects.first()
        follower = changes.Follower(position=known.snapshot if known else "")
        try:
            if not follower.position:
                raise changes.LogLost
            follower.look()
        except changes.LogLost:
            return build() if most is None or not Footage.objects.order_by("pk")[most : most + 1].exists() else 0
        if most is not None and len(follower.pending) > most:
            return 0
        refresh(list(follower.pending))
        _remember(follower.position)
        return len(follower.pending)


@contextmanager
def _alone(*, patience: float) -> Iterator[bool]:
    """Whether nobody else follows within so many seconds. The lock is the session's: what was taken in is committed."""
    until = time.monotonic() + patience
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            mine = bool(cursor.fetchone()[0])
            if mine or time.monotonic() >= until:
                break
            time.sleep(0.05)
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _remember(position: str) -> None:
    changed = ReviewPosition.objects.update(snapshot=position, built_at=timezone.now())
    if not changed:
        ReviewPosition.objects.create(snapshot=position, built_at=timezone.now())
