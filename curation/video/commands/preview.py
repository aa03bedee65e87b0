"""`preview FILE --out FOLDER [--proxy | --no-proxy] [--json]`: poster, scrub sheet, waveform and proxy."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from curation.video.commands._meter import meter
from curation.video.errors import VideoError

NAME = "preview"
HELP = "make the poster, scrub sheet, waveform and, where browsers need one, proxy of FILE"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and where its previews go."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="made if it is not there")
    parser.add_argument("--proxy", action=argparse.BooleanOptionalAction, help="default: if one is needed")
    parser.add_argument("--json", action="store_true", help="print what was made as one JSON object")


def run(options: argparse.Namespace) -> int:
    """Make the previews and tell of them."""
    from curation.video.previews.overview import make_overview  # NumPy, which other commands need not wait for

    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VideoError("bad_request", setting=str(options.out), detail=str(error)) from error
    on_progress = meter(quiet=options.json)
    made = make_overview(options.file, options.out, proxy=options.proxy, on_progress=on_progress).to_dict()
    if options.json:
        print(json.dumps({"file": str(options.file), "folder": str(options.out)} | made))
    else:
        for name, facts in made.items():
            print(f"{name}: {', '.join(f'{key} {value}' for key, value in facts.items()) if facts else 'none'}")
    return 0
