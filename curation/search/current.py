"""From all layers to what counts: rows of observations made ready for the planes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.search.batch import Batch, ObservationRows, listed, numbers
from curation.search.bitmaps import Ids, distinct
from curation.search.coding import OBSERVATION_DIMENSIONS, TAGGING, number_codes
from curation.search.dimension import places
from curation.search.errors import BadBatch
from curation.search.planes import Codes, Planes

MOST = 200
"""So many different observations of one piece of footage are kept; herds and test charts end here."""


@dataclass(frozen=True)
class Current:
    """The observations that count: footage, its plane and codes for each; tagging and dispute for each footage."""

    footage: NDArray[np.uint32]
    plane: NDArray[np.int64]
    codes: Codes
    tagging: NDArray[np.uint16]
    disputed: NDArray[np.uint16]


def current(batch: Batch, *, ids: Ids, planes: Planes) -> Current:
    """What people say counts; machines count only where no person has said anything. `ids` are the batch's footage,
    ascending. Raises BadBatch for observations of other footage."""
    rows = batch.observations
    footage = np.asarray(rows.footage, dtype=np.int64)
    place = np.searchsorted(ids, footage)
    if len(footage) and (not len(ids) or not np.array_equal(ids[np.minimum(place, len(ids) - 1)], footage)):
        raise BadBatch(reason="an observation is of footage that is not in the batch")
    human = _humans(rows, count=len(footage))
    codes = _encode(rows, planes=planes, count=len(footage))
    by_people = np.zeros(len(ids), np.bool_)
    by_people[place[human]] = True
    by_machines = np.zeros(len(ids), np.bool_)
    by_machines[place[~human]] = True
    tagging = np.where(
        by_people,
        TAGGING.index("approved") + 1,
        np.where(by_machines, TAGGING.index("machine") + 1, TAGGING.index("untagged") + 1),
    )
    disputed = np.zeros(len(ids), np.uint16)
    disputed[_disputes(place, human=human, species=codes["species"], both=by_people & by_machines)] = 1
    counts = human | ~by_people[place]
    kept, kept_place = _distinct(place[counts], {name: column[counts] for name, column in codes.items()})
    plane = places(kept_place)
    few = plane < MOST
    return Current(
        footage=ids[kept_place[few]] if len(ids) else np.zeros(0, np.uint32),
        plane=plane[few],
        codes={name: column[few] for name, column in kept.items()},
        tagging=tagging.astype(np.uint16),
        disputed=disputed,
    )


def _humans(rows: ObservationRows, *, count: int) -> NDArray[np.bool_]:
    methods = listed(rows.method, rows=count)
    return np.fromiter((method != "machine" for method in methods), dtype=np.bool_, count=count)


def _encode(rows: ObservationRows, *, planes: Planes, count: int) -> Codes:
    codes: Codes = {}
    for name in OBSERVATION_DIMENSIONS:
        if name == "number":
            codes[name] = number_codes(np.nan_to_num(numbers(rows.count, rows=count)).astype(np.int64))
        else:
            dimension = planes.dimensions[name]
            column = getattr(rows, name)
            codes[name] = (
                np.zeros(count, dimension.dtype)
                if column is None
                else dimension.vocabulary.encode(column, dtype=dimension.dtype)
            )
        if len(codes[name]) != count:
            raise BadBatch(reason=f"the column {name!r} of the observations has another length")
    return codes


def _disputes(
    place: NDArray, *, human: NDArray[np.bool_], species: NDArray, both: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Footage where people and machines name different species."""
    rows = np.flatnonzero(both[place])
    said = distinct(
        place[rows].astype(np.uint64) << np.uint64(17) | species[rows].astype(np.uint64) << np.uint64(1) | human[rows]
    )
    pair = said >> np.uint64(1)
    agreed = np.zeros(len(said), np.bool_)
    same = pair[1:] == pair[:-1]
    agreed[1:] |= same
    agreed[:-1] |= same
    return distinct((said >> np.uint64(17))[~agreed]).astype(np.int64)


def _distinct(place: NDArray, codes: Codes) -> tuple[Codes, NDArray]:
    """Rows sorted by footage, without those that say the same of the same footage."""
    keys = [codes[name] for name in reversed(OBSERVATION_DIMENSIONS)]
    order = np.lexsort([*keys, place])
    place, codes = place[order], {name: column[order] for name, column in codes.items()}
    new = np.ones(len(place), np.bool_)
    if len(place):
        same = place[1:] == place[:-1]
        for column in codes.values():
            same &= column[1:] == column[:-1]
        new[1:] = ~same
    return {name: column[new] for name, column in codes.items()}, place[new]
