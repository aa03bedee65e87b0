"""What a translation memory holds, and what it answers."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A sentence and its translation; languages are BCP-47 tags, `origin` says where the pair came from."""

    id: int
    source_language: str
    target_language: str
    source: str
    target: str
    origin: str = ""


Difference = tuple[str, str]
"""("=" | "-" | "+", text): kept, only in the memory's source, only in the text asked for."""


ONLY = ("", "numbers", "case", "punctuation")
"""What alone may differ between two sentences."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A unit and how like its source is to the text: `score` 0..1 (1 only where nothing but white space differs).

    `differences` lead from the unit's source to the text; `only` is one of `ONLY` where nothing else differs.
    """

    unit: Unit
    score: float
    differences: tuple[Difference, ...] = ()
    only: str = ""

    @property
    def percent(self) -> int:
        """The score as 0..100, rounded down, so that 100 means the same sentence."""
        return int(self.score * 100 + 1e-9)
