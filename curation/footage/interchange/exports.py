"""One door for everything that goes out."""

from __future__ import annotations

from pathlib import Path

from curation.footage.interchange.audiovisual import write_records
from curation.footage.interchange.darwin import write_archive
from curation.footage.interchange.packaging import Written, write_package
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.results import write_results
from curation.footage.interchange.selection import Selection

FORMATS = ("camtrap-dp", "darwin-core", "audiovisual-core", "megadetector", "speciesnet")


def export(selection: Selection, out: Path, *, format: str, exact: bool = False) -> Written:
    """Write what is selected to `out`, which must not be there yet. Raises InterchangeError; then nothing was written.

    `exact` is for those who may see exact locations. Results of machines name files by their paths, which tell places:
    they only go out exactly.
    """
    out = out.absolute()
    if format == "camtrap-dp":
        return write_package(selection, out, exact=exact)
    if format == "darwin-core":
        return write_archive(selection, out, exact=exact)
    if format == "audiovisual-core":
        return write_records(selection, out, exact=exact)
    if format not in FORMATS:
        raise InterchangeError("format_unknown")
    if not exact:
        raise InterchangeError("no_rights")
    return write_results(selection, out, format=format)
