"""What the index takes, in bitmaps and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search.catalogue import Catalogue


def measure(catalogue: Catalogue) -> tuple[int, int]:
    """Number of bitmaps, and bytes of bitmaps and columns together."""
    number = taken = 0
    for bits in _bitmaps(catalogue):
        number += 1
        taken += bits.get_statistics()["n_bytes_array_containers"]
        taken += bits.get_statistics()["n_bytes_bitset_containers"]
        taken += bits.get_statistics()["n_bytes_run_containers"]
    return number, taken + sum(column.nbytes for column in _columns(catalogue))


def _bitmaps(catalogue: Catalogue) -> Iterator[BitMap]:
    yield catalogue.live
    yield from catalogue.planes.exists
    for dimension in catalogue.dimensions.values():
        yield from dimension.bits.values()
    yield from catalogue.tags.bits.values()
    for plane in catalogue.planes.dimensions.values():
        yield from chain(plane.whole.values(), *(bits.values() for bits in plane.bits))
    for order in catalogue.orders.values():
        yield from chain(*(level.values() for level in order.levels))
    yield from (posting for posting in catalogue.texts.postings if isinstance(posting, BitMap))


def _columns(catalogue: Catalogue) -> Iterator[NDArray]:
    yield from (dimension.column for dimension in catalogue.dimensions.values())
    yield from catalogue.tags.columns
    for plane in catalogue.planes.dimensions.values():
        yield from plane.columns
    for order in catalogue.orders.values():
        yield order.column
    yield from (catalogue.share, catalogue.sharpness, catalogue.texts.packed, catalogue.texts.start)
