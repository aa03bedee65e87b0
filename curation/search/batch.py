"""What the loader hands over: whole pieces of footage with all that is said about them, as columns.

A batch replaces. Footage named in it is afterwards exactly what the batch says, whatever it was before; footage in
`removed` is gone. So a batch may be applied twice, or again after a crash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.search.coding import MISSING
from curation.search.errors import BadBatch

Column = NDArray | Sequence[Any]

_LARGEST_ID = 2**31
DEFAULT_OFFSET = 8 * 3600
"""Seconds that the clocks of Northeast China are ahead of UTC."""


@dataclass(frozen=True)
class FootageRows:
    """One row for each piece of footage; columns of the same length. None stands for a whole column of "unknown".

    Choices are the strings of the catalogue, None or "" where unknown. `captured` and `embargo_until` are UTC seconds
    since 1970, None or NaN where unknown or absent. `duration` in seconds; `animal_share` and `sharpness` 0..1;
    `quality` 0..3; `blank` True, False or None. `captured_exact` False: only the day is known, so no hour.
    `utc_offset` in seconds, of the camera's clock.
    """

    id: Column
    state: Column
    station: Column | None = None
    captured: Column | None = None
    captured_exact: Column | None = None
    utc_offset: Column | None = None
    duration: Column | None = None
    light: Column | None = None
    quality: Column | None = None
    blank: Column | None = None
    alarm: Column | None = None
    demo: Column | None = None
    animal_share: Column | None = None
    sharpness: Column | None = None
    embargo_until: Column | None = None


@dataclass(frozen=True)
class ObservationRows:
    """One row for each observation of ALL layers, of footage in the same batch. `method` is `human` or `machine`.

    `species` is the key of the taxon. Where a person has said anything about a piece of footage, only rows of people
    count there.
    """

    footage: Column = ()
    method: Column | None = None
    species: Column | None = None
    behaviour: Column | None = None
    count: Column | None = None
    sex: Column | None = None
    life_stage: Column | None = None
    individual: Column | None = None
    type: Column | None = None


@dataclass(frozen=True)
class Batch:
    """Changes to the catalogue. `texts` are (footage id, scope, text), scope `open` or `place`;
    `tags` (footage id, tag).

    `zones` names the zone of stations (key -> zone), `ancestors` the taxa above a taxon (key -> keys); both are kept,
    and a change of them also moves footage that is here already.
    """

    footage: FootageRows | None = None
    observations: ObservationRows = field(default_factory=ObservationRows)
    texts: Sequence[tuple[int, str, str]] = ()
    tags: Sequence[tuple[int, str]] = ()
    removed: Column = ()
    zones: Mapping[int, str] = field(default_factory=dict)
    ancestors: Mapping[int, Sequence[int]] = field(default_factory=dict)


def id_column(values: Column) -> NDArray[np.uint32]:
    """Ids as they go into bitmaps. Raises BadBatch outside 0..2**31."""
    ids = np.asarray(values, dtype=np.int64)
    if len(ids) and (ids.min() < 0 or ids.max() >= _LARGEST_ID):
        raise BadBatch(reason=f"footage ids must lie between 0 and {_LARGEST_ID - 1}")
    return ids.astype(np.uint32)


def numbers(values: Column | None, *, rows: int) -> NDArray[np.float64]:
    """Numbers with NaN for what is unknown."""
    if values is None:
        return np.full(rows, np.nan)
    return np.asarray(values, dtype=np.float64)  # turns None into NaN


def seconds(values: Column | None, *, rows: int) -> NDArray[np.int64]:
    """Whole seconds since 1970, `MISSING` for what is unknown."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        return values.astype(np.int64)
    known = numbers(values, rows=rows)
    return np.where(np.isnan(known), MISSING, np.floor(np.nan_to_num(known))).astype(np.int64)


def flags(values: Column | None, *, rows: int, default: bool) -> NDArray[np.bool_]:
    """Yes or no, `default` where nothing is said."""
    if values is None:
        return np.full(rows, default)
    if isinstance(values, np.ndarray) and values.dtype == np.bool_:
        return values
    return np.fromiter((default if value is None else bool(value) for value in values), dtype=np.bool_, count=rows)


def listed(values: Column | None, *, rows: int) -> Column:
    """A column of anything, None for what is unknown."""
    return [None] * rows if values is None else values
