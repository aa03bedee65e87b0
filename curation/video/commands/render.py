"""`render SPEC.json [--json]`: makes every output of a specification from one decode, and tells the proofs."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from curation.video.errors import VideoError

NAME = "render"
HELP = "make every output that SPEC.json describes, from one decode of each source"
LARGEST_SPEC = 8 * 1024 * 1024  # bytes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The specification; file names in it count from its own folder."""
    parser.add_argument(
        "specification",
        type=Path,
        metavar="SPEC.json",
        help="shots, outputs, titles and brand as `Production.to_dict` writes them; names count from its folder",
    )
    parser.add_argument("--json", action="store_true", help="print the proofs as one JSON list")
    parser.add_argument("--quiet", action="store_true", help="tell no progress")


def run(options: argparse.Namespace) -> int:
    """Make it; 0 when every output stands."""
    # Late: what draws titles takes a second to load.
    from curation.video.producing.production import Production, produce
    from curation.video.running.progress import Progress

    values = _read(options.specification)
    production = Production.from_dict(_placed(values, folder=options.specification.absolute().parent))
    told = 0.0

    def tell(progress: Progress) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= 0.5 or progress.fraction == 1.0:
            told = now
            print(f"\r{progress.fraction:6.1%}  {progress.frames} pictures", end="", file=sys.stderr, flush=True)

    quiet = options.quiet or options.json or not os.isatty(2)
    proofs = produce(production, on_progress=None if quiet else tell)
    if not quiet:
        print(file=sys.stderr)
    told_outputs = [
        {"file": str(output.file), **proof.to_dict()} for output, proof in zip(production.outputs, proofs, strict=True)
    ]
    if options.json:
        print(json.dumps(told_outputs))
    else:
        for each in told_outputs:
            sound = f", {each['loudness']} LUFS" if each["loudness"] is not None else ""
            print(
                f"{each['file']}: {each['width']} x {each['height']}, {each['frame_count']} pictures, "
                f"{each['duration']:.2f} s, {each['size']} bytes{sound}"
            )
    return 0


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_SPEC + 1)
    except OSError as error:
        raise VideoError("missing", detail=str(error)) from error
    if len(data) > LARGEST_SPEC:
        raise VideoError("bad_request", setting="SPEC.json", detail=f"more than {LARGEST_SPEC} bytes")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise VideoError("bad_request", setting="SPEC.json", detail=str(error)) from error


def _placed(values: Any, *, folder: Path) -> Any:
    """The specification with its file names counted from `folder`. What is malformed is left to be refused."""
    if not isinstance(values, dict):
        return values
    named = {"shots": ("path",), "outputs": ("file", "captions", "fonts", "poster")}
    placed = dict(values)
    for field, names in named.items():
        if isinstance(values.get(field), list):
            placed[field] = [_joined(each, names, folder=folder) for each in values[field]]
    placed["brand"] = _joined(values.get("brand", {}), ("logo", "watermark", "fonts"), folder=folder)
    return placed


def _joined(values: Any, names: tuple[str, ...], *, folder: Path) -> Any:
    if not isinstance(values, dict):
        return values
    return values | {
        name: str(folder / values[name]) for name in names if isinstance(values.get(name), str) and values[name]
    }
