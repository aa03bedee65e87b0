"""Shows how far a command is, where a person looks on: at a terminal, and not beside JSON."""

from __future__ import annotations

import sys
import time

from curation.video.running.progress import OnProgress, Progress

EVERY = 0.5  # seconds


def meter(*, quiet: bool) -> OnProgress | None:
    """What prints progress on standard error; None where nobody reads it."""
    if quiet or not sys.stderr.isatty():
        return None
    told = 0.0

    def tell(progress: Progress) -> None:
        nonlocal told
        now = time.monotonic()
        if progress.fraction >= 1.0:
            print("\r" + " " * 40, end="\r", file=sys.stderr, flush=True)
        elif now - told >= EVERY:
            told = now
            print(f"\r{progress.fraction:6.1%}  {progress.seconds:.0f} s", end="", file=sys.stderr, flush=True)

    return tell
