"""The values of a dimension and their codes: small numbers that fit into columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from curation.search.bitmaps import distinct
from curation.search.coding import Value
from curation.search.errors import BadBatch


class Vocabulary:
    """Values by code and codes by value. Code 0 is "nothing said"; a code, once given, never changes."""

    def __init__(self, values: Iterable[Value] = (), *, limit: int) -> None:
        self.values: list[Value] = [""]
        self._codes: dict[Value, int] = {}
        self.limit = limit
        for value in values:
            self.code(value)

    def __len__(self) -> int:
        return len(self.values)

    def find(self, value: Value) -> int:
        """The code of a value; 0 where it was never seen."""
        return self._codes.get(value, 0)

    def code(self, value: Value) -> int:
        """The code of a value, given now if it is new. Raises BadBatch when there are too many."""
        if isinstance(value, np.generic):
            value = value.item()
        known = self._codes.get(value)
        if known is None:
            known = len(self.values)
            if known > self.limit:
                raise BadBatch(reason=f"more than {self.limit} different values")
            self._codes[value] = known
            self.values.append(value)
        return known

    def encode(self, values: Sequence[Value | None] | NDArray, *, dtype: type) -> NDArray:
        """The codes of values; None and "" are 0. New values get codes."""
        if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
            return self._encode_numbers(values, dtype=dtype)
        listed = values.tolist() if isinstance(values, np.ndarray) else values
        table: dict[Value | None, int] = {None: 0, "": 0}
        for value in dict.fromkeys(listed):
            if value not in table:
                table[value] = self.code(value)  # type: ignore[arg-type]  # None is in the table
        return np.fromiter(map(table.__getitem__, listed), dtype=dtype, count=len(listed))

    def _encode_numbers(self, values: NDArray, *, dtype: type) -> NDArray:
        """As `encode`; NaN is "nothing said"."""
        known = ~np.isnan(values)
        codes: NDArray = np.zeros(len(values), dtype)
        numbers = values[known].astype(np.int64)
        found = distinct(numbers)
        of_found: NDArray = np.array([self.code(value) for value in found.tolist()], dtype=dtype)
        codes[known] = of_found[np.searchsorted(found, numbers)]
        return codes
