"""Where an audience lives, told by its time zone: the table of the IANA database (zone1970.tab)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = (files("tzdata") / "zoneinfo" / "zone1970.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    found = {row[2]: tuple(row[0].split(",")) for row in rows}
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    # The older table names one country for zones that the newer one has put together with others.
    single = {
        row[2]: (row[0],) for row in (line.split("\t") for line in text.splitlines() if line[:1] not in ("", "#"))
    }
    return {**found, **single}


def country_of(zone_name: str) -> str:
    """ISO 3166 alpha-2 of the place that a zone is named after (`CN` for Asia/Shanghai); "" where there is none."""
    return next(iter(_table().get(zone_name, ())), "")


@cache
def country_codes() -> frozenset[str]:
    """Every country of the table."""
    return frozenset(code for codes in _table().values() for code in codes)
