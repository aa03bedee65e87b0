"""From a question to footage: bitmaps combined by its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyroaring import BitMap

from curation.search.ask import Ask, Has, Ids, Node, Not, Or, Range, Seen, Values, Word
from curation.search.bitmaps import any_of
from curation.search.coding import OBSERVATION_DIMENSIONS

if TYPE_CHECKING:
    from curation.search.catalogue import Catalogue


@dataclass
class Match:
    """Parts of the answer, kept apart so that facets can leave one filter out.

    `rest` is what holds whatever is left out; `each` the footage of each filter of footage; `asked` the filters of
    observations.
    """

    rest: BitMap
    each: dict[str, BitMap]
    asked: dict[str, Values]
    replaced: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def without(self, name: str | None) -> BitMap:
        """`rest` with all filters of footage but one."""
        result = self.rest
        for other in sorted((bits for key, bits in self.each.items() if key != name), key=len):
            result = result & other
        return result

    def others(self, name: str | None) -> dict[str, Values]:
        """Filters of observations but one."""
        return {key: values for key, values in self.asked.items() if key != name}


def match(catalogue: Catalogue, ask: Ask) -> Match:
    """The parts of the answer to a question."""
    ask.check()
    replaced: dict[str, tuple[str, ...]] = {}
    rest = catalogue.live
    for name, values in ask.always.items():
        rest = rest & catalogue.having(name, values)
    if ask.within is not None:
        rest = rest & ask.within
    for name, limits in ask.ranges.items():
        rest = rest & _between(catalogue, name, limits)
    if ask.tree is not None:
        rest = rest & evaluate(catalogue, ask.tree, replaced=replaced)
    if ask.without is not None:
        rest = rest - ask.without
    for name, values in ask.none_of.items():
        rest = rest - catalogue.having(name, values)
    each = {
        name: catalogue.having(name, values)
        for name, values in ask.any_of.items()
        if name not in OBSERVATION_DIMENSIONS
    }
    asked = {name: values for name, values in ask.any_of.items() if name in OBSERVATION_DIMENSIONS}
    return Match(rest=rest, each=each, asked=asked, replaced=replaced)


def result(catalogue: Catalogue, parts: Match) -> BitMap:
    """All footage that answers."""
    found = parts.without(None)
    return found & seen(catalogue, parts.asked) if parts.asked else found


def seen(catalogue: Catalogue, filters: Mapping[str, Values]) -> BitMap:
    """Footage with one observation that answers all the filters."""
    if len(filters) == 1:
        ((name, values),) = filters.items()
        return catalogue.planes.having(name, values)
    return any_of(catalogue.planes.together(catalogue.planes.answers(filters)))


def evaluate(catalogue: Catalogue, node: Node, *, replaced: dict[str, tuple[str, ...]]) -> BitMap:
    """Footage that answers a tree."""
    if isinstance(node, Has):
        return catalogue.having(node.dimension, node.values)
    if isinstance(node, Seen):
        return seen(catalogue, node.filters) if node.filters else catalogue.live
    if isinstance(node, Ids):
        return node.ids & catalogue.live
    if isinstance(node, Word):
        answer = catalogue.texts.find(node.text, tags=catalogue.tag_words, places=node.places, prefix=node.prefix)
        replaced.update(answer.replaced)
        return catalogue.live if answer.ids is None else answer.ids
    if isinstance(node, Not):
        return catalogue.live - evaluate(catalogue, node.part, replaced=replaced)
    parts = [evaluate(catalogue, part, replaced=replaced) for part in node.parts]
    if isinstance(node, Or):
        return any_of(parts)
    whole = catalogue.live
    for part in sorted(parts, key=len):
        whole = whole & part
    return whole


def _between(catalogue: Catalogue, name: str, limits: Range) -> BitMap:
    return catalogue.between(name, low=limits.low, high=limits.high)
