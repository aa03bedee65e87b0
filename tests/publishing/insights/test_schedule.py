"""When a publication is measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from publishing.insights import schedule

PUBLISHED = datetime(2026, 7, 29, 12, tzinfo=UTC)
HOURS = st.floats(min_value=0, max_value=24 * 400, allow_nan=False)


def test_it_is_asked_often_at_first_and_rarely_later() -> None:
    hours = [hour / 24 for hour in schedule.SLOTS]
    assert schedule.SLOTS[:5] == (1, 3, 6, 12, 24)
    assert [day for day in hours if 1 <= day <= 14] == list(range(1, 15))
    assert all(later - day == 7 for day, later in pairwise(hours) if 14 <= day < 84)
    assert hours[-1] == 365
    assert len(schedule.SLOTS) < 60


@given(HOURS)
def test_the_next_moment_is_the_first_slot_that_lies_ahead(hours: float) -> None:
    at = PUBLISHED + timedelta(hours=hours)
    found = schedule.next_moment(PUBLISHED, after=at)
    ahead = [PUBLISHED + timedelta(hours=slot) for slot in schedule.SLOTS if PUBLISHED + timedelta(hours=slot) > at]
    assert found == (min(ahead) if ahead else None)


@given(HOURS)
def test_asked_at_the_next_moment_it_stands_for_a_new_slot(hours: float) -> None:
    at = PUBLISHED + timedelta(hours=hours)
    following = schedule.next_moment(PUBLISHED, after=at)
    if following is not None:
        later = schedule.slot_at(schedule.age(PUBLISHED, following))
        assert later > schedule.slot_at(schedule.age(PUBLISHED, at))


def test_a_year_has_as_many_questions_as_slots() -> None:
    at, asked = PUBLISHED, 0
    while (following := schedule.next_moment(PUBLISHED, after=at)) is not None:
        at, asked = following, asked + 1
    assert asked == len(schedule.SLOTS)
