"""State machines as data: which status may follow which. An undeclared move raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models


class UndeclaredTransition(Exception):
    """A status was to change in a way its graph does not declare."""

    def __init__(self, graph: str, before: str, after: str) -> None:
        super().__init__(f"{graph}: {before} -> {after} is not declared")
        self.graph, self.before, self.after = graph, before, after


@dataclass(frozen=True)
class StateGraph:
    """A named graph of states. `edges` maps each state to those that may follow it."""

    name: str
    initial: str
    edges: Mapping[str, frozenset[str]]
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.edges)

    @property
    def final(self) -> frozenset[str]:
        return frozenset(state for state, following in self.edges.items() if not following)

    def allows(self, before: str, after: str) -> bool:
        return after in self.edges.get(before, frozenset())

    def check(self, before: str, after: str) -> None:
        if not self.allows(before, after):
            raise UndeclaredTransition(self.name, before, after)

    def move(self, row: models.Model, after: str, *, using: str = "state", **changes: Any) -> None:
        """Move `row` to `after` in the database, only from the state it is believed to be in.

        Raises UndeclaredTransition when the graph has no such edge, or when somebody else moved the row first.
        """
        before = getattr(row, using)
        self.check(before, after)
        moved = type(row)._base_manager.filter(pk=row.pk, **{using: before}).update(**{using: after}, **changes)
        if not moved:
            row.refresh_from_db(fields=[using])
            raise UndeclaredTransition(self.name, getattr(row, using), after)
        setattr(row, using, after)
        for name, value in changes.items():
            setattr(row, name, value)


def graph(name: str, initial: str, **edges: str) -> StateGraph:
    """`graph("footage", "registered", registered="probing", probing="ready failed")`: states separated by spaces."""
    following = {state: frozenset(after.split()) for state, after in edges.items()}
    for after in list(following.values()):
        for state in sorted(after):
            following.setdefault(state, frozenset())
    return StateGraph(name=name, initial=initial, edges=following)
