"""The files that timed text travels in, by their ending.

Public: `read` (a file), `parse` (bytes), `write`, `READABLE`, `WRITABLE`, `NAMES`, and each format's own module
(`webvtt`, `srt` ...) with `parse` and `write`.
May import: the rest of `curation.subtitles` (the formats are its top), ttconv, pysubs2, defusedxml.
"""

from curation.subtitles.formats.registry import LARGEST, NAMES, READABLE, WRITABLE, parse, read, write

__all__ = ["LARGEST", "NAMES", "READABLE", "WRITABLE", "parse", "read", "write"]
