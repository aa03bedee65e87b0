"""Work in batches of like lengths: little padding, no batch too large."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def by_length(items: Sequence[Item], *, length: Callable[[Item], int], rows: int, tokens: int) -> Iterator[list[Item]]:
    """Shortest first, at most `rows` items and `tokens` of padded length in a batch, and always at least one item."""
    batch: list[Item] = []
    for item in sorted(items, key=length):
        if batch and (len(batch) >= rows or (len(batch) + 1) * length(item) > tokens):
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch
