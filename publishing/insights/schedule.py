"""When a publication is measured: often at first, then ever more rarely, for a year. Hours after publication."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta

HOURS_A_DAY = 24
SLOTS: tuple[int, ...] = (
    1, 3, 6, 12,
    *(HOURS_A_DAY * day for day in range(1, 15)),
    *(HOURS_A_DAY * day for day in range(21, 91, 7)),
    *(HOURS_A_DAY * day for day in range(120, 361, 30)),
    HOURS_A_DAY * 365,
)  # fmt: skip
"""1, 3, 6, 12 and 24 hours; daily to 14 days; weekly to 13 weeks; every 30 days to a year."""


def age(published_at: datetime, at: datetime) -> float:
    """Hours from the publication to a moment; never negative."""
    return max(0.0, (at - published_at).total_seconds() / 3600)


def slot_at(hours: float) -> int:
    """The slot that a measurement at this age stands for: the latest that has begun; 0 before the first."""
    number = bisect_right(SLOTS, hours)
    return SLOTS[number - 1] if number else 0


def next_moment(published_at: datetime, *, after: datetime) -> datetime | None:
    """When to ask next, strictly after a moment; None when a year is over. What was missed is not made up for."""
    number = bisect_right(SLOTS, age(published_at, after))
    return published_at + timedelta(hours=SLOTS[number]) if number < len(SLOTS) else None
