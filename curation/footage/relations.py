"""Finds out what footage belongs to, once it is read or what is known of it has changed."""

from __future__ import annotations

from collections.abc import Collection

from curation.footage.duplicates.grouping import place
from curation.footage.events.grouping import group


def relate(footage_ids: Collection[int]) -> None:
    """Put footage into its event and its group of near duplicates. Safe to repeat.

    To be called after reading, importing, and whenever capture time, station or fingerprint have changed. For more
    than a few thousand pieces note `events.windows` and call `events.due.begin`.
    """
    group(footage_ids=footage_ids)
    place(footage_ids)
