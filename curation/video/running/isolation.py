"""Asks a question about a media file in a child with limits, so that a hostile file can only hurt the child."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curation.video.errors import MESSAGES, VideoError
from curation.video.limits import Limits
from curation.video.running.fork_pool import POOL
from curation.video.running.supervision import Cancelled, judge

# An answer is numbers and tags; a child that writes more has gone wrong.
ANSWER_BYTES = 4 * 1024 * 1024
PROGRESS = b'{"progress":'  # how each line before the answer begins


def ask(
    task: str,
    path: Path,
    *,
    limits: Limits,
    output: Path | None = None,
    cancelled: Cancelled | None = None,
    on_told: Callable[[Any], None] | None = None,
    **request: Any,
) -> dict[str, Any]:
    """Have `curation.video.running.child` do `task` on `path` and return its answer.

    `output` is the file that the child may write; `request` holds JSON values. `on_told` is given what the child tells
    of its progress on the way, where the task does. Raises the VideoError that the
    child answered with, or the one that fits how it died: `unreadable` for a crash.
    """
    answer = bytearray()

    def on_output(chunk: bytes) -> None:
        answer.extend(chunk)
        while answer.startswith(PROGRESS) and b"\n" in answer:
            line, _newline, rest = answer.partition(b"\n")
            answer[:] = rest
            if on_told is not None:
                on_told(_progress(line))
        if len(answer) > ANSWER_BYTES:
            raise VideoError("unreadable", detail="answer too long")

    places = [str(path.absolute()), *([str(output.absolute())] if output else [])]
    outcome = POOL.run([task, json.dumps(request), *places], limits=limits, on_output=on_output, cancelled=cancelled)
    judge(outcome, limits=limits, otherwise="unreadable")
    try:
        told = json.loads(answer)
    except ValueError as error:
        raise VideoError("unreadable", detail=outcome.complaint) from error
    if told.get("error") in MESSAGES:
        raise VideoError(told["error"], detail=told["detail"], **told["params"])
    return told["answer"]


def _progress(line: bytes | bytearray) -> Any:
    try:
        return json.loads(line)["progress"]
    except ValueError as error:
        raise VideoError("unreadable", detail="progress that is none") from error
