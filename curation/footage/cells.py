"""Stations on a map, at the precision that the reader may see.

Who sees exact places gets stations. Everybody else gets cells of a fixed grid: no codes, no keys, no coordinates of any
station. The cell's size depends on the most sensitive animal ever found at the station, never on what is searched for:
otherwise a search for a common animal would tell a finer place than a search for a tiger at the same camera. Cells are
fixed, never randomised (Chapman 2020, Current Best Practices for Generalizing Sensitive Species Occurrence Data), and
coarser than what is recommended there for publication, because a cell also betrays where a camera hangs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import cache

from curation.footage import search
from curation.footage.models import Station
from curation.footage.query import FootageQuery
from curation.species.selectors import taxa_by_key

DEGREES = {1: 0.4, 2: 0.2, 3: 0.1, 4: 0.1}
"""Size of a cell by category of sensitivity (1 is the highest); where no animal is known yet, as for the highest.

Each size is a multiple of the next, so that cells of two times cannot be cut with each other to something finer."""

STRICTEST = 1
KEPT = 600  # seconds that the categories of the stations are kept
CACHE_KEY = "footage-map-sensitivity"


@dataclass
class _Cell:
    count: int = 0
    zones: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def places(query: FootageQuery, reader: search.Reader) -> dict[str, Any]:
    """What a map draws of a search: `stations` for those who may see them, `cells` for the others; pieces by zone, and
    pieces whose place nobody knows. Raises search.SearchError."""
    counts = search.by_station(query, reader)
    rows = list(Station.objects.values_list("pk", "code", "name", "zone", "latitude", "longitude"))
    zones: dict[str, int] = defaultdict(int)
    for pk, _code, _name, zone, _latitude, _longitude in rows:
        if counts.get(pk):
            zones[zone] += counts[pk]
    told: dict[str, Any] = {
        "exact": reader.places,
        "zones": [{"zone": zone, "count": count} for zone, count in sorted(zones.items(), key=lambda pair: -pair[1])],
    }
    placed = [
        (pk, code, name, zone, latitude, longitude)
        for pk, code, name, zone, latitude, longitude in rows
        if latitude is not None and longitude is not None
    ]
    told["unplaced"] = search.total(query, reader) - sum(counts.get(row[0], 0) for row in placed)
    if reader.places:
        told["stations"] = [
            {"code": code, "name": name, "zone": zone, "latitude": lat, "longitude": lon, "count": counts.get(pk, 0)}
            for pk, code, name, zone, lat, lon in placed
        ]
    else:
        told["cells"] = cells([(pk, zone, lat, lon) for pk, _code, _name, zone, lat, lon in placed], counts)
    return told


def cells(stations: list[tuple[int, str, float, float]], counts: Mapping[int, int]) -> list[dict[str, Any]]:
    """Cells with footage, the most first: south-west corner and size in degrees, pieces, zones."""
    category = sensitivities()
    made: dict[tuple[float, int, int], _Cell] = defaultdict(_Cell)
    for pk, zone, latitude, longitude in stations:
        count = counts.get(pk, 0)
        if not count:
            continue
        size = DEGREES[category.get(pk, STRICTEST)]
        cell = made[size, math.floor(longitude / size), math.floor(latitude / size)]
        cell.count += count
        cell.zones[zone] += count
    return [
        {
            "west": round(column * size, 6),
            "south": round(row * size, 6),
            "size": size,
            "count": cell.count,
            "zones": sorted(cell.zones, key=lambda zone: -cell.zones[zone]),
        }
        for (size, column, row), cell in sorted(made.items(), key=lambda pair: -pair[1].count)
    ]


def sensitivities() -> dict[int, int]:
    """For each station the category of the most sensitive animal found there, by its key. Raises search.SearchError."""
    kept = cache.get(CACHE_KEY)
    if kept is not None:
        return dict(kept)
    found: dict[int, int] = {}
    for category in (4, 3, 2, 1):
        names = tuple(one.scientific_name for one in taxa_by_key().values() if one.sensitivity == category)
        if not names:
            continue
        asked = FootageQuery(species=names)
        for state in ("", "quarantined", "withdrawn"):
            at = search.by_station(replace(asked, state=state), search.SYSTEM)
            found.update((station, category) for station, count in at.items() if count)
    cache.set(CACHE_KEY, found, KEPT)
    return found
