"""One thing that a file tells besides its pictures and sound, and what sort of thing it is."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.video.limits import Limits
from curation.video.running.isolation import ask
from curation.video.running.supervision import Cancelled

# By the name it stands under, the first that fits; the names are those of ffmpeg, QuickTime, RIFF, ID3 and XMP.
KINDS = (
    (
        "place",
        r"location|gps|geo|lati|longi|altitude|iso6709|\bxyz\b|©xyz|\bloci\b|camm|gpmd|gpmf|telemetry|country|city"
        r"|region|sublocation|\bmebx\b|SEI registered",
    ),
    (
        "person",
        r"artist|author|owner|copyright|©(?:art|aut|cpy|prd|dir|prf)|director|producer|performer|creator|contact"
        r"|\bIART\b|\bICOP\b|\bIENG\b|\bITCH\b|person|publisher|album|composer|rights|credit",
    ),
    ("time", r"creation|date|time|\bday\b|©day|tmcd|clock|\bIDIT\b|\bICRD\b|\bISMP\b|\bprft\b|encodingtime"),
    (
        "device",
        r"make|model|serial|firmware|software|encoder|camera|device|lens|hardware|©(?:mak|mod|swr|too)|\bISFT\b"
        r"|\bFIRM\b|\bLENS\b|\bCAME\b|\bMUID\b|manufacturer|android"
        r"|compressor|vendor|handler|user data|JPEG (?:comment|APP)|\bJUNK\b|\bstrd\b|\bstrn\b",
    ),
    (
        "words",
        r"title|comment|description|keyword|synopsis|subtitle|chapter|chpl"
        r"|first words|\bICMT\b|\bINAM\b|\bISBJ\b|\bIKEY\b|©",
    ),
)
# ISO 6709, as phones write it, or the names that XMP and Exif give to places.
PLACE_VALUE = re.compile(r"[+-]\d{1,2}\.\d{2,}[+-]\d{1,3}\.\d{2,}|GPSL|GPSA|(?i:latitude)|(?i:geotag)")
TELL_LIMITS = Limits(cpu=120, wall=120.0)


@dataclass(frozen=True)
class Tell:
    """where: the part of the file (container, a stream, a box's path, the pictures). key: the name it has there.

    value: its text as far as it is one, at most 2,000 characters. kind: place, person, time, device, words or other.
    """

    where: str
    key: str
    value: str
    kind: str

    def to_dict(self) -> dict[str, str]:
        """As JSON values."""
        return dataclasses.asdict(self)


def kind_of(key: str, value: str) -> str:
    """What sort of thing a value under `key` is, best guess first that would harm most."""
    if PLACE_VALUE.search(value):
        return "place"
    for kind, pattern in KINDS:
        if re.search(pattern, key, re.IGNORECASE):
            return kind
    return "other"


@dataclass(frozen=True)
class Examination:
    """tells: all that is not plainly technical. streams: each one's index, type, codec and further facts."""

    tells: tuple[Tell, ...]
    streams: tuple[dict[str, Any], ...]
    needles: tuple[bytes, ...]


def examine(path: Path, *, limits: Limits = TELL_LIMITS, cancelled: Cancelled | None = None) -> Examination:
    """Everything that `path` tells of place, person, time or device, or could, and what its streams are.

    Of what lies between the coded pictures the first few hundred are read. `needles` are bytes that a copy without
    the tells cannot hold. Raises VideoError `missing`, `empty_file`, `not_a_video`, `truncated`, `timed_out`,
    `out_of_memory`, `cancelled`.
    """
    told = ask("tells", path, limits=limits, cancelled=cancelled)
    return Examination(
        tells=tuple(_tell(values) for values in told["tells"]),
        streams=tuple(told["streams"]),
        needles=tuple(bytes.fromhex(needle) for needle in told["needles"]),
    )


def _tell(values: dict[str, Any]) -> Tell:
    return Tell(
        values["where"], values["key"], values["value"], kind_of(f"{values['where']} {values['key']}", values["value"])
    )
