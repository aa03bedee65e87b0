"""Everything that is known of the footage, by id: bitmaps, columns, words and orders, and how a batch changes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search import coding
from curation.search.batch import DEFAULT_OFFSET, Batch, FootageRows, flags, id_column, listed, numbers, seconds
from curation.search.bitmaps import Ids, bitmap, distinct, grown, ids_of
from curation.search.coding import CLOCK_DIMENSIONS, FOOTAGE_DIMENSIONS, OBSERVATION_DIMENSIONS, Value
from curation.search.current import Current, current
from curation.search.dimension import Dimension, Several
from curation.search.embargo import Embargo
from curation.search.errors import BadBatch
from curation.search.ordering import Ordering
from curation.search.planes import Planes
from curation.search.text import SCOPES, TagWords, Texts
from curation.search.words import Fold, fold

_BEFORE_ALL = 1 << 17
"""Added to times, so that the lowest bucket of the order holds nothing but "unknown"."""
_LONGEST = 65_000
"""Durations in tenths of a second are cut here; longer footage is "60 s and more" all the same."""


@dataclass(frozen=True)
class Prepared:
    """A batch made ready: ids ascending, codes instead of strings."""

    ids: Ids
    removed: Ids
    changed: Ids
    codes: dict[str, NDArray]
    seen: Current
    captured: NDArray[np.int64]
    duration: NDArray[np.int64]  # tenths of a second
    share: NDArray
    sharpness: NDArray
    embargo_until: NDArray[np.int64]
    tag_ids: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    tag_codes: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))


class Catalogue:
    """The data of the index; questions are answered by `matching`, `facets` and `scoring`."""

    def __init__(self, *, folding: Fold = fold) -> None:
        self.live = BitMap()
        self.dimensions = {name: Dimension(name) for name in FOOTAGE_DIMENSIONS}
        self.tags = Several("tag")
        self.planes = Planes()
        self.texts = Texts(folding=folding)
        self.tag_words = TagWords(folding=folding)
        self.embargo = Embargo()
        self.captured = Ordering(dtype=np.uint32, shifts=(17, 21, 25))
        self.duration = Ordering(dtype=np.uint16, shifts=(4, 8, 12))
        self.score = Ordering(dtype=np.uint16, shifts=(0, 5, 9))
        self.tells = Ordering(dtype=np.uint16, shifts=(0, 5, 9))
        self.share: NDArray = np.zeros(0, np.float16)
        self.sharpness: NDArray = np.zeros(0, np.float16)
        self.zone_codes: NDArray = np.zeros(1, np.uint16)  # by code of the station

    @property
    def orders(self) -> dict[str, Ordering]:
        return {"captured": self.captured, "duration": self.duration, "score": self.score, "tells": self.tells}

    def dimension(self, name: str) -> Dimension | Several:
        return self.tags if name == self.tags.name else self.dimensions[name]

    def having(self, name: str, values: Iterable[Value]) -> BitMap:
        """Footage with any of the values in one dimension."""
        if name in OBSERVATION_DIMENSIONS:
            return self.planes.having(name, values)
        if name in CLOCK_DIMENSIONS:
            wanted = set(values)
            if {"free", "embargo"} <= wanted:
                return self.live
            return (
                self.live - self.embargo.now
                if "free" in wanted
                else self.embargo.now & self.live
                if wanted
                else BitMap()
            )
        return self.dimension(name).having(values)

    def between(self, name: str, *, low: float | None, high: float | None) -> BitMap:
        """Footage whose number lies in low <= number < high, in the units of `coding.RANGES`."""
        order, scale, shift, least = {
            "captured": (self.captured, 1, _BEFORE_ALL, _BEFORE_ALL),
            "duration": (self.duration, 10, 0, 1),
            "score": (self.score, 100, 0, 0),
        }[name]
        first = least if low is None else max(least, _up(low * scale) + shift)
        end = 1 << 40 if high is None else _up(high * scale) + shift
        return order.between(first, min(end, 1 << 33))

    def grow(self, size: int, *, planes: int) -> None:
        for dimension in self.dimensions.values():
            dimension.grow(size)
        self.tags.grow(size)
        self.texts.grow(size)
        for order in self.orders.values():
            order.grow(size)
        self.planes.grow(size, planes=planes)
        self.share, self.sharpness = grown(self.share, size=size), grown(self.sharpness, size=size)

    def prepare(self, batch: Batch) -> Prepared:
        """Check a batch and put it into codes. Raises BadBatch; new words then stay known."""
        rows = batch.footage or FootageRows(id=(), state=())
        ids = id_column(rows.id)
        order = np.argsort(ids, kind="stable")
        ids = ids[order]
        if len(ids) and (ids[1:] == ids[:-1]).any():
            raise BadBatch(reason="footage is named twice")
        named = bitmap(ids)
        removed = bitmap(np.sort(id_column(batch.removed))) - named
        count = len(ids)
        captured = seconds(rows.captured, rows=count)[order]
        duration = np.rint(np.nan_to_num(numbers(rows.duration, rows=count)[order]) * 10).clip(0, _LONGEST)
        seen = current(batch, ids=ids, planes=self.planes)
        codes = self._codes(rows, order=order, captured=captured, duration=duration, seen=seen)
        tag_ids = id_column([footage for footage, _ in batch.tags])
        if not bitmap(distinct(tag_ids)).issubset(named):
            raise BadBatch(reason="a tag is of footage that is not in the batch")
        for footage, scope, _ in batch.texts:
            if scope not in SCOPES:
                raise BadBatch(reason=f"there is no scope {scope!r}")
            if footage not in named:
                raise BadBatch(reason="a text is of footage that is not in the batch")
        return Prepared(
            ids=ids,
            removed=ids_of(removed),
            changed=ids_of(named | removed),
            codes=codes,
            seen=seen,
            captured=captured,
            duration=duration.astype(np.int64),
            share=numbers(rows.animal_share, rows=count)[order].astype(np.float16),
            sharpness=numbers(rows.sharpness, rows=count)[order].astype(np.float16),
            embargo_until=seconds(rows.embargo_until, rows=count)[order],
            tag_ids=tag_ids,
            tag_codes=self.tags.vocabulary.encode([tag for _, tag in batch.tags], dtype=np.uint32),
        )

    def _codes(
        self, rows: FootageRows, *, order: NDArray, captured: NDArray, duration: NDArray, seen: Current
    ) -> dict[str, NDArray]:
        count = len(order)
        codes: dict[str, NDArray] = {}
        for name in ("state", "alarm", "station", "light", "quality"):
            column = listed(getattr(rows, name), rows=count)
            if len(column) != count:
                raise BadBatch(reason=f"the column {name!r} of the footage has another length")
            dimension = self.dimensions[name]
            codes[name] = dimension.vocabulary.encode(column, dtype=dimension.dtype)[order]
        self._room_for_stations()
        codes["zone"] = self.zone_codes[codes["station"]]
        offset = numbers(rows.utc_offset, rows=count)[order]
        local = coding.local_seconds(
            captured, offset=np.where(np.isnan(offset), DEFAULT_OFFSET, offset).astype(np.int64)
        )
        known = captured != coding.MISSING
        exact = known & flags(rows.captured_exact, rows=count, default=True)[order]
        months = coding.months_of(local)
        codes["hour"] = np.where(exact, coding.hour_of(local) + 1, 0).astype(np.uint16)
        codes["season"] = np.where(known, coding.season_codes(months), 0).astype(np.uint16)
        month = self.dimensions["month"]
        codes["month"] = np.where(known, month.vocabulary.encode(months, dtype=month.dtype), 0).astype(month.dtype)
        codes["duration_band"] = coding.duration_codes(duration)
        codes["tagging"], codes["disputed"] = seen.tagging, seen.disputed
        blank = listed(rows.blank, rows=count)
        codes["blank"] = np.fromiter(
            (0 if value is None else 1 if value else 2 for value in blank), dtype=np.uint16, count=count
        )[order]
        codes["demo"] = flags(rows.demo, rows=count, default=False)[order].astype(np.uint16)
        return codes

    def _room_for_stations(self) -> None:
        self.zone_codes = grown(self.zone_codes, size=len(self.dimensions["station"].vocabulary))

    def take(self, change: Prepared, *, texts: Iterable[tuple[int, str, str]]) -> None:
        """Put a prepared batch in place of what was there. Scores are not touched, but for removed footage."""
        planes = int(change.seen.plane.max()) + 1 if len(change.seen.plane) else 0
        self.grow(int(change.changed[-1]) + 1, planes=planes)
        gone = ids_of(bitmap(change.removed) & self.live)
        for name, dimension in self.dimensions.items():
            dimension.replace(change.ids, change.codes[name])
            dimension.replace(gone, np.zeros(len(gone), dimension.dtype))
        self.planes.replace(change.changed, ids=change.seen.footage, plane=change.seen.plane, codes=change.seen.codes)
        self.tags.replace(change.changed, ids=change.tag_ids, codes=change.tag_codes)
        self.tag_words.read(self.tags.vocabulary.values, bits=self.tags.bits)
        self.texts.replace(change.changed, texts=texts)
        self.embargo.replace(change.changed, ids=change.ids, until=change.embargo_until)
        self.share[change.ids], self.sharpness[change.ids] = change.share, change.sharpness
        times = np.clip(change.captured, 0, 2**32 - 2 * _BEFORE_ALL) + _BEFORE_ALL
        times = np.where(change.captured == coding.MISSING, 0, times)
        for order in self.orders.values():
            order.remove(gone)
        self.captured.replace(change.ids, times, known=self.live)
        self.duration.replace(change.ids, change.duration, known=self.live)
        self.live -= bitmap(gone)
        new = bitmap(change.ids) - self.live
        fresh = ids_of(new)
        for order in (self.score, self.tells):
            order.replace(fresh, np.zeros(len(fresh), np.uint16), known=BitMap())
        self.live |= new

    def rezone(self, zones: dict[int, str]) -> Ids:
        """Learn the zones of stations; returns footage that is in another zone now. Its bitmaps are not changed yet."""
        stations, zone = self.dimensions["station"], self.dimensions["zone"]
        moved: list[BitMap] = []
        for station, name in zones.items():
            code = stations.vocabulary.code(station)
            self._room_for_stations()
            new = zone.vocabulary.code(name) if name else 0
            if self.zone_codes[code] != new:
                self.zone_codes[code] = new
                if code in stations.bits:
                    moved.append(stations.bits[code])
        return ids_of(BitMap.union(*moved) if len(moved) > 1 else moved[0] if moved else BitMap())


def _up(number: float) -> int:
    """The next whole number, forgiving the last digits of a float."""
    return int(np.clip(np.ceil(number - 1e-6), -(2.0**40), 2.0**40))
