"""iCalendar as RFC 5545 says it: text escaped, lines folded at 75 octets, ended by CR LF, times in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Pugmark//Publishing calendar//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
_OCTETS = 75  # of a line, without its end (3.1)
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True)
class Event:
    """One entry. `at` is aware and lasts `lasts`; `day` instead makes it an entry of whole days up to `until`.

    `sequence` never falls over the life of a `uid`; `changed` is aware; `status`: CONFIRMED, TENTATIVE or CANCELLED.
    """

    uid: str
    title: str
    changed: datetime
    at: datetime | None = None
    lasts: timedelta = timedelta(minutes=15)
    day: date | None = None
    until: date | None = None
    sequence: int = 0
    status: str = "CONFIRMED"
    text: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()


def write(events: Iterable[Event], *, name: str, refresh: timedelta = timedelta(minutes=15)) -> bytes:
    """A whole calendar. `refresh`: how often programs are asked to read it again (RFC 7986)."""
    minutes = f"PT{int(refresh.total_seconds() // 60)}M"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{minutes}", f"X-PUBLISHED-TTL:{minutes}"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_utc(event.changed)}"
    yield f"LAST-MODIFIED:{_utc(event.changed)}"
    yield f"SEQUENCE:{event.sequence}"
    if event.at is not None:
        yield f"DTSTART:{_utc(event.at)}"
        yield f"DTEND:{_utc(event.at + event.lasts)}"
    elif event.day is not None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{(event.until or event.day) + timedelta(days=1):%Y%m%d}"  # the end is exclusive
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escaped(event.title)}"
    yield f"STATUS:{event.status}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    if event.categories:
        yield "CATEGORIES:" + ",".join(escaped(each) for each in event.categories)
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A value of type TEXT (3.3.11). Control characters have no place in one and are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (_ESCAPES.get(sign, sign) for sign in plain if sign in "\n\t" or (sign >= " " and sign != "\x7f"))
    return "".join(kept)


def folded(line: str) -> bytes:
    """A line of at most 75 octets, gone on with in others that begin with a blank; no character is torn."""
    parts: list[bytes] = []
    part = b""
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if len(part) + len(octets) > _OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
