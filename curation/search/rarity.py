"""How rare a piece of footage is, and how much it tells: the order in which the desk looks at ten million files.

score = surprise + tellability, in bits; stored in hundredths (uint16).

Surprise is that of the most surprising current observation of an animal:

    min(20, -log2 p(species))
    + 1.2 x excess(life stage | species), for subadults and juveniles only
    + 2 for a juvenile, + 1 for a subadult, whatever the species
    + 1.0 x excess(behaviour | species)
    + 0.8 x excess(number | species)
    + 0.5 x excess(zone | species)
    + 0.4 x excess(season | species)
    + 0.4 x excess(six hours of the day | species)
    + 3 for the earliest footage of an individual, + 2 for the earliest footage of a species in a zone

    p(species)   = (observations of the species + 1) / (observations of all species + number of species)
    p(v|species) = (observations with v + 1) / (observations with anything said + number of values)
    excess(v|species) = -log2 p(v|species) less the average of that over the species' own observations, 0 to 4 bits

The average is taken off so that what is usual for a species is worth nothing: a deer seen evenly over thirty zones
is no surprise in any of them. Add-one smoothing and the cap keep the chance finds of a tiny sample from outranking a
tiger: with one observation p(v|species) is 2 / (1 + values), and the excess of what was seen is 0. Young animals are
worth showing however often they are seen, also in a tiny catalogue, where no excess can be told yet: hence their flat
part, as much as a species four times as rare. A taxon is counted as it was named; what is only known as a cat does not
make cats common.

Tellability, only where an animal was named or moves in the picture; what was not measured is worth 0:

    3.0 x min(1, sqrt(share of the frame / 0.25)) + 2.0 x sharpness
    + 1.5 x duration (0 at 0 s, 1 from 8 s to 40 s, 0.3 from 180 s) + 1.0 by day

Counters follow every change at once. What was changed is scored by the counters of that moment; all other footage of a
species is scored anew when its -log2 p(species) has moved by 0.05 or a twentieth of its observations have changed
(`Rarity.drifted`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SPECIES_CAP = 20.0
EXCESS_CAP = 4.0
FIRST_INDIVIDUAL = 3.0
FIRST_IN_ZONE = 2.0
YOUNG = (0.0, 1.0, 2.0)
"""Bits of each life stage, in the order of `coding.LIFE_STAGES`: adult, subadult, juvenile."""
FORMULA = 2
"""Which formula this is. An index that was saved with an earlier one scores anew what differs."""
DRIFT = 0.05
HUNDREDTHS = 100

WEIGHTS = {"life_stage": 1.2, "behaviour": 1.0, "number": 0.8, "zone": 0.5, "season": 0.4, "hour": 0.4}
"""Conditional surprises, strongest first. `hour` is a quarter of the day: 1 is 0 to 6 o'clock."""


@dataclass(frozen=True)
class Seen:
    """Observations of animals as columns of codes, one row for each; what the scores are computed from.

    `given` holds the codes of each name in `WEIGHTS`; `first_individual` and `first_in_zone` say whether the row's
    footage is the earliest.
    """

    row: NDArray[np.int64]  # place of its footage among those that are scored
    species: NDArray[np.int64]  # code; never 0
    given: dict[str, NDArray[np.int64]]
    first_individual: NDArray[np.bool_]
    first_in_zone: NDArray[np.bool_]


class Rarity:
    """Counters of what was seen, and the scores that follow from them."""

    def __init__(self) -> None:
        self.seen = np.zeros(1, np.int64)  # by code of the species
        self.given = {name: np.zeros((1, 1), np.int64) for name in WEIGHTS}
        self.scored_bits = np.zeros(1)  # -log2 p when the species' footage was last scored as a whole
        self.changes = np.zeros(1, np.int64)  # observations of the species that changed since then
        self._tables: dict[str, NDArray[np.float64]] = {}

    def make_room(self, *, species: int, values: dict[str, int]) -> None:
        """Have counters for so many codes."""
        if len(self.seen) < species:
            more = species - len(self.seen)
            self.seen = np.r_[self.seen, np.zeros(more, np.int64)]
            self.scored_bits = np.r_[self.scored_bits, np.zeros(more)]
            self.changes = np.r_[self.changes, np.zeros(more, np.int64)]
        for name, table in self.given.items():
            wanted = (max(species, table.shape[0]), max(values[name], table.shape[1]))
            if wanted != table.shape:
                larger = np.zeros(wanted, np.int64)
                larger[: table.shape[0], : table.shape[1]] = table
                self.given[name] = larger
        self._tables = {}

    def count(self, seen: Seen, *, sign: int) -> None:
        """Add observations to the counters, or take them out (`sign` -1)."""
        numbers = np.bincount(seen.species, minlength=len(self.seen))
        self.seen += sign * numbers
        self.changes += numbers
        for name, table in self.given.items():
            flat = seen.species * table.shape[1] + seen.given[name]
            table += sign * np.bincount(flat, minlength=table.size).reshape(table.shape)
        self._tables = {}

    def bits(self) -> NDArray[np.float64]:
        """-log2 p(species) by code."""
        kinds = max(1, int(np.count_nonzero(self.seen)))
        share = (self.seen + 1) / (int(self.seen.sum()) + kinds)
        return np.clip(-np.log2(np.minimum(1.0, share)), 0.0, SPECIES_CAP)

    def excess(self, name: str) -> NDArray[np.float64]:
        """Weighted excess by (species, value), with what is flat; 0 where nothing is said."""
        if name not in self._tables:
            counts = self.given[name][:, 1:]
            kinds = max(1, counts.shape[1])
            said = counts.sum(axis=1, keepdims=True)
            surprise = -np.log2((counts + 1) / (said + kinds))
            usual = (counts * surprise).sum(axis=1, keepdims=True) / np.maximum(1, said)
            table = np.zeros(self.given[name].shape)
            table[:, 1:] = WEIGHTS[name] * np.clip(surprise - usual, 0.0, EXCESS_CAP) * (said > 0)
            if name == "life_stage":
                table[:, 1:2] = 0.0  # adults
                table[:, 1 : 1 + len(YOUNG)] += YOUNG[: table.shape[1] - 1]
            self._tables[name] = table
        return self._tables[name]

    def parts(self, seen: Seen) -> dict[str, NDArray[np.float64]]:
        """The surprise of each observation, by reason."""
        found = {"species": self.bits()[seen.species]}
        for name in WEIGHTS:
            found[name] = self.excess(name)[seen.species, seen.given[name]]
        found["first_individual"] = np.where(seen.first_individual, FIRST_INDIVIDUAL, 0.0)
        found["first_in_zone"] = np.where(seen.first_in_zone, FIRST_IN_ZONE, 0.0)
        return found

    def surprise(self, several: Sequence[Seen], *, rows: int) -> NDArray[np.float64]:
        """The surprise of each piece of footage; each of `several` has one row at most for a piece."""
        most = np.zeros(rows)
        for seen in several:
            total = np.sum(list(self.parts(seen).values()), axis=0)
            most[seen.row] = np.maximum(most[seen.row], total)
        return most

    def drifted(self) -> NDArray[np.int64]:
        """Codes of species whose footage should be scored anew."""
        moved = np.abs(self.bits() - self.scored_bits) >= DRIFT
        changed = self.changes * 20 >= np.maximum(1, self.seen)
        found = np.flatnonzero((moved | (changed & (self.changes > 0))) & (self.seen > 0))
        return found[found > 0]

    def settled(self, species: Sequence[int]) -> None:
        """Note that all footage of these species is scored by the counters as they are."""
        self.scored_bits[species] = self.bits()[species]
        self.changes[species] = 0


def tellability(
    *, share: NDArray, sharpness: NDArray, deciseconds: NDArray, day: NDArray[np.bool_], animal: NDArray[np.bool_]
) -> dict[str, NDArray[np.float64]]:
    """How well each piece tells its story, by reason, in bits."""
    length = np.interp(deciseconds / 10, [0, 8, 40, 180], [0, 1, 1, 0.3])
    size = np.minimum(1.0, np.sqrt(np.nan_to_num(share.astype(np.float64)).clip(0, 1) / 0.25))
    there = animal | (size > 0)
    return {
        "size": np.where(there, 3.0 * size, 0.0),
        "sharpness": np.where(there, 2.0 * np.nan_to_num(sharpness.astype(np.float64)).clip(0, 1), 0.0),
        "duration": np.where(there, 1.5 * length, 0.0),
        "daylight": np.where(there & day, 1.0, 0.0),
    }


def quantised(bits: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Hundredths of a bit, as they are stored and sorted."""
    return np.minimum(np.rint(bits * HUNDREDTHS), np.iinfo(np.uint16).max).astype(np.uint16)
