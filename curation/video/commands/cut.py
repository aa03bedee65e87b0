"""`cut IN OUT --in T --out T [--segment T T ...]`: ranges of a file as a new one, copied where that can be proved."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from curation.video.errors import VideoError

NAME = "cut"
HELP = "cut ranges out of IN and join them in OUT, encoding as little as possible"
TIME = "seconds, or H:MM:SS.mmm"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One range by `--in` and `--out`, further ones by `--segment`."""
    parser.add_argument("source", type=Path, metavar="IN")
    parser.add_argument("target", type=Path, metavar="OUT", help="an MP4 file, or MOV if it ends in .mov")
    parser.add_argument("--in", dest="start", metavar="T", help=f"first picture: {TIME}")
    parser.add_argument("--out", dest="end", metavar="T", help="the picture at this time is the first left out")
    parser.add_argument("--segment", nargs=2, action="append", default=[], metavar="T", help="one more range")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--smart", dest="mode", action="store_const", const="smart", help="copy what can be copied (usual)"
    )
    how.add_argument("--exact", dest="mode", action="store_const", const="exact", help="encode the whole clip")
    parser.add_argument("--decode-all", action="store_true", help="decode the copied pictures too, for the proof")
    parser.add_argument("--json", action="store_true", help="print the proof as one JSON object")
    parser.set_defaults(mode="smart")


def run(options: argparse.Namespace) -> int:
    """Cut; 0 when the file is there and proved."""
    from curation.video.cutting.cut import Range, cut, seconds

    pairs = [*([(options.start, options.end)] if options.start or options.end else []), *options.segment]
    if not pairs or None in pairs[0]:
        raise VideoError("bad_request", setting="--in, --out")
    ranges = [Range(seconds(start), seconds(end)) for start, end in pairs]
    proof = cut(options.source, options.target, ranges=ranges, mode=options.mode, decode_all=options.decode_all)
    told = proof.to_dict()
    if options.json:
        print(json.dumps(told))
        return 0
    for name in ("method", "message", "frames_got", "duration", "bytes_copied", "bytes_encoded", "sound"):
        print(f"{name}: {told[name]}")
    if proof.failed:
        print(f"failed: {', '.join(proof.failed)}", file=sys.stderr)
    return 0
