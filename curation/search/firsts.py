"""The earliest footage of each individual, and of each species in each zone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Holder = tuple[int, int]
"""(UTC seconds, footage id): the earliest; of two at the same second the lower id."""


class Earliest:
    """For each key the footage that was taken first."""

    def __init__(self) -> None:
        self.holders: dict[int, Holder] = {}
        self._by_id: dict[int, set[int]] = {}
        self._ids: NDArray[np.int64] | None = None

    def learn(self, keys: NDArray, *, captured: NDArray, ids: NDArray) -> set[int]:
        """Take in footage; returns the ids that became or ceased to be the first of something."""
        order = np.lexsort([ids, captured, keys])
        keys, captured, ids = keys[order], captured[order], ids[order]
        first = np.r_[True, keys[1:] != keys[:-1]] if len(keys) else np.zeros(0, np.bool_)
        touched: set[int] = set()
        for key, when, footage in zip(keys[first].tolist(), captured[first].tolist(), ids[first].tolist(), strict=True):
            before = self.holders.get(key)
            if before is None or (when, footage) < before:
                if before is not None:
                    self._drop(key)
                    touched.add(before[1])
                self.holders[key] = (when, footage)
                self._by_id.setdefault(footage, set()).add(key)
                touched.add(footage)
        if touched:
            self._ids = None
        return touched

    def forget(self, ids: Iterable[int]) -> set[int]:
        """Footage is about to change: returns the keys that it held, which have no first now."""
        lost: set[int] = set()
        for footage in ids:
            lost |= self._by_id.get(footage, set())
        for key in lost:
            self._drop(key)
        return lost

    def _drop(self, key: int) -> None:
        footage = self.holders.pop(key)[1]
        keys = self._by_id[footage]
        keys.discard(key)
        if not keys:
            del self._by_id[footage]
        self._ids = None

    def holds(self, keys: NDArray, *, ids: NDArray) -> NDArray[np.bool_]:
        """Whether each row's footage is the first of the row's key."""
        if self._ids is None:
            self._ids = np.array(sorted(self._by_id), dtype=np.int64)
        result = np.zeros(len(ids), np.bool_)
        if not len(self._ids):
            return result
        place = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        for row in np.flatnonzero(self._ids[place] == ids).tolist():
            result[row] = int(keys[row]) in self._by_id[int(ids[row])]
        return result

    def restore(self, rows: NDArray[np.int64]) -> None:
        """Take over rows of (key, seconds, id)."""
        self.__init__()  # type: ignore[misc]  # begins anew
        for key, when, footage in rows.tolist():
            self.holders[key] = (when, footage)
            self._by_id.setdefault(footage, set()).add(key)

    def rows(self) -> NDArray[np.int64]:
        """(key, seconds, id) of every holder."""
        return np.array([(key, *holder) for key, holder in self.holders.items()], np.int64).reshape(-1, 3)
