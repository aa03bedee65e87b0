"""`probe FILE... [--json]`: what a file is, as a person or a program reads it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from curation.video.errors import VideoError
from curation.video.probe import probe

NAME = "probe"
HELP = "tell what each FILE is"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Any number of files; one that cannot be read does not keep the others from being told."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Tell each file; 1 when any could not be read."""
    return max([_probe(path, as_json=options.json) for path in options.files])


def _probe(path: Path, *, as_json: bool) -> int:
    facts: dict[str, Any] = {"file": str(path)}
    try:
        facts |= probe(path).to_dict()
    except VideoError as error:
        facts |= {"error": error.code, "message": str(error), "params": error.params}
        if not as_json:
            print(f"{str(path)!r}: {error}", file=sys.stderr)
            return 1
    if as_json:
        print(json.dumps(facts))
    else:
        print("\n".join(f"{name}: {value}" for name, value in facts.items()) + "\n")
    return 1 if "error" in facts else 0
