"""Occasions of the world and of the house."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import radians, sin
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from publishing.posts.calendar import occasions
from publishing.posts.calendar.countries import country_of
from publishing.posts.calendar.festivals import FESTIVALS, LAST_YEAR, MID_AUTUMN, SEOLLAL, SPRING
from publishing.posts.models.occasion import Occasion


def new_moon(number: int) -> datetime:
    """The moment of a new moon, to some minutes: Meeus, Astronomical Algorithms, chapter 49, its largest terms."""
    t = number / 1236.85
    e = 1 - 0.002516 * t
    day = 2451550.09766 + 29.530588861 * number + 0.00015437 * t * t
    sun = radians(2.5534 + 29.1053567 * number)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * t * t)
    node = radians(160.7108 + 390.67050284 * number - 0.0016118 * t * t)
    day += -0.4072 * sin(moon) + 0.17241 * e * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * node)
    day += 0.00739 * e * sin(moon - sun) - 0.00514 * e * sin(moon + sun) + 0.00208 * e * e * sin(2 * sun)
    day += -0.00111 * sin(moon - 2 * node) - 0.00057 * sin(moon + 2 * node)
    return datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=day - 2451545.0, seconds=-72)


@pytest.mark.parametrize(
    ("table", "zone", "age"),
    [(SPRING, "Asia/Shanghai", 0), (SEOLLAL, "Asia/Seoul", 0), (MID_AUTUMN, "Asia/Shanghai", 14)],
)
def test_days_of_the_moon_are_where_the_moon_is(table: tuple[str, ...], zone: str, age: int) -> None:
    days = {new_moon(number).astimezone(ZoneInfo(zone)).date() + timedelta(days=age) for number in range(300, 450)}
    assert [day for day in table if date.fromisoformat(day) not in days] == []
    assert int(table[-1][:4]) == LAST_YEAR


def test_every_occasion_has_both_names_and_a_source() -> None:
    assert all(each.name and each.name_zh and each.source for each in FESTIVALS)
    assert len({each.key for each in FESTIVALS}) == len(FESTIVALS)


@pytest.mark.django_db
def test_the_year_of_the_desk() -> None:
    days = {day.name: day.on for day in occasions.between(date(2027, 1, 1), date(2027, 12, 31))}
    assert days["Global Tiger Day"] == date(2027, 7, 29)
    assert days["International Leopard Day"] == date(2027, 5, 3)
    assert days["Chinese New Year"] == date(2027, 2, 6)
    assert days["Tiger Day in Vladivostok"] == date(2027, 9, 26)
    assert days["China’s National Ecology Day"] == date(2027, 8, 15)
    with translation.override("zh-hans"):
        assert "全球老虎日" in {day.name for day in occasions.between(date(2027, 7, 1), date(2027, 7, 31))}


@pytest.mark.django_db
def test_an_audience_reads_its_own_days_only() -> None:
    first, last = date(2027, 2, 1), date(2027, 2, 28)
    assert "Chinese New Year" not in {day.name for day in occasions.between(first, last, countries={"DE"})}
    assert "Seollal" in {day.name for day in occasions.between(first, last, countries={country_of("Asia/Seoul")})}
    assert not occasions.between(date(2036, 2, 1), date(2036, 2, 27), countries={"CN"})[1:], "no table, no guess"


@pytest.mark.django_db
def test_the_house_has_days_of_its_own() -> None:
    made = occasions.write_occasion(
        Occasion(), name="Our birthday", name_zh="我们的生日", on=date(2024, 2, 29), countries=["cn"]
    )
    found = [day for day in occasions.between(date(2027, 2, 1), date(2027, 3, 1)) if day.own == made.pk]
    assert [(day.on, day.countries) for day in found] == [(date(2027, 2, 28), ("CN",))]
    for wrong in ({"name": " "}, {"until": date(2024, 1, 1)}, {"countries": ["Atlantis"]}):
        with pytest.raises(occasions.BadOccasion):
            occasions.write_occasion(Occasion(), **{"name": "A", "on": date(2024, 2, 1), **wrong})
