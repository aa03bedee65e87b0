"""`probe FILE... [--json]`: what a file is, as a person or a program reads it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from curation.video.captured import capture_time
from curation.video.errors import VideoError
from curation.video.metadata.tell import examine
from curation.video.probe import Probe, probe

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
        found = probe(path)
        facts |= found.to_dict() | {"captured": _captured(path, found)}
        examined = examine(path)
        facts["streams"] = list(examined.streams)
        facts["tells"] = [tell.to_dict() for tell in examined.tells]
    except VideoError as error:
        facts |= {"error": error.code, "message": str(error), "params": error.params}
        if not as_json:
            print(f"{str(path)!r}: {error}", file=sys.stderr)
            return 1
    if as_json:
        print(json.dumps(facts))
    else:
        lines = [f"{name}: {value}" for name, value in facts.items() if name not in {"tells", "streams"}]
        lines += [f"stream {stream['index']}: {_line(stream)}" for stream in facts["streams"]]
        lines += [
            f"tells ({tell['kind']}): {tell['where']}: {tell['key']}: {tell['value']!r}" for tell in facts["tells"]
        ]
        print("\n".join(lines) + "\n")
    return 1 if "error" in facts else 0


def _captured(path: Path, found: Probe) -> dict[str, Any] | None:
    """When it was filmed, as far as the file, its name or its folders say so, and which of them does."""
    moment = capture_time(path.absolute().parts, found)
    return {"value": moment.value.isoformat(), "source": moment.source, "exact": moment.exact} if moment else None


def _line(stream: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in stream.items() if name != "index" and value is not None)
