"""Hours in named time zones. A local hour may not exist, or exist twice, when clocks are changed: both are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_OLD_NAMES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


class UnknownZone(ValueError):
    """A time zone that is not in the IANA database."""


@dataclass(frozen=True)
class HourMissing(Exception):
    """Clocks are put forward over this local hour. `after` is the first local hour that exists again (naive)."""

    local: datetime
    zone: str
    after: datetime


@dataclass(frozen=True)
class HourTwice(Exception):
    """Clocks are put back over this local hour: `first` and `second` are the two moments (aware, UTC)."""

    local: datetime
    zone: str
    first: datetime
    second: datetime


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Asia/Shanghai`. Raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(name) from None


def moment(local: datetime, *, zone_name: str, second: bool | None = None) -> datetime:
    """The UTC moment of a naive local hour.

    `second` chooses between the two moments of an hour that exists twice; without it HourTwice is raised. Raises
    HourMissing for an hour that clocks skip, UnknownZone, and ValueError for an hour that has a zone already.
    """
    if local.tzinfo is not None:
        raise ValueError("a local hour has no zone of its own")
    place = zone(zone_name)
    first = local.replace(tzinfo=place, fold=0)
    later = local.replace(tzinfo=place, fold=1)
    if first.utcoffset() == later.utcoffset():
        return first.astimezone(UTC)
    if _exists(first):
        if second is None:
            raise HourTwice(local, zone_name, first.astimezone(UTC), later.astimezone(UTC))
        return (later if second else first).astimezone(UTC)
    raise HourMissing(local, zone_name, _after_gap(local, place))


def _exists(aware: datetime) -> bool:
    there_and_back = aware.astimezone(UTC).astimezone(aware.tzinfo)
    return there_and_back.replace(tzinfo=None, fold=0) == aware.replace(tzinfo=None, fold=0)


def _after_gap(local: datetime, place: ZoneInfo) -> datetime:
    """The same distance behind the gap as clocks would show: 02:30 becomes 03:30 where 02:00 is put to 03:00."""
    before = local.replace(tzinfo=place, fold=0)
    return before.astimezone(UTC).astimezone(place).replace(tzinfo=None, fold=0)


def local_hour(at: datetime, *, zone_name: str) -> datetime:
    """An aware moment as the clocks of a zone show it (aware). Raises UnknownZone."""
    return at.astimezone(zone(zone_name))


def offset_label(at: datetime, *, zone_name: str) -> str:
    """`UTC+8` or `UTC-3:30` at that moment."""
    offset = local_hour(at, zone_name=zone_name).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "")


@cache
def zone_names() -> tuple[str, ...]:
    """All zones that name a place, in alphabetical order, and UTC."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(_OLD_NAMES))
    return ("UTC", *places)
