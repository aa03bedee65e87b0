"""Locations in a text, in any of our languages. Pure: no Django here."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote_plus

from publishing.guard import coordinates, devices, moments
from publishing.guard.coordinates import Span
from publishing.guard.findings import Finding
from publishing.guard.folding import Folded, fold
from publishing.guard.listed import watchlist


def find_locations(
    text: str, *, where: str = "text", codes: Iterable[str] = (), places: Iterable[str] = ()
) -> list[Finding]:
    """Everything in `text` that tells where an animal lives, in the order in which it stands there.

    Coordinates (decimal, degrees and minutes, UTM, MGRS, Gauss-Krüger, map sheets, plus codes, geohashes), links to
    maps, serial numbers, and the station `codes` and `places` that the caller lists. Full-width and other digits,
    accents, case and invisible characters make no difference. `where` is handed through to the findings.
    """
    folded = fold(text)
    found = [*coordinates.spans(folded), *devices.spans(folded), *watchlist(tuple(codes), tuple(places)).spans(folded)]
    return _told(found, folded=folded, where=where)


def find_moments(text: str, *, finest: str, where: str = "text") -> list[Finding]:
    """Dates and hours in `text` that tell more than `finest`, one of moments.FINEST. Raises KeyError for another."""
    folded = fold(text)
    return _told(moments.spans(folded, finest=finest), folded=folded, where=where)


def find_in_name(
    name: str, *, where: str = "file_name", codes: Iterable[str] = (), places: Iterable[str] = (), finest: str = "hour"
) -> list[Finding]:
    """The same of a file's name: percent signs are resolved, and `_` stands between words there."""
    words = unquote_plus(name).replace("_", " ")
    return [
        *find_locations(words, where=where, codes=codes, places=places),
        *find_moments(words, finest=finest, where=where),
    ]


def _told(found: Iterable[Span], *, folded: Folded, where: str) -> list[Finding]:
    apart = sorted(_apart(found, length=len(folded.text)), key=lambda span: span.start)
    return [_finding(span, folded=folded, where=where) for span in apart]


def _apart(found: Iterable[Span], *, length: int) -> list[Span]:
    """The widest of spans that overlap; at the same width the earlier, surer kind."""
    covered = bytearray(length)
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: span.start - span.end):
        if not any(covered[span.start : span.end]):
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return kept


def _finding(span: Span, *, folded: Folded, where: str) -> Finding:
    found = folded.found(start=span.start, end=span.end)
    return Finding(span.code, where, folded.excerpt(start=span.start, end=span.end), {"found": found})
