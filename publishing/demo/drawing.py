"""Draws scenes side by side in processes that end with their parent. Knows no Django: the processes import this."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from curation.scenery import SceneSpec, render_scene

PR_SET_PDEATHSIG = 1
NICE = 5  # the web server answers meanwhile


def draw(specs: Sequence[SceneSpec], folder: Path, *, processes: int) -> Iterator[tuple[SceneSpec, Path]]:
    """Draw each scene into `folder` and yield it as soon as it is done, in the order in which they end.

    With one process everything stays in the caller's. Raises SceneError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if processes <= 1:
        for spec in specs:
            yield spec, _draw(spec, folder)
        return
    # Spawned, not forked: the caller has threads and database connections.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_obey, initargs=(os.getpid(),)) as pool:
        waiting = {pool.submit(_draw, spec, folder): spec for spec in specs}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _draw(spec: SceneSpec, folder: Path) -> Path:
    path = folder / spec.file_name
    render_scene(spec, path)
    return path


def _obey(parent: int) -> None:
    """Leave Ctrl-C to the parent, and go when it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
