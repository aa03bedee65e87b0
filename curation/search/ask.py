"""Questions and answers, as values that can be compared, kept and sent.

A question is filters by dimension, a tree of words, ranges of numbers, and sets of ids. Within a dimension `any_of` is
"or"; between dimensions it is "and". Filters of observations (species, behaviour, number, sex, life stage, individual,
type) are asked of one observation together; `none_of` removes footage in which any observation has the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from pyroaring import BitMap

from curation.search.coding import DIMENSIONS, OBSERVATION_DIMENSIONS, RANGES, SORTS, Value
from curation.search.errors import BadAsk

Sort = Literal["rarest", "newest", "quality"]
Values = tuple[Value, ...]


@dataclass(frozen=True)
class Has:
    """Footage with any of the values in one dimension."""

    dimension: str
    values: Values


@dataclass(frozen=True)
class Seen:
    """Footage with one observation that answers every filter; dimensions of observations only."""

    filters: Mapping[str, Values]


@dataclass(frozen=True)
class Word:
    """Footage whose texts hold the word, or every word of the text. `prefix`: the last word may go on.

    `places` searches names of stations, folders and files too: only for those who may see exact places.
    """

    text: str
    places: bool = False
    prefix: bool = False


@dataclass(frozen=True)
class Ids:
    """Exactly this footage, as far as it exists."""

    ids: BitMap


@dataclass(frozen=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    part: Node


Node = Has | Seen | Word | Ids | And | Or | Not


@dataclass(frozen=True)
class Range:
    """low <= number < high; None is open. Footage without the number is outside of every range."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Ask:
    """One question. `always` are filters that also hold for the facets of their own dimension (states, alarms)."""

    any_of: Mapping[str, Values] = field(default_factory=dict)
    none_of: Mapping[str, Values] = field(default_factory=dict)
    always: Mapping[str, Values] = field(default_factory=dict)
    tree: Node | None = None
    ranges: Mapping[str, Range] = field(default_factory=dict)
    within: BitMap | None = None
    without: BitMap | None = None

    def check(self) -> None:
        """Raises BadAsk for a dimension, range or node that does not exist."""
        for filters in (self.any_of, self.none_of, self.always):
            for name in filters:
                if name not in DIMENSIONS:
                    raise BadAsk(reason=f"there is no dimension {name!r}")
        for name in self.ranges:
            if name not in RANGES:
                raise BadAsk(reason=f"there is no range {name!r}")
        if self.tree is not None:
            _check(self.tree)


def _check(node: Node) -> None:
    if isinstance(node, And | Or):
        for part in node.parts:
            _check(part)
    elif isinstance(node, Not):
        _check(node.part)
    elif isinstance(node, Has) and node.dimension not in DIMENSIONS:
        raise BadAsk(reason=f"there is no dimension {node.dimension!r}")
    elif isinstance(node, Seen) and (strange := set(node.filters) - set(OBSERVATION_DIMENSIONS)):
        raise BadAsk(reason=f"{min(strange)!r} is not said of one observation")


def check_sort(sort: str) -> None:
    if sort not in SORTS:
        raise BadAsk(reason=f"there is no order {sort!r}")


Cursor = tuple[int, int]
"""(value, id) of the last hit shown; the next page begins strictly below it."""


class PageWishes(TypedDict, total=False):
    """What may be said of a page beside its question.

    sort: "rarest" unless said. size: 24 hits. after: the cursor that they are to be below. explained: with the reasons
    of their scores. beside: another question, of which only the number of hits is told: a page then needs no second
    call.
    """

    sort: Sort
    size: int
    after: Cursor | None
    explained: bool
    beside: Ask | None


@dataclass(frozen=True)
class Hit:
    """One piece of footage. `value` is the number it is sorted by; (value, id) is its cursor."""

    id: int
    value: int
    score: float


@dataclass(frozen=True)
class Facets:
    """For each dimension, the number of pieces of footage for each value that occurs, values without any left out."""

    counts: Mapping[str, Mapping[Value, int]]
    total: int
    behind: int = 0


@dataclass(frozen=True)
class Found:
    """The whole result, for work on many at once."""

    ids: BitMap
    behind: int = 0


@dataclass(frozen=True)
class Part:
    """One reason for a score: `value` bits, and what a sentence about it needs."""

    code: str
    value: float
    params: Mapping[str, Value | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """`total` is exact. `replaced`: unknown words and the known ones taken instead. `behind`: changes that are not in
    yet (0 is the rule); `next` is the cursor of the page after, None at the end. Where they were asked for, `reasons`
    are those of the hits, strongest first, and `beside` is how much the other question finds."""

    hits: tuple[Hit, ...]
    total: int
    next: Cursor | None = None
    replaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    behind: int = 0
    reasons: Mapping[int, list[Part]] = field(default_factory=dict)
    beside: int = 0


@dataclass(frozen=True)
class Sizes:
    """How much is in the index. `bytes` is what bitmaps and columns take."""

    footage: int
    observations: int
    words: int
    bitmaps: int
    bytes: int
    position: str
    behind: int = 0
