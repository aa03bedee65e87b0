"""How many pieces were looked at today, and how many an hour while people were at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

BREAK = 300  # seconds; a longer pause is not working time
FIRST = 30  # seconds that the first decision after a break took, say

_TODAY = """
WITH decided AS (
    SELECT created_by_id AS person, pieces,
        extract(epoch FROM created_at - lag(created_at) OVER (PARTITION BY created_by_id ORDER BY created_at)) AS gap
    FROM curation_bulkedit WHERE origin = 'review' AND state = 'done' AND created_at >= %(since)s
)
SELECT coalesce(sum(pieces) FILTER (WHERE person = %(person)s), 0), coalesce(sum(pieces), 0),
    coalesce(sum(CASE WHEN gap <= %(break)s THEN gap ELSE %(first)s END) FILTER (WHERE person = %(person)s), 0),
    coalesce(sum(CASE WHEN gap <= %(break)s THEN gap ELSE %(first)s END), 0),
    count(DISTINCT person)
FROM decided
"""


@dataclass(frozen=True)
class Throughput:
    """Pieces decided since midnight of the reader's zone; `*_hourly` per hour at work, by a person on average."""

    mine: int
    team: int
    mine_hourly: int
    team_hourly: int
    people: int


def today(user: Any) -> Throughput:
    """Of this person and of everybody."""
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_TODAY, {"since": since, "person": user.pk, "break": BREAK, "first": FIRST})
        mine, team, my_time, team_time, people = cursor.fetchone()
    return Throughput(int(mine), int(team), _hourly(mine, my_time), _hourly(team, team_time), int(people))


def _hourly(pieces: Any, seconds: Any) -> int:
    return round(float(pieces) * 3600 / float(seconds)) if seconds else 0
