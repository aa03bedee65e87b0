"""Scores of footage in the catalogue: what `rarity` says, kept up to date as the catalogue changes."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search.ask import Part
from curation.search.bitmaps import Ids, bitmap, ids_of
from curation.search.catalogue import Catalogue
from curation.search.coding import LIGHTS, TYPES, Value
from curation.search.firsts import Earliest
from curation.search.rarity import WEIGHTS, Rarity, Seen, quantised, tellability

_CHUNK = 50_000
_ANIMAL = TYPES.index("animal") + 1
_DAY = LIGHTS.index("day") + 1
_ZONES = 1 << 16


class Scoring:
    """Counters, first records, and footage that waits to be scored anew."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.rarity = Rarity()
        self.first_individual = Earliest()
        self.first_in_zone = Earliest()  # key: species code * 65,536 + zone code
        self.waiting = BitMap()

    def forget(self, ids: Ids) -> tuple[set[int], set[int]]:
        """Footage is about to change: take it out of the counters. Returns the keys that lost their first record."""
        for seen in self.observe(ids):
            self.rarity.count(seen, sign=-1)
        listed = ids.tolist()
        return self.first_individual.forget(listed), self.first_in_zone.forget(listed)

    def learn(self, ids: Ids, *, lost: tuple[set[int], set[int]] = (set(), set())) -> Ids:
        """Footage has changed: count it. Returns `ids` and all other footage whose score may differ now."""
        self.make_room()
        touched: set[int] = set()
        for p, seen in enumerate(self.observe(ids, firsts=False)):
            self.rarity.count(seen, sign=1)
            touched |= self._learn_firsts(ids[seen.row], seen.species, plane=p)
        for key in lost[0]:
            having = self.catalogue.planes.dimensions["individual"].whole.get(key, BitMap())
            touched |= self._first_of_individual(key, ids_of(having))
        for key in lost[1]:
            touched |= self._first_of_zone(key)
        return ids_of(BitMap(touched) | bitmap(ids))

    def make_room(self) -> None:
        catalogue = self.catalogue
        sizes = {name: len(self._vocabulary(name)) for name in WEIGHTS}
        sizes["hour"] = 5
        self.rarity.make_room(species=len(catalogue.planes.dimensions["species"].vocabulary), values=sizes)

    def _vocabulary(self, name: str) -> list[Value]:
        catalogue = self.catalogue
        owner = catalogue.planes.dimensions if name in catalogue.planes.dimensions else catalogue.dimensions
        return owner[name].vocabulary.values

    def _learn_firsts(self, ids: NDArray, species: NDArray, *, plane: int) -> set[int]:
        catalogue = self.catalogue
        when = catalogue.captured.column[ids].astype(np.int64)
        zone = catalogue.dimensions["zone"].column[ids].astype(np.int64)
        individual = catalogue.planes.dimensions["individual"].columns[plane][ids].astype(np.int64)
        here = (when > 0) & (zone > 0)
        touched = self.first_in_zone.learn((species * _ZONES + zone)[here], captured=when[here], ids=ids[here])
        named = (when > 0) & (individual > 0)
        return touched | self.first_individual.learn(individual[named], captured=when[named], ids=ids[named])

    def _first_of_individual(self, key: int, ids: Ids) -> set[int]:
        touched: set[int] = set()
        planes = self.catalogue.planes
        for p in range(len(planes.exists)):
            here = ids[(planes.dimensions["individual"].columns[p][ids] == key) & self._animals(p, ids)]
            when = self.catalogue.captured.column[here].astype(np.int64)
            keys = np.full(len(here), key, np.int64)
            touched |= self.first_individual.learn(keys[when > 0], captured=when[when > 0], ids=here[when > 0])
        return touched

    def _first_of_zone(self, key: int) -> set[int]:
        species, zone = divmod(key, _ZONES)
        catalogue, touched = self.catalogue, set()
        within = catalogue.dimensions["zone"].bits.get(zone, BitMap())
        for p, bits in enumerate(catalogue.planes.dimensions["species"].bits):
            ids = ids_of(bits.get(species, BitMap()) & within)
            ids = ids[(catalogue.planes.dimensions["species"].columns[p][ids] == species) & self._animals(p, ids)]
            when = catalogue.captured.column[ids].astype(np.int64)
            keys = np.full(len(ids), key, np.int64)
            touched |= self.first_in_zone.learn(keys[when > 0], captured=when[when > 0], ids=ids[when > 0])
        return touched

    def _animals(self, plane: int, ids: NDArray) -> NDArray[np.bool_]:
        """Observations of animals that have a name."""
        dimensions = self.catalogue.planes.dimensions
        kind = dimensions["type"].columns[plane][ids]
        return ((kind == _ANIMAL) | (kind == 0)) & (dimensions["species"].columns[plane][ids] > 0)

    def observe(self, ids: Ids, *, firsts: bool = True) -> list[Seen]:
        """The animals in this footage, one `Seen` for each plane."""
        catalogue = self.catalogue
        found = []
        for p in range(len(catalogue.planes.exists)):
            row = np.flatnonzero(self._animals(p, ids))
            here = ids[row]
            planes = catalogue.planes.dimensions
            given = {name: planes[name].columns[p][here].astype(np.int64) for name in WEIGHTS if name in planes}
            given["zone"] = catalogue.dimensions["zone"].column[here].astype(np.int64)
            given["season"] = catalogue.dimensions["season"].column[here].astype(np.int64)
            hour = catalogue.dimensions["hour"].column[here].astype(np.int64)
            given["hour"] = (hour + 5) // 6
            species = planes["species"].columns[p][here].astype(np.int64)
            nothing = np.zeros(len(here), np.bool_)
            found.append(
                Seen(
                    row=row,
                    species=species,
                    given=given,
                    first_individual=self.first_individual.holds(planes["individual"].columns[p][here], ids=here)
                    if firsts
                    else nothing,
                    first_in_zone=self.first_in_zone.holds(species * _ZONES + given["zone"], ids=here)
                    if firsts
                    else nothing,
                )
            )
        return found

    def score(self, ids: Ids) -> None:
        """Compute the scores of this footage by the counters as they are."""
        catalogue = self.catalogue
        for first in range(0, len(ids), 1_000_000):
            some = ids[first : first + 1_000_000]
            tells = np.sum(list(self._tells(some).values()), axis=0)
            surprise = self.rarity.surprise(self.observe(some), rows=len(some))
            catalogue.score.replace(some, quantised(surprise + tells), known=catalogue.live)
            catalogue.tells.replace(some, quantised(tells), known=catalogue.live)

    def _tells(self, ids: Ids) -> dict[str, NDArray[np.float64]]:
        catalogue = self.catalogue
        animal = np.zeros(len(ids), np.bool_)
        for column in catalogue.planes.dimensions["type"].columns:
            animal |= column[ids] == _ANIMAL
        return tellability(
            share=catalogue.share[ids],
            sharpness=catalogue.sharpness[ids],
            deciseconds=catalogue.duration.column[ids],
            day=catalogue.dimensions["light"].column[ids] == _DAY,
            animal=animal,
        )

    def score_all(self) -> None:
        """Score everything by the counters as they are."""
        self.score(ids_of(self.catalogue.live))
        self.rarity.settled(np.arange(len(self.rarity.seen)).tolist())
        self.waiting = BitMap()

    def settle(self, budget: float) -> bool:
        """Score anew what has drifted, for about `budget` seconds; True when nothing is left to do."""
        end = time.monotonic() + budget
        drifted = self.rarity.drifted().tolist()
        for code in drifted:
            self.waiting |= self.catalogue.planes.dimensions["species"].whole.get(code, BitMap())
        self.rarity.settled(drifted)
        self.waiting &= self.catalogue.live
        while self.waiting:
            if time.monotonic() >= end:
                return False
            some = self.waiting[:_CHUNK]
            self.score(ids_of(some))
            self.waiting -= some
        return True

    def explain(self, footage: int) -> list[Part]:
        """The reasons for a score, strongest first."""
        return self.explained(np.array([footage], np.uint32))[footage]

    def explained(self, ids: Ids) -> dict[int, list[Part]]:
        """The reasons for the scores of this footage, strongest first; those of all of it are worked out together."""
        tells = {code: bits.tolist() for code, bits in self._tells(ids).items()}
        best: list[list[Part]] = [[] for _id in ids]
        most = [0.0] * len(ids)
        for p, seen in enumerate(self.observe(ids)):
            if not len(seen.row):
                continue
            worth = {code: bits.tolist() for code, bits in self.rarity.parts(seen).items()}
            for k, row in enumerate(seen.row.tolist()):
                values = {code: round(bits[k], 2) for code, bits in worth.items()}
                if sum(values.values()) > most[row]:
                    most[row] = sum(values.values())
                    best[row] = self._reasons(values, seen=seen, row=k, individual=self._individual(p, int(ids[row])))
        told = {}
        for place, key in enumerate(ids.tolist()):
            parts = [*best[place], *(Part(code, round(bits[place], 2)) for code, bits in tells.items())]
            told[key] = sorted((part for part in parts if part.value > 0), key=lambda part: -part.value)
        return told

    def _individual(self, plane: int, footage: int) -> Value:
        dimension = self.catalogue.planes.dimensions["individual"]
        return dimension.vocabulary.values[int(dimension.columns[plane][footage])]

    def _reasons(self, values: dict[str, float], *, seen: Seen, row: int, individual: Value) -> list[Part]:
        """What is surprising about one observation: those of `values` that are worth anything."""
        species = int(seen.species[row])
        taxon = self.catalogue.planes.dimensions["species"].vocabulary.values[species]
        parts = []
        for code, bits in values.items():
            if bits <= 0:
                continue
            params: dict[str, Value | float] = {"species": taxon}
            if code == "species":
                params |= {"seen": int(self.rarity.seen[species]), "of": int(self.rarity.seen.sum())}
            elif code == "first_individual":
                params["individual"] = individual
            elif code == "first_in_zone":
                params["zone"] = self._vocabulary("zone")[int(seen.given["zone"][row])]
            else:
                value = int(seen.given[code][row])
                table = self.rarity.given[code]
                params |= {
                    "value": value - 1 if code == "hour" else self._vocabulary(code)[value],
                    "seen": int(table[species, value]),
                    "of": int(table[species, 1:].sum()),
                }
            parts.append(Part(code, bits, params))
        return parts
