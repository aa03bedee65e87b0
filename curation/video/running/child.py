"""The limited child: does TASK REQUEST PATH [OUTPUT] in a copy of the fork server, asked by `isolation.ask` only.

It answers on standard output with one JSON object, `{"answer": ...}` or `{"error": code, ...}`. A task that takes long
may write lines of `{"progress": ...}` before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import av.logging

from curation.video.errors import VideoError


class Task(NamedTuple):
    """A function of `module`, and which names it is given before what the request says of it."""

    module: str
    function: str
    given: tuple[str, ...]


# Modules are imported when they are asked for: a probe starts in half the time without NumPy and Pillow.
TASKS = {
    "probe": Task("inspection", "inspect", ("path",)),
    "cut": Task("cutting.worker", "cut_file", ("path", "output")),
    "poster": Task("previews.pictures", "draw_poster", ("path", "output")),
    "sheet": Task("previews.pictures", "draw_sheet", ("path", "output")),
    "survey": Task("surveying.surveyor", "survey_file", ("path", "output")),
    "hash": Task("previews.pictures", "hash_picture", ("path",)),
    "layer": Task("lettering.movement", "draw_layer", ("output",)),
    "light": Task("looks.lighting", "light_in", ("path",)),
    "shake": Task("looks.shaking", "follow_camera", ("path",)),
    "watermark": Task("lettering.watermark", "draw_watermark", ("output",)),
    "tells": Task("metadata.findings", "find_tells", ("path",)),
    "remux": Task("metadata.remux", "remux", ("path", "output")),
}


def answer(task: Task, names: Sequence[str], request: dict[str, Any]) -> dict[str, Any]:
    """Do a task with the names of its input and, where it has one, its output."""
    function = getattr(import_module(f"curation.video.{task.module}"), task.function)
    known = dict(zip(("path", "output"), map(Path, names), strict=False))
    found: dict[str, Any] = function(*(known[name] for name in task.given), **request)
    return found


def main(arguments: list[str]) -> None:
    """Do one task and print the answer."""
    task, request, *names = arguments
    # Not through Python: a decoder's thread that has something to say would wait for the interpreter, which waits for
    # that thread when a film is closed before its end.
    av.logging.set_libav_level(av.logging.PANIC)
    av.logging.restore_default_callback()
    told: dict[str, Any]
    try:
        told = {"answer": answer(TASKS[task], names, json.loads(request))}
    except VideoError as error:
        told = {"error": error.code, "params": error.params, "detail": error.detail}
    except MemoryError as error:
        told = {"error": "out_of_memory", "params": {}, "detail": str(error)}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
