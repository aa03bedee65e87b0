"""`scrub IN OUT [--json]`: a copy without anything that tells a place, a person, a time or a device."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from curation.video.commands._meter import meter
from curation.video.metadata.scrubbing import scrub

NAME = "scrub"
HELP = "copy pictures and sound without any metadata, and verify that none is left"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and its copy."""
    parser.add_argument("input", type=Path, metavar="IN")
    parser.add_argument("output", type=Path, metavar="OUT")
    parser.add_argument("--json", action="store_true", help="print what was removed as one JSON object")


def run(options: argparse.Namespace) -> int:
    """Write the copy and tell what it no longer tells."""
    proof = scrub(options.input, options.output, on_progress=meter(quiet=options.json))
    if options.json:
        print(json.dumps({"file": str(options.output)} | proof.to_dict()))
        return 0
    for tell in proof.removed:
        print(f"removed ({tell.kind}): {tell.where}: {tell.key}: {tell.value[:100]!r}")
    print(f"{proof.packets} packets copied, {proof.cleaned} cleaned, {proof.searched} words looked for and not found")
    return 0
