"""How a file is called and where it came from, made fit to be kept."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from django.core.cache import cache
from django.db.models import Count, Max

from curation.footage.models import Station

LONGEST_TAG = 200
KEPT = 600  # seconds that it is known whether a tag tells a place
# Decimal degrees, degrees with their sign, MGRS, UTM pairs.
COORDINATE = re.compile(
    r"\d{1,3}[.,]\d{3,}|\d{1,3}\s*°|\b\d{1,2}[A-Z]{3}\d{4,10}\b|(?<!\d)\d{6,7}[ _,;-]+\d{6,7}(?!\d)"
)


# A position as ISO 6709 writes it, which is how phones and some cameras put it into MP4 and MOV files.
ISO_6709 = re.compile(r"[+-]\d{1,6}(?:\.\d+)?[+-]\d{1,7}(?:\.\d+)?")
PLACE_KEYS = ("location", "gps", "xyz", "geotag", "latitude", "longitude")


def presentable(name: str) -> str:
    """A name as text that a database takes: bytes that are no UTF-8 become U+FFFD, NUL goes; all else stays."""
    return os.fsencode(name).decode("utf-8", "replace").replace("\0", "") if name else ""


def printable(name: str) -> str:
    """A name on one line: control characters are shown as escapes."""
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"}
        else character
        for character in name
    )


def folder_parts(folder: str) -> tuple[str, ...]:
    """The names of a relative folder, outermost first; `..`, `.` and roots are dropped."""
    parts = PurePosixPath(presentable(folder).replace("\\", "/")).parts
    return tuple(part for part in parts if part not in {"", ".", "..", "/"} and not part.endswith(":"))


def tells_place(metadata: Mapping[str, str]) -> bool:
    """Whether a file's own metadata say where it was filmed: by their key, as a position, or by a station's code."""
    if any(word in key.casefold() for key in metadata for word in PLACE_KEYS):
        return True
    values = [value.casefold() for value in metadata.values()]
    places = _places()
    return any(ISO_6709.search(value) or any(place in value for place in places) for value in values)


def _places() -> list[str]:
    return [text.casefold() for row in Station.objects.values_list("code", "name") for text in row if len(text) > 1]


def public_tags(tags: Sequence[str]) -> list[str]:
    """Tags without those that tell an exact place: a station's code or name, or a coordinate. Each once, in order."""
    return place_tags()(tags)


def publicly(tags: list[str]) -> list[str]:
    """`public_tags` of tags that are met again and again: comparing with the names of all stations is slow, so each
    verdict is kept until there are other stations."""
    state = Station.objects.aggregate(last=Max("pk"), number=Count("pk"))
    keys = {f"public-tag:{state['last']}:{state['number']}:{_digest(tag)}": tag for tag in tags}
    verdicts = cache.get_many(keys)
    asked = {key: tag for key, tag in keys.items() if key not in verdicts}
    if asked:
        public = set(public_tags(list(asked.values())))
        fresh = {key: tag in public for key, tag in asked.items()}
        cache.set_many(fresh, KEPT)
        verdicts |= fresh
    return [tag for key, tag in keys.items() if verdicts[key]]


def _digest(tag: str) -> str:
    return hashlib.blake2b(tag.encode(), digest_size=12).hexdigest()


def place_tags() -> Callable[[Sequence[str]], list[str]]:
    """`public_tags` for many files at once: the stations are asked for now, and each tag is looked at once."""
    places = _places()

    @functools.cache
    def tells(tag: str) -> bool:
        return bool(COORDINATE.search(tag)) or any(place in tag.casefold() for place in places)

    def clean(tags: Sequence[str]) -> list[str]:
        named = dict.fromkeys(presentable(tag).strip()[:LONGEST_TAG] for tag in tags)
        return [tag for tag in named if tag and not tells(tag)]

    return clean
