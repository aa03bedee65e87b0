"""What is marked on which day: the world's occasions and the house's own, for the audiences that are looked at.

The world's stand in `festivals`, written from memory: see there what was checked before one is relied upon.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from publishing.posts.calendar.countries import country_codes, country_of
from publishing.posts.calendar.festivals import FESTIVALS
from publishing.posts.models import Channel
from publishing.posts.models.occasion import Occasion

LONGEST = timedelta(days=400)  # that is looked over at once


class BadOccasion(ValueError):
    """An occasion without a name, that ends before it begins, or in a country that is none."""


@dataclass(frozen=True)
class Day:
    """An occasion on its first and last day. `own` is the primary key of one of the house's."""

    on: date
    until: date
    name: str
    source: str
    countries: tuple[str, ...]
    own: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "until": self.until.isoformat(),
            "name": self.name,
            "source": self.source,
            "countries": list(self.countries),
            "own": self.own,
        }


def between(first: date, last: date, *, countries: Iterable[str] | None = None) -> list[Day]:
    """Occasions that touch [first, last], in order; None for countries takes all of them. At most `LONGEST`."""
    last = min(last, first + LONGEST)
    wanted = None if countries is None else set(countries)
    found = [*_world(first, last), *_own(first, last)]
    fitting = [day for day in found if wanted is None or not day.countries or wanted.intersection(day.countries)]
    return sorted(fitting, key=lambda day: (day.on, day.own is None))


def audiences(channels: Iterable[Channel]) -> set[str]:
    """The countries that channels speak to."""
    return {country for channel in channels if (country := country_of(channel.time_zone))}


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _world(first: date, last: date) -> Iterable[Day]:
    for festival in FESTIVALS:
        for year in range(first.year, last.year + 1):
            on = festival.in_year(year)
            if on is not None and first <= on <= last:
                name = festival.name_zh if _chinese() else festival.name
                yield Day(on, on, name, festival.source, festival.countries)


def _own(first: date, last: date) -> Iterable[Day]:
    once = Q(yearly=False, on__lte=last) & (Q(until__gte=first) | Q(until=None, on__gte=first))
    for row in Occasion.objects.filter(once | Q(yearly=True, on__lte=last)):
        name = row.name_zh if _chinese() and row.name_zh else row.name
        length = (row.until or row.on) - row.on
        for year in range(first.year - 1, last.year + 1) if row.yearly else (row.on.year,):
            on = _in_year(row.on, year)
            if year >= row.on.year and on <= last and on + length >= first:
                yield Day(on, on + length, name, row.note, tuple(row.countries), own=row.pk)


def _in_year(day: date, year: int) -> date:
    """29 February is kept on the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def write_occasion(
    occasion: Occasion,
    *,
    name: str,
    on: date,
    name_zh: str = "",
    until: date | None = None,
    yearly: bool = True,
    countries: Iterable[str] = (),
    note: str = "",
) -> Occasion:
    """Store one of the house's occasions. Raises BadOccasion."""
    codes = sorted({code.strip().upper() for code in countries if code.strip()})
    if not name.strip() or not set(codes) <= country_codes():
        raise BadOccasion
    if until is not None and not timedelta() <= until - on < timedelta(days=180):
        raise BadOccasion
    occasion.name, occasion.name_zh, occasion.note = name.strip()[:120], name_zh.strip()[:120], note.strip()[:300]
    occasion.on, occasion.until, occasion.yearly, occasion.countries = on, until, yearly, codes
    occasion.save()
    return occasion
