"""How much a child that reads media may use: every file is treated as hostile."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE


@dataclass(frozen=True)
class Limits:
    """Bounds for one child process and for the footage it may read.

    memory: address space in bytes (RLIMIT_AS). cpu: seconds of processor time over all threads (RLIMIT_CPU).
    wall: seconds by the clock. output: bytes of the largest file it may write (RLIMIT_FSIZE).
    footage: seconds that a video may last. pixels: largest width times height.
    """

    memory: int = 4 * GIBIBYTE
    cpu: int = 300
    wall: float = 300.0
    output: int = 256 * MEBIBYTE
    footage: float = 24 * 3600.0
    pixels: int = 8192 * 8192


# An encode may rightly take hours; what bounds it is the size of its output and one night of clock time.
RENDER_LIMITS = Limits(memory=8 * GIBIBYTE, cpu=48 * 3600, wall=12 * 3600.0, output=32 * GIBIBYTE)
