"""Roaring bitmaps and numpy arrays: the few moves between them that the whole index is built of."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

Ids = NDArray[np.uint32]
"""Footage ids, ascending and without doubles."""

_BLOCK = 1 << 16


def bitmap(ids: NDArray) -> BitMap:
    """The bitmap of these ids. By way of `array`: pyroaring reads that ten times faster than a numpy array."""
    return BitMap(array("I", np.ascontiguousarray(ids, dtype=np.uint32).tobytes()))


def ids_of(bits: BitMap) -> Ids:
    """The ids in a bitmap, ascending."""
    return np.frombuffer(bits.to_array(), dtype=np.uint32) if bits else np.zeros(0, np.uint32)


def union(bitmaps: Iterable[BitMap]) -> BitMap:
    """All that is in any of them; a new bitmap, also for none or one."""
    several = [bits for bits in bitmaps if bits]
    if len(several) > 1:
        return BitMap.union(*several)
    return several[0].copy() if several else BitMap()


def any_of(bitmaps: Iterable[BitMap]) -> BitMap:
    """As `union`, but perhaps the very bitmap that was given: for reading only."""
    several = [bits for bits in bitmaps if bits]
    return several[0] if len(several) == 1 else union(several)


def put_in(bits: dict[int, BitMap], code: int, added: BitMap) -> None:
    """Unite in place; `added` itself is never kept."""
    if code in bits:
        bits[code] |= added
    else:
        bits[code] = added.copy()


def distinct(values: NDArray) -> NDArray:
    """Sorted and without doubles. `numpy.unique` hashes since 2.3, which takes many times longer here."""
    values = np.sort(values)
    return values[np.r_[True, values[1:] != values[:-1]]] if len(values) else values


def groups(codes: NDArray, ids: Ids) -> Iterator[tuple[int, Ids]]:
    """The ids of each code; ids stay ascending within a group."""
    if not len(codes):
        return
    order = np.argsort(codes, kind="stable")
    sorted_codes = codes[order]
    starts = np.flatnonzero(np.r_[True, sorted_codes[1:] != sorted_codes[:-1]])
    bounds, sorted_ids = [*starts.tolist(), len(codes)], ids[order]
    for place, code in enumerate(sorted_codes[starts].tolist()):
        yield code, sorted_ids[bounds[place] : bounds[place + 1]]


def grown(column: NDArray, *, size: int) -> NDArray:
    """The column with room for `size` values. Blocks of nothing but zeros are not copied, and so take no memory."""
    if len(column) >= size:
        return column
    room = max(size, len(column) + len(column) // 2, _BLOCK)
    larger = np.zeros(room, dtype=column.dtype)
    for first in range(0, len(column), _BLOCK):
        block = column[first : first + _BLOCK]
        if block.any():
            larger[first : first + len(block)] = block
    return larger
