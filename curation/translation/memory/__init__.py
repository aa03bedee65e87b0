"""Translation memory: sentences that people have approved, found again by likeness.

Public: `Unit`, `Match`, `ONLY`, `Index`, module `tmx` (`read`, `write`). Imports the standard library, NumPy,
rapidfuzz and `curation.translation.exchange`.
"""

from curation.translation.memory.index import Index
from curation.translation.memory.unit import ONLY, Match, Unit

__all__ = ["ONLY", "Index", "Match", "Unit"]
