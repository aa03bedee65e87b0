"""Locations in a file's metadata: by what a key is called, and by what any value says. Pure: no Django here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from publishing.guard.findings import Finding
from publishing.guard.texts import find_locations

LONGEST = 120  # characters of a value that an excerpt shows

# EXIF and XMP `GPS*`, QuickTime `©xyz` and `com.apple.quicktime.location.*`, 3GPP `loci`, IPTC city, sublocation and
# LocationCreated, Darwin Core decimalLatitude and locality, Camtrap DP latitude and locationName.
_KEY = re.compile(
    r"gps|latitude|longitude|(?:^|[^a-z])(?:lat|lon|lng|long)$|location|iso6709|xyz$|^loci$|geo(?:tag|hash|point|code|$)"
    r"|altitude|coordinate|^city$|:city$|locality|province-?state|plus-?code|what3words|mapdatum|mgrs"
    r"|(?:^|[^a-z])utm(?:[^a-z]?(?:zone|easting|northing|[xyen]))?$",
    re.IGNORECASE,
)
_HARMLESS = re.compile(r"translation|allocation|relocation|chroma_?-?location", re.IGNORECASE)


def find_in_metadata(
    metadata: Mapping[str, Any], *, where: str = "metadata", codes: Iterable[str] = (), places: Iterable[str] = ()
) -> list[Finding]:
    """Locations in nested metadata. `where` gets the path of the key, as in `metadata.exif.GPSLatitude`.

    A key that names a location counts with any value but an empty one; other values are read as text.
    """
    codes, places = tuple(codes), tuple(places)
    found: list[Finding] = []
    for key, value in metadata.items():
        found.extend(_look(str(key), value, where=f"{where}.{key}", codes=codes, places=places))
    return found


def _look(key: str, value: Any, *, where: str, codes: tuple[str, ...], places: tuple[str, ...]) -> list[Finding]:
    if value is None or value == "" or value == b"" or value == {} or value == []:
        return []
    if _KEY.search(key) and not _HARMLESS.search(key):
        return [Finding("metadata_location", where, f"{key}: {str(value)[:LONGEST]}", {"found": key})]
    if isinstance(value, Mapping):
        return find_in_metadata(value, where=where, codes=codes, places=places)
    if isinstance(value, list | tuple):
        return [
            finding
            for index, item in enumerate(value)
            for finding in _look("", item, where=f"{where}[{index}]", codes=codes, places=places)
        ]
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return find_locations(text, where=where, codes=codes, places=places)
