"""Footage under embargo. An embargo ends by time, without anybody changing the footage."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search.bitmaps import Ids, bitmap
from curation.search.coding import MISSING


class Embargo:
    """`now` holds the footage under embargo at the time of the last `move`."""

    def __init__(self) -> None:
        self.until: dict[int, int] = {}  # id -> UTC seconds
        self.now = BitMap()
        self._ends: list[tuple[int, int]] = []

    def replace(self, changed: Ids, *, ids: NDArray, until: NDArray[np.int64]) -> None:
        """Forget the embargoes of `changed`, then set those of `ids`; `MISSING` is none."""
        held = self.now & bitmap(changed)
        self.now -= held
        for footage in held:
            self.until.pop(footage, None)
        for footage, end in zip(ids[until != MISSING].tolist(), until[until != MISSING].tolist(), strict=True):
            self.hold(footage, until=end)

    def hold(self, footage: int, *, until: int) -> None:
        """Put one piece under embargo."""
        self.until[footage] = until
        self.now.add(footage)
        heapq.heappush(self._ends, (until, footage))

    def due(self, now: float) -> bool:
        """Whether `move` has anything to do."""
        return bool(self._ends) and self._ends[0][0] <= now

    def move(self, now: float) -> None:
        """Let go of what ended at or before `now` (UTC seconds)."""
        while self._ends and self._ends[0][0] <= now:
            end, footage = heapq.heappop(self._ends)
            if self.until.get(footage) == end:
                del self.until[footage]
                self.now.discard(footage)
