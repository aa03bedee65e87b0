"""A number for each piece of footage, ready for ranges and for "the first 24 from here".

Bitmaps stand for buckets of the number's leading bits, coarse over fine, like the digits of a number. A range is the
union of the few largest buckets that fill it; the top of a large result is found by walking buckets from the highest,
and only the handful of pieces in the last bucket is sorted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search.bitmaps import Ids, bitmap, groups, grown, ids_of, put_in, union

_FEW = 20_000
"""So many pieces are sorted at once rather than divided further."""

Cursor = tuple[int, int]
"""(value, id) of the last piece of the page before."""


class Ordering:
    """`shifts` are the sizes of the buckets as powers of two, finest first. Value 0 is "unknown" and sorts last."""

    def __init__(self, *, dtype: type, shifts: tuple[int, ...]) -> None:
        self.column: NDArray = np.zeros(0, dtype)
        self.shifts = shifts
        self.levels: list[dict[int, BitMap]] = [{} for _ in shifts]

    def grow(self, size: int) -> None:
        self.column = grown(self.column, size=size)

    def replace(self, ids: Ids, values: NDArray, *, known: BitMap) -> None:
        """Give each id its new value. `known` are the ids among them that have one already."""
        old, new = self.column[ids], values.astype(self.column.dtype)
        had = _among(ids, known)
        moved = (old != new) | ~had
        ids, old, new, had = ids[moved], old[moved], new[moved], had[moved]
        for shift, level in zip(self.shifts, self.levels, strict=True):
            crossed = (old >> shift != new >> shift) | ~had
            for bucket, part in groups(old[crossed & had] >> shift, ids[crossed & had]):
                level[bucket] -= bitmap(part)
                if not level[bucket]:
                    del level[bucket]
            for bucket, part in groups(new[crossed] >> shift, ids[crossed]):
                put_in(level, bucket, bitmap(part))
        self.column[ids] = new

    def remove(self, ids: Ids) -> None:
        """Take out ids that have a value."""
        for shift, level in zip(self.shifts, self.levels, strict=True):
            for bucket, part in groups(self.column[ids] >> shift, ids):
                level[bucket] -= bitmap(part)
                if not level[bucket]:
                    del level[bucket]
        self.column[ids] = 0

    def between(self, low: int, high: int) -> BitMap:
        """Pieces with low <= value < high."""
        if low >= high:
            return BitMap()
        parts: list[BitMap] = []
        self._gather(parts, low=low, high=high, level=len(self.shifts) - 1)
        return union(parts)

    def _gather(self, parts: list[BitMap], *, low: int, high: int, level: int) -> None:
        shift, buckets = self.shifts[level], self.levels[level]
        first, last = -(-low >> shift) if low & ((1 << shift) - 1) == 0 else (low >> shift) + 1, high >> shift
        if first <= last:
            parts += [bits for bucket, bits in buckets.items() if first <= bucket < last]
        for edge in {low >> shift, high >> shift}:
            start, end = max(low, edge << shift), min(high, (edge + 1) << shift)
            if start >= end or first <= edge < last or edge not in buckets:
                continue
            if level:
                self._gather(parts, low=start, high=end, level=level - 1)
            else:
                ids = ids_of(buckets[edge])
                values = self.column[ids]
                parts.append(bitmap(ids[(values >= start) & (values < end)]))

    def top(self, among: BitMap, *, size: int, after: Cursor | None = None) -> Ids:
        """The `size` pieces of `among` with the highest (value, id), highest first; strictly below `after`."""
        found: list[Ids] = []
        if len(among) <= _FEW:
            self._sorted(found, among, size=size, after=after)
        else:
            top = len(self.shifts) - 1
            self._walk(found, among, buckets=sorted(self.levels[top], reverse=True), size=size, after=after, level=top)
        return np.concatenate(found)[:size] if found else np.zeros(0, np.uint32)

    def _walk(
        self, found: list[Ids], among: BitMap, *, buckets: list[int], size: int, after: Cursor | None, level: int
    ) -> None:
        shift = self.shifts[level]
        start = None if after is None else after[0] >> shift
        for bucket in buckets:
            if start is not None and bucket > start:
                continue
            wanted = size - sum(map(len, found))
            if wanted <= 0:
                return
            here = among & self.levels[level][bucket]
            if not here:
                continue
            if level and len(here) > _FEW:
                finer = self.levels[level - 1]
                width = 1 << (shift - self.shifts[level - 1])
                inside = [child for child in range((bucket + 1) * width - 1, bucket * width - 1, -1) if child in finer]
                self._walk(found, here, buckets=inside, size=size, after=after, level=level - 1)
            elif shift == 0 or (bucket == 0 and self._one_value(here)):
                self._by_id(found, here, value=bucket, size=wanted, after=after)
            else:
                self._sorted(found, here, size=wanted, after=after)

    def _one_value(self, here: BitMap) -> bool:
        """Whether the lowest bucket holds only what has no value: millions may tie there."""
        return len(here) > _FEW and not self.column[ids_of(here)].any()

    def _by_id(self, found: list[Ids], here: BitMap, *, value: int, size: int, after: Cursor | None) -> None:
        end = len(here)
        if after is not None and after[0] == value:
            end = here.rank(after[1]) - (after[1] in here)
        if end > 0:
            found.append(ids_of(here[max(0, end - size) : end])[::-1])

    def _sorted(self, found: list[Ids], here: BitMap, *, size: int, after: Cursor | None) -> None:
        ids = ids_of(here)
        keys = self.column[ids].astype(np.uint64) << np.uint64(32) | ids
        if after is not None:
            keys = keys[keys < np.uint64(after[0] << 32 | after[1])]
        if len(keys) > size:
            keys = np.partition(keys, len(keys) - size)[len(keys) - size :]
        if len(keys):
            found.append((np.sort(keys)[::-1] & np.uint64(0xFFFFFFFF)).astype(np.uint32))


def _among(ids: Ids, known: BitMap) -> NDArray[np.bool_]:
    """Which of the ids are in `known`."""
    return np.isin(ids, ids_of(known & bitmap(ids)), assume_unique=True)
