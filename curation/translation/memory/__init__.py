"""Translation memory: sentences that people have approved, found again by likeness.

Public: `Unit`, `Match`, `Index`. Imports the standard library and rapidfuzz only.
"""

from curation.translation.memory.index import Index
from curation.translation.memory.unit import Match, Unit

__all__ = ["Index", "Match", "Unit"]
