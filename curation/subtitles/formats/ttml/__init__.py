"""TTML and IMSC, read and written by ttconv.

Public: `parse` (bytes), `write`. May import: what `formats` may.
"""

from curation.subtitles.formats.ttml.reading import parse
from curation.subtitles.formats.ttml.writing import write

__all__ = ["parse", "write"]
