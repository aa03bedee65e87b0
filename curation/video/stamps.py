"""Date stamps as cameras, phones and people write them: in tags, in file names, on folders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

# Best first: Apple's tag alone carries the camera's own offset; `creation_time` is UTC, or pretends to be.
TAG_NAMES = (
    *("com.apple.quicktime.creationdate", "creation_time", "date_recorded", "date_digitized", "datetimeoriginal"),
    *("wm/encodingtime", "icrd", "idit", "date"),
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august"),
            *("sep sept september", "oct october", "nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}
YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
CLOCK = r"(?P<hour>[0-2][0-9])(?P<gap>[-:._h]?)(?P<minute>[0-5][0-9])(?:(?P=gap)|[-:._m])(?P<second>[0-5][0-9])"
NOT_DIGIT_BEFORE = r"(?<![0-9])"
NOT_DIGIT_AFTER = r"(?![0-9])"
DATES = (
    rf"{YEAR}(?P<month>[01][0-9])(?P<day>[0-3][0-9])",
    rf"{YEAR}(?P<mark>[-_. :/])(?P<month>[01]?[0-9])(?P=mark)(?P<day>[0-3]?[0-9])",
    rf"{YEAR}\s*年\s*(?P<month>[01]?[0-9])\s*月\s*(?P<day>[0-3]?[0-9])\s*日?",
    rf"(?P<day>[0-3]?[0-9])(?P<mark>[-_. /])(?P<month>[0-3]?[0-9])(?P=mark){YEAR}",
    rf"(?P<day>[0-3]?[0-9])[-_. ]?(?P<name>[A-Za-z]{{3,9}})[-_. ,]*{YEAR}",
    rf"{YEAR}[-_. ]?(?P<name>[A-Za-z]{{3,9}})[-_. ]?(?P<day>[0-3]?[0-9])",
)
STAMPS = tuple(
    re.compile(NOT_DIGIT_BEFORE + date + rf"(?:[-_ T]{{0,3}}{CLOCK})?" + NOT_DIGIT_AFTER, re.ASCII) for date in DATES
)
DAYS_ONLY = tuple(re.compile(NOT_DIGIT_BEFORE + date + NOT_DIGIT_AFTER, re.ASCII) for date in DATES)
# "WED MAY 16 11:26:34 2018", which AVI cameras write into IDIT.
C_TIME = re.compile(
    r"[A-Za-z]{3}\s+([A-Za-z]{3})\s+([0-9]{1,2})\s+([0-9]{2}):([0-9]{2}):([0-9]{2})\s+([0-9]{4})", re.ASCII
)


@dataclass(frozen=True)
class Stamp:
    """A date read out of a text; `exact` when it holds the time of day too."""

    value: datetime
    exact: bool


def written_stamp(text: str) -> Stamp | None:
    """The first date in `text`, with the time of day if that follows it; None if there is none. Never raises."""
    found = [stamp for stamp in (_first(pattern, text) for pattern in (*STAMPS, *DAYS_ONLY)) if stamp is not None]
    return next((stamp for stamp in found if stamp.exact), found[0] if found else None)


def _first(pattern: re.Pattern[str], text: str) -> Stamp | None:
    for match in pattern.finditer(text[:1000]):
        stamp = _stamp(match.groupdict())
        if stamp is not None:
            return stamp
    return None


def _stamp(parts: dict[str, str | None]) -> Stamp | None:
    month = MONTHS.get(str(parts["name"]).lower(), 0) if parts.get("name") else int(parts["month"] or 0)
    day = int(parts["day"] or 0)
    if month > 12 >= day:  # 06-14-2013: only read as month first where day first cannot be
        month, day = day, month
    exact = parts.get("hour") is not None
    try:
        value = datetime(
            *(int(parts["year"] or 0), month, day),
            *((int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts["second"] or 0)) if exact else ()),
        )
    except ValueError:
        return None
    return Stamp(value, exact)


def container_time(tags: Mapping[str, str]) -> datetime | None:
    """The moment of recording that a container's tags tell, aware if they give a zone; None if they do not.

    Stream tags (`video:0:creation_time`) are asked after the container's own. Never raises.
    """
    by_name: dict[str, list[str]] = {}
    for key, value in tags.items():
        by_name.setdefault(key.rpartition(":")[2].lower(), []).append(value)
    for name in TAG_NAMES:
        for value in by_name.get(name, []):
            moment = _moment(value.strip())
            if moment is not None:
                return moment
    return None


def _moment(text: str) -> datetime | None:
    if len(text) < 10 or not text.isascii():
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    spelled = C_TIME.search(text)
    if spelled:
        name, day, hour, minute, second, year = spelled.groups()
        try:
            return datetime(int(year), MONTHS.get(name.lower(), 0), int(day), int(hour), int(minute), int(second))
        except ValueError:
            return None
    stamp = written_stamp(text)
    return stamp.value if stamp else None


def in_utc(value: datetime) -> datetime:
    """An aware `value` in UTC; a naive one as it is. OverflowError at the edges of the calendar."""
    return value if value.tzinfo is None else value.astimezone(UTC)
