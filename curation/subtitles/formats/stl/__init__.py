"""EBU STL (EBU Tech 3264-E, 1991), with the tables of ttconv; `reading` says why it is not its reader.

Public: `parse` (bytes), `write`. May import: what `formats` may.
"""

from curation.subtitles.formats.stl.reading import parse
from curation.subtitles.formats.stl.writing import write

__all__ = ["parse", "write"]
