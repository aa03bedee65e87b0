"""SCC, the files of CEA-608 captions (line 21): read by ttconv, written here.

ttconv's writer works through the whole document for each of its moments (10,000 captions would take a quarter of an
hour), drops a character where it breaks a line, leaves captions out in silence and knows neither italics nor the top.

Public: `parse` (bytes), `write`. May import: what `formats` may.
"""

from curation.subtitles.formats.scc.reading import parse
from curation.subtitles.formats.scc.writing import write

__all__ = ["parse", "write"]
