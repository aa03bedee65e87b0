"""Which footage an edit is of: chosen by hand, or everything that a search finds for this person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from pyroaring import BitMap

from curation.footage import search
from curation.footage.bulk.errors import BulkError
from curation.footage.models import Footage
from curation.footage.query import parse
from curation.footage.selectors import visible_to
from curation.search.errors import SearchError

LARGEST = 2**32
TAGGABLE = (Footage.State.READY, Footage.State.CATALOGUED, Footage.State.QUARANTINED)


def allowed(user: Any, *, tags: bool) -> QuerySet[Footage]:
    """Footage that this person may change; what cannot be looked at cannot be tagged either."""
    visible = visible_to(user)
    return visible.filter(state__in=TAGGABLE) if tags else visible


def among(keys: list[int], *, user: Any, tags: bool) -> list[int]:
    """Those of these pieces that this person may change.""" ""
    return within(allowed(user, tags=tags), keys)


def within(footage: QuerySet[Footage], keys: list[int]) -> list[int]:
    """Those of these pieces that are also among `footage`. One array instead of ten thousand parameters."""
    found = footage.order_by().extra(where=["curation_footage.id = ANY(%s)"], params=[keys])
    return list(found.values_list("pk", flat=True))


def chosen(ids: Iterable[Any]) -> BitMap:
    """Keys as a page sends them; what is no key is left out."""
    return BitMap([key for key in ids if isinstance(key, int) and not isinstance(key, bool) and 0 < key < LARGEST])


def keys_of(query: str, *, user: Any) -> BitMap:
    """Everything that a querystring of the library finds for this person.

    Raises BulkError where a part of it cannot be read: then more would be changed than was meant.
    """
    parsed = parse(QueryDict(query))
    if parsed.ignored:
        raise BulkError("search_changed", what=", ".join(parsed.ignored.values()))
    try:
        return search.keys(parsed.query, search.Reader(user))
    except SearchError as error:
        raise BulkError("not_searched") from error


def pack(keys: BitMap) -> bytes:
    return bytes(keys.serialize())


def unpack(kept: bytes | memoryview) -> BitMap:
    return BitMap.deserialize(bytes(kept)) if kept else BitMap()


def chunks(keys: BitMap, *, first: int, size: int) -> Iterator[list[int]]:
    """The keys in order from place `first` on, `size` at a time."""
    for start in range(first, len(keys), size):
        yield list(keys[start : start + size])
