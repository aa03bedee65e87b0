"""What a person has saved, and which of the pieces on a page are new since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from pyroaring import BitMap

from curation.footage.models import SavedSearch

LISTED = 100
MARKED_FOR = 3600  # seconds that what was new at the last look is still marked


def own(user: Any) -> QuerySet[SavedSearch]:
    """The saved searches of one person; nobody else reads them."""
    if not user.has_perm("curation.view_footage"):
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(owner=user.pk, removed_at=None)


def listed(user: Any) -> QuerySet[SavedSearch]:
    """By name, without the bitmaps: they may be large."""
    return own(user).defer("seen").order_by("name", "pk")[:LISTED]


def bitmap(stored: bytes | memoryview | None) -> BitMap:
    """A stored set of footage; what cannot be read is taken for empty."""
    if not stored:
        return BitMap()
    try:
        return BitMap.deserialize(bytes(stored))
    except ValueError:
        return BitMap()


def marks_key(saved_id: int) -> str:
    return f"saved-search-new:{saved_id}"


def fresh_among(saved: SavedSearch, keys: Iterable[int]) -> set[int]:
    """Which of these pieces came after the last look, or were new at a look of the last hour."""
    marked = bitmap(cache.get(marks_key(saved.pk)))
    if saved.fresh:
        seen = bitmap(saved.seen)
        return {key for key in keys if key not in seen or key in marked}
    return {key for key in keys if key in marked}
