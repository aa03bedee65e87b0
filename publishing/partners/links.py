"""Signed links to the files of a copy: they end, can be taken back, and every use is counted and written down."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from curation import rates
from publishing.partners import copies, ledger
from publishing.partners.ledger import Kind, Origin
from publishing.partners.models import Copy
from publishing.partners.refusals import NotGiven

SALT = "publishing.partners.copy"
LASTS = 24 * 3600  # seconds of one link; the copy itself may end before or after
PLACES = 3  # addresses from which one copy may be fetched
A_MINUTE = 120  # requests with links from one address
PACKAGE = -1  # in the place of a file's number: all files together
LOOK_EVERY = 5.0  # seconds between two looks whether what is under way may go on


@dataclass(frozen=True)
class Link:
    """What an opened link leads to. file: None for the package."""

    copy: Copy
    file: dict[str, Any] | None

    @property
    def name(self) -> str:
        return str(self.file["name"]) if self.file else f"{copies.file_stem(self.copy)}.zip"


def address(copy: Copy, place: int) -> str:
    """A fresh link to a file, beneath PUBLIC_URL. place: its number in `Copy.files`, or PACKAGE."""
    token = signing.dumps([copy.pk.hex, place], salt=SALT, compress=False)
    name = Link(copy, copy.files[place] if place >= 0 else None).name
    return f"{settings.PUBLIC_URL}{reverse('portal:file', args=[token, name])}"


def opened(token: str, *, origin: Origin, start: int = 0) -> Link:
    """What a link leads to, if it may be had now. start: first byte asked for. Raises NotGiven, which is in the ledger.

    Nothing is told of a copy to whoever holds a link that was not signed here.
    """
    _count(origin)
    copy: Copy | None = None
    try:
        key, place = _read(token)
        copy = copies.with_related().filter(pk=key).first()
        if copy is None:
            raise NotGiven("link_damaged")
        _fresh(token)
        copies.still_allowed(copy)
        if place != PACKAGE and not 0 <= place < len(copy.files):
            raise NotGiven("file_gone")
        seen = ledger.places(copy.pk)
        if origin.address and origin.address not in seen and len(seen) >= PLACES:
            raise NotGiven("shared", {"limit": PLACES})
    except NotGiven as refusal:
        ledger.note(Kind.REFUSED, copy=copy, origin=origin, reason=refusal.code, start=start)
        raise
    link = Link(copy, None if place == PACKAGE else copy.files[place])
    ledger.note(Kind.RESUMED if start else Kind.FETCHED, copy=copy, origin=origin, file=link.name, start=start)
    return link


def _read(token: str) -> tuple[uuid.UUID, int]:
    """The content of a link that was signed here, however old. Raises NotGiven."""
    try:
        key, place = signing.loads(token, salt=SALT)
        return uuid.UUID(key), int(place)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotGiven("link_damaged") from None


def _fresh(token: str) -> None:
    try:
        signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise NotGiven("link_expired") from None


def _count(origin: Origin) -> None:
    asked = rates.asked_this_minute(f"partner-links:{origin.address}")
    if asked == A_MINUTE + 1:  # of many in a row one is written down
        ledger.note(Kind.REFUSED, origin=origin, reason="too_often")
    if asked > A_MINUTE:
        raise NotGiven("too_often")


def watched(pieces: Iterator[bytes], *, link: Link, origin: Origin) -> Iterator[bytes]:
    """The same pieces, broken off as soon as the copy may not be had any more. Looks every 5 seconds."""
    looked = time.monotonic()
    for piece in pieces:
        now = time.monotonic()
        if now - looked >= LOOK_EVERY:
            looked = now
            try:
                copies.still_allowed(copies.with_related().get(pk=link.copy.pk))
            except NotGiven as refusal:
                ledger.note(Kind.BROKEN_OFF, copy=link.copy, origin=origin, reason=refusal.code, file=link.name)
                raise ConnectionAbortedError(refusal.code) from None
        yield piece
