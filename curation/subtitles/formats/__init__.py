"""The files that timed text travels in, by their ending.

Public: `read` (a file), `parse` (bytes), `write`, `Written`, `Timing`, `READABLE`, `WRITABLE`, `NAMES`, `MEDIA_TYPES`,
`LARGEST`, and each format's own module (`webvtt`, `srt`, `ttml`, `substation`, `scc`, `stl`) with `parse` and `write`.
May import: the rest of `curation.subtitles` (the formats are its top), ttconv, pysubs2, defusedxml.
"""

from curation.subtitles.formats.registry import LARGEST, MEDIA_TYPES, NAMES, READABLE, WRITABLE, parse, read, write
from curation.subtitles.formats.timing import Timing
from curation.subtitles.formats.written import Written

__all__ = ["LARGEST", "MEDIA_TYPES", "NAMES", "READABLE", "WRITABLE", "Timing", "Written", "parse", "read", "write"]
