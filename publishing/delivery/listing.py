"""The list of deliveries: filtered, newest hour first, by key and never by number of page.

Millions of past deliveries cost a page nothing: it begins where the last one ended, in the order of an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import urlencode

from publishing.delivery import reasons
from publishing.delivery.models import Delivery
from publishing.delivery.selectors import GROUPS

PER_PAGE = 50
LONGEST = 100  # characters of a searched text
Key = tuple[datetime, int]


@dataclass(frozen=True)
class Filter:
    """What of the list is wanted; `first` and `last` are days in the reader's zone, both within."""

    show: str = ""
    state: str = ""
    channel: int | None = None
    language: str = ""
    campaign: int | None = None
    first: date | None = None
    last: date | None = None
    text: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """From the address; what cannot be read there is left out."""
        return cls(
            show=query.get("show", "") if query.get("show", "") in GROUPS else "",
            state=query.get("state", "") if query.get("state", "") in Delivery.State.values else "",
            channel=_number(query.get("channel", "")),
            language=query.get("language", "")[:12].replace("\x00", ""),
            campaign=_number(query.get("campaign", "")),
            first=_day(query.get("from", "")),
            last=_day(query.get("to", "")),
            text=query.get("q", "").strip()[:LONGEST].replace("\x00", ""),
        )

    def address(self, **more: str) -> str:
        """The same filter as part of an address."""
        named = {
            "show": self.show, "state": self.state, "channel": self.channel, "language": self.language,
            "campaign": self.campaign, "from": self.first, "to": self.last, "q": self.text,
        }  # fmt: skip
        return urlencode({name: str(value) for name, value in {**named, **more}.items() if value not in ("", None)})

    @property
    def narrows(self) -> bool:
        """Whether anything but the tab is chosen."""
        return bool(
            self.state or self.channel or self.language or self.campaign or self.first or self.last or self.text
        )


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the addresses of its neighbours; empty at the ends."""

    rows: list[Delivery]
    newer: str = ""
    older: str = ""
    filter: Filter = field(default_factory=Filter)


def chosen(wanted: Filter) -> QuerySet[Delivery]:
    """The filtered deliveries in no order yet."""
    rows = Delivery.objects.select_related("variant__post__campaign", "variant__channel")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    elif wanted.show:
        rows = rows.filter(state__in=GROUPS[wanted.show])
    if wanted.channel:
        rows = rows.filter(variant__channel_id=wanted.channel)
    if wanted.language:
        rows = rows.filter(variant__language=wanted.language)
    if wanted.campaign:
        rows = rows.filter(variant__post__campaign_id=wanted.campaign)
    if wanted.text:
        rows = rows.filter(variant__post__title__icontains=wanted.text)
    if wanted.first:
        rows = rows.filter(due_at__gte=_midnight(wanted.first))
    if wanted.last:
        rows = rows.filter(due_at__lt=_midnight(wanted.last + timedelta(days=1)))
    return rows


def page(wanted: Filter, *, older_than: str = "", newer_than: str = "") -> Page:
    """One page. The keys are those that `Page.older` and `Page.newer` carry; an unreadable one is the first page."""
    rows, after, before = chosen(wanted), _key(older_than), _key(newer_than)
    if before is not None and after is None:
        # The nearest newer ones, then turned round; one more than shown tells whether there are more.
        moment, number = before
        newer = rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=number), due_at__gte=moment)
        found = list(newer.order_by("due_at", "pk")[: PER_PAGE + 1])
        shown = found[:PER_PAGE][::-1]
        return _page(wanted, shown, newer=len(found) > PER_PAGE, older=bool(shown))
    if after is not None:
        moment, number = after
        rows = rows.filter(Q(due_at__lt=moment) | Q(due_at=moment, pk__lt=number), due_at__lte=moment)
    found = list(rows.order_by("-due_at", "-pk")[: PER_PAGE + 1])
    return _page(wanted, found[:PER_PAGE], newer=after is not None and bool(found), older=len(found) > PER_PAGE)


def _page(wanted: Filter, rows: list[Delivery], *, newer: bool, older: bool) -> Page:
    return Page(
        rows=rows,
        newer=wanted.address(newer=_written(rows[0])) if newer and rows else "",
        older=wanted.address(older=_written(rows[-1])) if older and rows else "",
        filter=wanted,
    )


def lines(wanted: Filter) -> Iterator[list[str]]:
    """Every filtered delivery as cells of a table, newest first; times in UTC."""
    rows = chosen(wanted).order_by("-due_at", "-pk")
    for row in rows.iterator(chunk_size=1000):
        post, channel = row.variant.post, row.variant.channel
        yield [
            _utc(row.due_at), _utc(row.published_at), post.title, channel.name, channel.platform, row.variant.language,
            post.campaign.name if post.campaign else "", row.state, str(row.get_state_display()),
            reasons.sentence(row), row.remote_url, str(row.key),
        ]  # fmt: skip


def _utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _written(row: Delivery) -> str:
    return f"{row.due_at.astimezone(UTC).isoformat()}_{row.pk}"


def _key(written: str) -> Key | None:
    moment, _, number = written.replace(" ", "+").rpartition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    numbered = _number(number)
    return (at, numbered) if at is not None and timezone.is_aware(at) and numbered is not None else None


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def _day(written: str) -> date | None:
    try:
        found = parse_date(written)
    except ValueError:
        return None
    return found if found is not None and 1970 <= found.year <= 9000 else None  # room for the day after, in any zone


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
