"""What the guard found: one frozen record each, with a sentence for people by code. Pure: no Django here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def gettext_noop(message: str) -> str:
    """Mark `message` for the translation catalogue and hand it back unchanged."""
    return message


MESSAGES: Mapping[str, str] = {
    "coordinates": gettext_noop("This gives coordinates: “%(found)s”. Name the area only."),
    "grid_coordinates": gettext_noop("This gives map coordinates: “%(found)s”. Name the area only."),
    "grid_reference": gettext_noop("This names a square of a map grid: “%(found)s”. Name the area only."),
    "place_code": gettext_noop("This is a code that leads to a place on a map: “%(found)s”. Take it out."),
    "map_link": gettext_noop("This links to a place on a map: “%(found)s”. Take it out."),
    "station_code": gettext_noop("This names a camera station: “%(found)s”. Take it out."),
    "place_name": gettext_noop("This names a place that is not to be known: “%(found)s”. Name the area only."),
    "camera_serial": gettext_noop("This gives a camera's serial number: “%(found)s”. Take it out."),
    "month": gettext_noop("This tells the month: “%(found)s”. Name the year only."),
    "date": gettext_noop("This tells the day: “%(found)s”. Name the month or the year only."),
    "hour": gettext_noop("This tells the hour: “%(found)s”. Name the time of day or the season only."),
    "data_stream": gettext_noop("The file carries a track of data that nobody plays: “%(found)s”. Take it out."),
    "strip_shown": gettext_noop(
        "%(found)s shows what the camera's maker printed into the picture: camera, day, hour. "
        "Crop or blur it in the studio."
    ),
    "metadata_location": gettext_noop("The file's metadata hold a location in “%(found)s”. Take it out."),
}
"""A sentence by code; `found` is what was found, as it was written."""


@dataclass(frozen=True)
class Finding:
    """Something that must not leave.

    `code` is a key of MESSAGES and `params` fills its sentence. `where` is what the caller said was looked at, such as
    `caption:en:3`, with the key appended for metadata. `excerpt` shows the find in its surroundings.
    """

    code: str
    where: str
    excerpt: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return MESSAGES[self.code] % self.params
