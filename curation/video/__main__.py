"""`python -m curation.video COMMAND ...`: the video engine for people and programs; see `commands`.

Exit status: 0 done, 1 not done (the sentence on standard error, or as JSON on standard output, says why), 2 not
understood, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from types import FrameType

from curation.video.commands import commands
from curation.video.errors import VideoError

INTERRUPTED = 130  # what a shell says of a program that Ctrl-C ended


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m curation.video",
        description="Look at, cut, render and clean video files.",
        epilog="Put -- before file names that begin with a dash.",
    )
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in commands():
        chosen = choices.add_parser(
            command.NAME, help=command.HELP, description=f"{command.HELP[:1].upper()}{command.HELP[1:]}."
        )
        command.add_arguments(chosen)
        chosen.set_defaults(run=command.run)
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except VideoError as error:
        return _tell(error, as_json=getattr(options, "json", False))
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell(error: VideoError, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": error.code, "message": str(error), "params": error.params, "detail": error.detail}))
    else:
        print(error, file=sys.stderr)
        if error.detail:
            print(error.detail, file=sys.stderr)
    return 1


if __name__ == "__main__":
    # Told to end, it leaves by the same door as at Ctrl-C: the child is ended and unfinished files are removed.
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(main())
