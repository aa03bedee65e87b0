"""The five counters, and what follows from telling them twice. Knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAMES = ("views", "likes", "comments", "shares", "quotes")
REACTIONS = ("likes", "comments", "shares", "quotes")
LARGEST = 2**62  # more is no count but a fault, and does not fit a column

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Change:
    """What a measurement says against what was known: the new state, what was gained, and which counters fell."""

    known: dict[str, int]
    gained: dict[str, int]
    fell: tuple[str, ...]


def cleaned(told: Mapping[str, object]) -> dict[str, int]:
    """Only counters that we know, as whole numbers from zero on; what is no number was not told."""
    found = {}
    for name in NAMES:
        value = told.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST:
            found[name] = value
    return found


def change(known: Counts, told: Counts) -> Change:
    """Compare what is told now with what was known. A counter that is not told keeps its value and gains nothing.

    A counter that fell (platforms take back what they found to be false) loses: the sum of all gains is always what
    was told last.
    """
    gained = {name: value - known.get(name, 0) for name, value in told.items()}
    fell = tuple(name for name in NAMES if gained.get(name, 0) < 0)
    return Change(dict(known) | dict(told), gained, fell)


def reactions(counts: Counts) -> int | None:
    """Likes, comments, shares and quotes together; None where not one of them is known."""
    known = [counts[name] for name in REACTIONS if name in counts]
    return sum(known) if known else None


def between(first: tuple[float, int], second: tuple[float, int], *, at: float) -> int:
    """A value at an age (hours) that lies between two measured ones, on the straight line between them."""
    (early, low), (late, high) = first, second
    return round(low + (high - low) * (at - early) / (late - early)) if late > early else high
