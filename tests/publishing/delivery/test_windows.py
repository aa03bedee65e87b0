"""Counting within sliding windows, against a plain count of every stretch."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.delivery.windows import Window

START = datetime(2026, 11, 23, tzinfo=UTC)
moments = st.lists(st.integers(0, 60).map(lambda minute: START + timedelta(minutes=minute)), max_size=14)
windows = st.builds(Window, st.integers(1, 5), st.integers(1, 30).map(lambda minutes: timedelta(minutes=minutes)))
hours = st.integers(0, 60).map(lambda minute: START + timedelta(minutes=minute))


def obeyed(window: Window, among: list[datetime], *, within: datetime) -> bool:
    """Count every stretch that holds `within` and begins at one of the moments."""
    starts = [each for each in among if each <= within < each + window.length]
    return all(sum(start <= each < start + window.length for each in among) <= window.limit for start in starts)


@given(windows, moments, hours)
def test_one_more_fits_exactly_when_every_stretch_stays_within_the_limit(window, among, at) -> None:
    assert window.fits(at, among=among) == obeyed(window, [*among, at], within=at)


@given(windows, moments, hours)
def test_the_first_free_moment_is_free_and_none_before_it_is(window, among, at) -> None:
    free = window.first_free(at, among=among)
    assert free >= at and window.fits(free, among=among)
    minute = at
    while minute < free:
        assert not window.fits(minute, among=among)
        minute += timedelta(minutes=1)


@given(windows, st.lists(hours, max_size=12))
def test_who_always_takes_the_first_free_moment_never_breaks_the_limit(window, wishes) -> None:
    planned: list[datetime] = []
    for wish in wishes:
        planned.append(window.first_free(wish, among=planned))
    assert all(obeyed(window, planned, within=each) for each in planned)


def test_a_sixth_within_a_day_goes_when_the_first_is_a_day_old() -> None:
    window = Window(5, timedelta(days=1))
    planned = [START + timedelta(hours=hour) for hour in range(5)]
    assert window.first_free(START + timedelta(hours=6), among=planned) == START + timedelta(days=1)
    assert window.used(START + timedelta(hours=6), among=planned) == 5


def test_nothing_fits_where_nothing_is_allowed() -> None:
    with pytest.raises(ValueError, match="no places"):
        Window(0, timedelta(days=1)).first_free(START, among=[])
