"""What a reader asks of the figures: a period and filters, read from the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from publishing.connectors.registry import platforms
from publishing.insights.counters import NAMES
from publishing.insights.selectors import Period, period

SPANS = (7, 30, 90, 365)
LONGEST = 366 * 5  # days
ORDERS = ("views", "likes", "comments", "shares", "quotes", "usual")


@dataclass(frozen=True)
class Asked:
    """Days are the desk's (setting TIME_ZONE). 0 and "" are: all. days: the span that was chosen, 0 for own dates."""

    when: Period
    days: int = 30
    metric: str = "views"
    order: str = "views"
    channel: int = 0
    platform: str = ""
    language: str = ""
    campaign: int = 0
    species: int = 0
    mistake: bool = False
    """The dates that were given make no period; another one is shown instead."""

    @property
    def start(self) -> datetime:
        """The first moment."""
        return _midnight(self.when.first)

    @property
    def end(self) -> datetime:
        """The first moment after."""
        return _midnight(self.when.last + timedelta(days=1))

    @property
    def before(self) -> Asked:
        """The same of the period of the same length that ended the day before."""
        length = (self.when.last - self.when.first).days + 1
        last = self.when.first - timedelta(days=1)
        return replace(self, when=Period(last - timedelta(days=length - 1), last))

    def query(self, **changes: Any) -> str:
        """The address's question, with changes; what stands as by default is left out."""
        dates = {"first": self.when.first.isoformat(), "last": self.when.last.isoformat()}
        told: dict[str, Any] = dates if not self.days else {"days": self.days}
        names = ("metric", "order", "channel", "platform", "language", "campaign", "species")
        told |= {name: getattr(self, name) for name in names} | changes
        if "days" in changes:
            told = {name: value for name, value in told.items() if name not in dates}
        usual = {"metric": "views", "order": "views", "days": 30}
        return urlencode({name: value for name, value in told.items() if value and usual.get(name) != value})


def read(given: Mapping[str, str]) -> Asked:
    """Read an address. What makes no sense is as if it had not been given; impossible dates are said."""
    days = given.get("days", "")
    span = int(days) if days in {str(each) for each in SPANS} else 30
    own, mistake = _own_dates(given.get("first", ""), given.get("last", ""))
    return Asked(
        when=own or period(days=span, today=timezone.localdate(timezone=timezone.get_default_timezone())),
        days=0 if own else span,
        metric=_among(given.get("metric", ""), NAMES),
        order=_among(given.get("order", ""), ORDERS),
        channel=_number(given.get("channel", "")),
        platform=given["platform"] if given.get("platform", "") in platforms() else "",
        language=given.get("language", "")[:12],
        campaign=_number(given.get("campaign", "")),
        species=_number(given.get("species", "")),
        mistake=mistake,
    )


def _own_dates(first: str, last: str) -> tuple[Period | None, bool]:
    if not first and not last:
        return None, False
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None, True
    if not begin <= end or (end - begin).days >= LONGEST or not 2000 <= begin.year <= end.year <= 9000:
        return None, True
    return Period(begin, end), False


def _among(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
