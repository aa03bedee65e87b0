"""Starts a child that reads media, keeps it inside its limits, and ends it when asked.

The child gets its own session, so that a signal reaches whatever it starts; the launcher gives it its limits and
ties it to the life of the thread that waits for it here.
"""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from curation.video.errors import VideoError
from curation.video.limits import MEBIBYTE, Limits

Cancelled = Callable[[], bool]
Ended = TypeVar("Ended")

LAUNCHER = Path(__file__).with_name("launcher.py")
LOOK_AROUND = 0.2  # seconds between two looks at the clock and at `cancelled`
GRACE = 0.4  # seconds between SIGTERM and SIGKILL: with the above, cancelling stays under a second
COMPLAINT_BYTES = 8 * 1024
READ_BYTES = 64 * 1024
# What a child may know of our environment: where programs and fonts lie, and no password.
KEPT_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "SYSTEMROOT")

# "Resource temporarily unavailable" is a thread whose stack found no room.
OUT_OF_MEMORY = re.compile(
    r"cannot allocate memory|out of memory|memoryerror|malloc of size|resource temporarily unavailable"
    r"|failed to map segment",
    re.IGNORECASE,
)
DISK_FULL = re.compile(r"no space left on device|disk quota exceeded", re.IGNORECASE)
TOLD_TO_END = re.compile(r"received signal 1?[0-9]\b")  # ffmpeg's last words at SIGTERM
CPU_SLACK = 0.25  # seconds: the kernel looks at a process's time now and then only


@dataclass(frozen=True)
class Outcome:
    """How a child ended: `returncode` as `subprocess` has it (negative: a signal), and the end of its stderr.

    `cpu`: seconds of processor time that it took, over all its threads.
    """

    returncode: int
    complaint: str
    cpu: float = 0.0


class Complaint:
    """The end of what a child writes to its standard error."""

    def __init__(self) -> None:
        self._end = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._end.extend(chunk)
        del self._end[:-COMPLAINT_BYTES]

    @property
    def text(self) -> str:
        """What is kept of it."""
        return self._end.decode("utf-8", "replace").strip()


def supervise(
    command: Sequence[str | Path],
    *,
    limits: Limits,
    on_output: Callable[[bytes], None],
    cancelled: Cancelled | None = None,
) -> Outcome:
    """Run `command` (first item: an absolute program name) to its end, giving its standard output to `on_output`.

    Raises VideoError `cancelled` within a second of `cancelled()` turning true, and `timed_out` after
    `limits.wall` seconds. Whatever is raised, here or by the callbacks, the child is gone when this returns.
    """
    child = subprocess.Popen(
        [
            *(sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid())),
            *(str(limits.memory), str(limits.cpu), str(limits.output)),
            *(str(part) for part in command),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=environment({}),
    )
    assert child.stdout is not None and child.stderr is not None  # noqa: S101 - for the type checker
    complaint = Complaint()
    pipes = {child.stdout.fileno(): on_output, child.stderr.fileno(): complaint.add}
    try:
        cpu = pump(pipes, ended=lambda: _reap(child), wall=limits.wall, cancelled=cancelled)
    finally:
        end(child)
    return Outcome(child.returncode, complaint.text, cpu)


def environment(extra: dict[str, str]) -> dict[str, str]:
    """All that a child may know of our environment, and `extra`."""
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "AV_LOG_FORCE_NOCOLOR": "1", **extra}


def pump(
    pipes: dict[int, Callable[[bytes], None]],
    *,
    ended: Callable[[], Ended | None],
    wall: float,
    cancelled: Cancelled | None,
) -> Ended:
    """Carry what comes through `pipes` until they close and the child has `ended`, looking at the clock in between.

    Returns what `ended` tells once it is not None. Raises as `supervise` does.
    """
    deadline = time.monotonic() + wall
    next_look = 0.0
    with selectors.DefaultSelector() as selector:
        for pipe, sink in pipes.items():
            selector.register(pipe, selectors.EVENT_READ, sink)
        while True:
            now = time.monotonic()
            if now > deadline:
                raise VideoError("timed_out")
            if cancelled is not None and now >= next_look:
                next_look = now + LOOK_AROUND
                if cancelled():
                    raise VideoError("cancelled")
            if not selector.get_map():
                told = ended()
                if told is not None:
                    return told
                time.sleep(0.005)
                continue
            for key, _events in selector.select(min(LOOK_AROUND, max(0.0, deadline - now))):
                chunk = os.read(key.fd, READ_BYTES)
                if chunk:
                    key.data(chunk)
                else:
                    selector.unregister(key.fd)


def _reap(child: subprocess.Popen[bytes]) -> float | None:
    """The processor time of a child that has ended; None while it runs. `Popen.wait` would not tell it."""
    process, status, usage = os.wait4(child.pid, os.WNOHANG)
    if process == 0:
        return None
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def end(child: subprocess.Popen[bytes]) -> None:
    """End the child's whole session if it still runs: asked first, then killed. Closes its pipes."""
    if child.poll() is None:
        _signal(child, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            child.wait(GRACE)
        if child.poll() is None:
            _signal(child, signal.SIGKILL)
            child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The group's number is the child's own, as it leads a new session; not yet reaped, so it is not reused.
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def judge(outcome: Outcome, *, limits: Limits, otherwise: str) -> None:
    """Raise the VideoError that fits a child that ended badly; `otherwise` is the code when nothing tells more."""
    if outcome.returncode == 0:
        return
    detail = f"exit status {outcome.returncode}\n{outcome.complaint}"
    if outcome.returncode == -signal.SIGXFSZ:
        raise VideoError("too_large", detail=detail, limit=f"{limits.output // MEBIBYTE} MiB")
    # ffmpeg ends quietly when the kernel tells it that its time is up, so its processor time must tell.
    if outcome.returncode == -signal.SIGXCPU or outcome.cpu >= limits.cpu - CPU_SLACK:
        raise VideoError("timed_out", detail=detail)
    if OUT_OF_MEMORY.search(outcome.complaint):
        raise VideoError("out_of_memory", detail=detail)
    if DISK_FULL.search(outcome.complaint):
        raise VideoError("disk_full", detail=detail)
    if outcome.returncode in {-signal.SIGKILL, -signal.SIGTERM} or TOLD_TO_END.search(outcome.complaint):
        raise VideoError("killed", detail=detail)
    raise VideoError(otherwise, detail=detail)
