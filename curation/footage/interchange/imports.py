"""One door for everything that comes in: looks at what it is and calls the one that reads it."""

from __future__ import annotations

from pathlib import Path

from curation.footage.interchange.camtrap import Options, import_package
from curation.footage.interchange.container import DESCRIPTOR
from curation.footage.interchange.machine import Matching, import_results
from curation.footage.interchange.report import Report


def read_in(path: Path, *, options: Options | None = None, matching: Matching | None = None) -> Report:
    """Import a Camtrap DP package, or a MegaDetector or SpeciesNet file (.json, .json.gz). Raises InterchangeError."""
    path = path.absolute()
    suffixes = {suffix.lower() for suffix in path.suffixes[-2:]}
    if path.is_file() and ".json" in suffixes and path.name != DESCRIPTOR:
        return import_results(path, options=options, matching=matching)
    return import_package(path, options=options)
