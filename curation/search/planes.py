"""What is seen: several observations for each piece of footage, and questions that one observation must answer alone.

Plane p holds the p-th current observation of each piece of footage. "A tiger that drinks" is asked plane by plane, and
the answers are united: the tiger of plane 0 and the deer that drinks of plane 1 never make a hit. Most footage shows
one thing, so every plane after the first is sparse. `whole` unites the planes for questions about one dimension only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search.bitmaps import Ids, any_of, bitmap, groups, grown, ids_of, put_in, union
from curation.search.coding import DECLARED, OBSERVATION_DIMENSIONS, WIDE, Value
from curation.search.vocabulary import Vocabulary

Codes = dict[str, NDArray]
"""For each dimension of observations, a column of codes."""


class Plane:
    """One dimension of observations: columns and bitmaps for each plane."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dtype = np.uint32 if name in WIDE else np.uint16
        self.vocabulary = Vocabulary(DECLARED.get(name, ()), limit=int(np.iinfo(self.dtype).max))
        self.columns: list[NDArray] = []
        self.bits: list[dict[int, BitMap]] = []
        self.whole: dict[int, BitMap] = {}
        self.ancestors: dict[int, tuple[int, ...]] = {}  # of a code, without itself

    def covers(self, code: int) -> tuple[int, ...]:
        """The codes under which an observation with this code is found: its own and its ancestors'."""
        return (code, *self.ancestors.get(code, ()))

    def grow(self, size: int, *, planes: int) -> None:
        self.columns = [grown(column, size=size) for column in self.columns]
        while len(self.columns) < planes:
            self.columns.append(np.zeros(len(self.columns[0]) if self.columns else size, self.dtype))
            self.bits.append({})

    def replace(self, plane: int, *, ids: Ids, codes: NDArray) -> set[int]:
        """Give each id its new code in one plane; returns the codes whose bitmaps changed."""
        column, bits = self.columns[plane], self.bits[plane]
        old = column[ids]
        moved = old != codes
        ids, old, new = ids[moved], old[moved], codes[moved]
        touched: set[int] = set()
        for code, part in groups(old, ids):
            if code:
                gone = bitmap(part)
                for cover in self.covers(code):
                    bits[cover] -= gone
                    touched.add(cover)
        for code, part in groups(new, ids):
            if code:
                added = bitmap(part)
                for cover in self.covers(code):
                    put_in(bits, cover, added)
                    touched.add(cover)
        column[ids] = new
        return touched

    def unite(self, codes: Iterable[int], *, within: BitMap) -> None:
        """Bring `whole` up to date for these codes, as far as footage in `within` is concerned."""
        for code in codes:
            now = union(bits[code] & within for bits in self.bits if code in bits)
            if code in self.whole:
                self.whole[code] -= within
                self.whole[code] |= now
            else:
                self.whole[code] = now

    def found_under(self, code: int, *, ancestors: tuple[int, ...]) -> None:
        """Change the ancestors of a code, also for the footage that is here already."""
        before, self.ancestors[code] = set(self.ancestors.get(code, ())), ancestors
        changed = before.symmetric_difference(ancestors)
        if not changed:
            return
        for column, bits in zip(self.columns, self.bits, strict=True):
            if code not in bits:
                continue
            ids = ids_of(bits[code])
            own = bitmap(ids[column[ids] == code])
            for cover in changed - before:
                put_in(bits, cover, own)
            for cover in before & changed:
                bits[cover] -= own
        for cover in changed:
            self.whole[cover] = union(bits[cover] for bits in self.bits if cover in bits)

    def codes_of(self, values: Iterable[Value]) -> list[int]:
        return [code for value in values if (code := self.vocabulary.find(value))]


class Planes:
    """All dimensions of observations together."""

    def __init__(self) -> None:
        self.dimensions = {name: Plane(name) for name in OBSERVATION_DIMENSIONS}
        self.exists: list[BitMap] = []  # footage with more than p observations
        self._size = 0

    def grow(self, size: int, *, planes: int) -> None:
        self._size = max(self._size, size)
        for dimension in self.dimensions.values():
            dimension.grow(self._size, planes=max(planes, len(self.exists)))
        while len(self.exists) < planes:
            self.exists.append(BitMap())

    def replace(self, changed: Ids, *, ids: NDArray, plane: NDArray, codes: Codes) -> None:
        """Forget the observations of `changed`, then add rows: the `plane`-th observation of footage `ids`."""
        within = bitmap(changed)
        touched: dict[str, set[int]] = {name: set() for name in self.dimensions}
        for p in range(len(self.exists)):
            rows = plane == p
            new = ids[rows]
            left = ids_of((self.exists[p] & within) - bitmap(new))
            if not len(new) and not len(left):
                continue
            both = np.concatenate([new, left])
            order = np.argsort(both, kind="stable")
            for name, dimension in self.dimensions.items():
                column = np.concatenate([codes[name][rows], np.zeros(len(left), dimension.dtype)])
                touched[name] |= dimension.replace(p, ids=both[order], codes=column[order])
            self.exists[p] -= within
            self.exists[p] |= bitmap(new)
        for name, dimension in self.dimensions.items():
            dimension.unite(touched[name], within=within)

    def answers(self, filters: Mapping[str, Iterable[Value]]) -> dict[str, list[BitMap]]:
        """For each filter, and each plane, the footage whose p-th observation answers it. For reading only."""
        found = {}
        for name, values in filters.items():
            dimension = self.dimensions[name]
            codes = dimension.codes_of(values)
            found[name] = [any_of(bits[code] for code in codes if code in bits) for bits in dimension.bits]
        return found

    def together(self, answers: Mapping[str, list[BitMap]], *, within: BitMap | None = None) -> list[BitMap]:
        """For each plane, the footage whose p-th observation answers all the filters at once. For reading only."""
        found = []
        for p, exists in enumerate(self.exists):
            parts = sorted((having[p] for having in answers.values()), key=len)
            result = parts[0] if parts else exists
            for part in parts[1:]:
                result = result & part
            found.append(result if within is None else result & within)
        return found

    def having(self, name: str, values: Iterable[Value]) -> BitMap:
        """Footage in which any observation has any of the values."""
        dimension = self.dimensions[name]
        return any_of(dimension.whole[code] for code in dimension.codes_of(values) if code in dimension.whole)
