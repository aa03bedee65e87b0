"""Geohashes, which look like any code: one counts when it points into the region. Pure: no Django here."""

from __future__ import annotations

import re

from publishing.guard.region import REGION_LATITUDE, REGION_LONGITUDE

_ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
GEOHASH = re.compile(r"(?<![\w.@#/-])(?=[a-z]{0,12}\d)(?=\d{0,12}[a-z])[0-9b-hjkmnp-z]{6,12}(?![\w-])")
"""Six characters (about a kilometre) and more, small letters and digits mixed."""


def in_region(code: str) -> bool:
    """Does the cell's middle lie about the park? `code` is of the geohash alphabet (Niemeyer 2008)."""
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]  # longitude takes the first bit
    for place in range(len(code) * 5):
        low, high = ranges[place % 2]
        bit = _ALPHABET.index(code[place // 5]) >> (4 - place % 5) & 1
        ranges[place % 2][1 - bit] = (low + high) / 2
    longitude, latitude = (sum(each) / 2 for each in ranges)
    return REGION_LATITUDE[0] <= latitude <= REGION_LATITUDE[1] and (
        REGION_LONGITUDE[0] <= longitude <= REGION_LONGITUDE[1]
    )
