"""A dimension with one value for each piece of footage: a bitmap for each value, and a column of codes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search.bitmaps import Ids, any_of, bitmap, distinct, groups, grown, put_in
from curation.search.coding import DECLARED, WIDE, Value
from curation.search.vocabulary import Vocabulary


class Dimension:
    """Bitmaps say quickly who has a value; the column says quickly which value someone has."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dtype = np.uint32 if name in WIDE else np.uint16
        self.vocabulary = Vocabulary(DECLARED.get(name, ()), limit=int(np.iinfo(self.dtype).max))
        self.column: NDArray = np.zeros(0, self.dtype)
        self.bits: dict[int, BitMap] = {}
        self._lengths: NDArray[np.int64] | None = None

    def replace(self, ids: Ids, codes: NDArray) -> None:
        """Give each id its new code; 0 takes it out. The column must have room."""
        old = self.column[ids]
        moved = old != codes
        if not moved.any():
            return
        ids, old, new = ids[moved], old[moved], codes[moved]
        for code, part in groups(old, ids):
            if code:
                self.bits[code] -= bitmap(part)
        for code, part in groups(new, ids):
            if code:
                put_in(self.bits, code, bitmap(part))
        self.column[ids] = new
        if self._lengths is not None:
            self._lengths = grown(self._lengths, size=len(self.vocabulary))
            self._lengths += np.bincount(new, minlength=len(self._lengths))
            self._lengths -= np.bincount(old, minlength=len(self._lengths))

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How much footage each code has, and perhaps room for codes to come; that of code 0 says nothing."""
        if self._lengths is None:
            self._lengths = np.zeros(len(self.vocabulary), np.int64)
            for code, having in self.bits.items():
                self._lengths[code] = len(having)
        self._lengths = grown(self._lengths, size=len(self.vocabulary))
        return self._lengths

    def grow(self, size: int) -> None:
        self.column = grown(self.column, size=size)

    def having(self, values: Iterable[Value]) -> BitMap:
        """Footage with any of the values; unknown values find nothing."""
        codes = (self.vocabulary.find(value) for value in values)
        return any_of(self.bits[code] for code in codes if code in self.bits)


class Several:
    """A dimension with any number of values for each piece of footage, such as tags."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.vocabulary = Vocabulary(limit=2**32 - 1)
        self.columns: list[NDArray] = []  # the k-th value of each piece
        self.bits: dict[int, BitMap] = {}

    def replace(self, changed: Ids, *, ids: NDArray, codes: NDArray) -> None:
        """Forget the values of `changed`, then add the pairs (ids, codes); pairs are of `changed` and may repeat."""
        for column in self.columns:
            for code, part in groups(column[changed], changed):
                if code:
                    self.bits[code] -= bitmap(part)
            column[changed] = 0
        if not len(ids):
            return
        pairs = distinct(ids.astype(np.uint64) << np.uint64(32) | codes.astype(np.uint64))
        ids, codes = (pairs >> np.uint64(32)).astype(np.uint32), pairs.astype(np.uint32)
        place = places(ids)
        while len(self.columns) <= int(place.max()):
            self.columns.append(np.zeros(len(self.columns[0]) if self.columns else self._size, np.uint32))
        for k, part in groups(place, np.arange(len(ids), dtype=np.uint32)):
            self.columns[k][ids[part]] = codes[part]
        for code, part in groups(codes, ids):
            put_in(self.bits, code, bitmap(part))

    _size = 0

    def grow(self, size: int) -> None:
        self.columns = [grown(column, size=size) for column in self.columns]
        self._size = max(size, self._size)

    def having(self, values: Iterable[Value]) -> BitMap:
        codes = (self.vocabulary.find(value) for value in values)
        return any_of(self.bits[code] for code in codes if code in self.bits)


def places(ids: NDArray) -> NDArray[np.int64]:
    """0, 1, 2 ... for the first, second, third row of the same id; `ids` is sorted."""
    rows = np.arange(len(ids))
    starts = np.maximum.accumulate(np.where(np.r_[True, ids[1:] != ids[:-1]], rows, 0)) if len(ids) else rows
    return rows - starts
