"""Raises alarms: from that moment footage is hidden from everybody who may not see what lies in quarantine.

Called by whatever writes observations or tags, with the footage they are about; set-based, so that an import may hand
in as many as it likes. No signals, no triggers: who writes also calls.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db import connection, transaction
from django.utils import timezone

from curation.footage.alarms import kinds
from curation.footage.alarms.history import note_raised
from curation.footage.alarms.outbox import queue_notices
from curation.footage.models import AlarmRelease, Footage

CHUNK = 10_000

# What is said of these pieces, of one piece or of its whole event, that is an alarm: by a person, or by a machine that
# is sure enough. A kind that a person has released is raised again only by what a person says later.
_SAID = """
WITH wanted AS (SELECT unnest(%(ids)s::bigint[]) AS id),
words AS (SELECT * FROM unnest(%(words)s::text[], %(kinds)s::text[]) AS w (word, kind)),
said AS (
    SELECT o.footage_id AS id, o.observation_type AS type, o.extra ->> 'observationTags' AS tags,
           o.classification_method AS method, o.classification_timestamp AS at, o.classification_probability AS sure
    FROM wanted JOIN curation_observation o ON o.footage_id = wanted.id
    WHERE o.observation_type IN ('human', 'vehicle') OR o.extra ? 'observationTags'
    UNION ALL
    SELECT f.id, o.observation_type, o.extra ->> 'observationTags',
           o.classification_method, o.classification_timestamp, o.classification_probability
    FROM wanted JOIN curation_footage f ON f.id = wanted.id
    JOIN curation_observation o ON o.event_id = f.event_id AND o.footage_id IS NULL
    WHERE o.observation_type IN ('human', 'vehicle') OR o.extra ? 'observationTags'
),
counted AS (
    SELECT * FROM said WHERE method = 'human' OR coalesce(sure, 1) >= %(threshold)s
),
named AS (
    SELECT id, type AS kind, method, at FROM counted WHERE type IN ('human', 'vehicle')
    UNION ALL
    SELECT c.id, words.kind, c.method, c.at
    FROM counted c CROSS JOIN LATERAL unnest(string_to_array(c.tags, '|')) AS tag
    JOIN words ON words.word = lower(trim(tag))
    UNION ALL
    SELECT f.id, words.kind, 'machine', NULL
    FROM wanted JOIN curation_footage f ON f.id = wanted.id
    CROSS JOIN LATERAL unnest(f.tags) AS tag JOIN words ON words.word = lower(trim(tag))
),
-- A ranger who let it go has looked at it: only what a person says afterwards counts against that.
released AS (
    SELECT r.footage_id AS id, r.alarm AS kind, max(r.released_at) AS at
    FROM wanted JOIN curation_alarmrelease r ON r.footage_id = wanted.id GROUP BY 1, 2
)
SELECT DISTINCT n.id, n.kind FROM named n
LEFT JOIN released r ON r.id = n.id AND r.kind = n.kind
WHERE r.id IS NULL OR (n.method = 'human' AND n.at > r.at)
"""

_RAISE = """
UPDATE curation_footage f SET alarm = raised.kind, alarm_at = %(now)s,
    state = CASE WHEN f.state IN ('ready', 'catalogued') THEN 'quarantined' ELSE f.state END
FROM unnest(%(ids)s::bigint[], %(kinds)s::text[]) AS raised (id, kind) WHERE f.id = raised.id
"""


def raise_for(ids: Collection[int]) -> int:
    """Look at what is said of these pieces of footage and raise the alarms; returns how many were raised or grew.

    Footage that is being read goes on being read, so that rangers get its picture; it is hidden all the same. Joins a
    transaction that is open. An alarm never falls by itself, only by `releasing`.
    """
    return sum(_raise(piece) for piece in _chunks(ids))


def raise_as(alarms: Mapping[int, str]) -> int:
    """Raise these alarms, footage key to kind, as a machine says them; returns how many were raised or grew.

    What a person has released stays released.
    """
    released = set(AlarmRelease.objects.filter(footage__in=list(alarms)).values_list("footage", "alarm"))
    return _write({pk: kind for pk, kind in alarms.items() if (pk, kind) not in released})


def _raise(ids: Sequence[int]) -> int:
    said: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _SAID,
            {
                "ids": list(ids),
                "words": list(kinds.WORDS),
                "kinds": list(kinds.WORDS.values()),
                "threshold": kinds.MACHINE_THRESHOLD,
            },
        )
        for footage, kind in cursor.fetchall():
            said.setdefault(footage, []).append(kind)
    return _write({footage: kinds.most_urgent(found) for footage, found in said.items()})


@transaction.atomic
def _write(alarms: Mapping[int, str]) -> int:
    """Write alarms that are new or more urgent than the one there is, note them, and queue the notices."""
    if not alarms:
        return 0
    # In the order of their keys, so that two batches about the same footage wait for each other and never lock up.
    rows = Footage.objects.select_for_update().filter(pk__in=list(alarms)).order_by("pk")
    grown = {
        pk: alarms[pk]
        for pk, present in rows.values_list("pk", "alarm")
        if alarms[pk] != present and kinds.most_urgent([alarms[pk], present]) == alarms[pk]
    }
    if grown:
        with connection.cursor() as cursor:
            cursor.execute(_RAISE, {"ids": list(grown), "kinds": list(grown.values()), "now": timezone.now()})
        note_raised(grown)
        queue_notices(grown)
    _settle(list(alarms))
    return len(grown)


def _settle(ids: list[int]) -> None:
    """Footage that was read while its alarm was on goes into quarantine now."""
    ready = [Footage.State.READY, Footage.State.CATALOGUED]
    Footage.objects.filter(pk__in=ids, state__in=ready, alarm__gt="").update(state=Footage.State.QUARANTINED)


def settle(footage: Footage) -> None:
    """For the end of reading: raise what tags say, and take what is under an alarm into quarantine."""
    raise_for([footage.pk])
    _settle([footage.pk])
    footage.refresh_from_db(fields=["state", "alarm", "alarm_at"])


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for first in range(0, len(ordered), CHUNK):
        yield ordered[first : first + CHUNK]
