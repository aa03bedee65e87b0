"""Figures, units, dates and hours in twelve languages, so that a translation can be held against its original.

Public names: `Figures`, `read` (what a text says), `differences` (what two texts do not agree on).

Imports the standard library and regex.
"""

from curation.subtitles.quality.figures.comparing import Differences, differences
from curation.subtitles.quality.figures.reading import Figures, read

__all__ = ["Differences", "Figures", "differences", "read"]
