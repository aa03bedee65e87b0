"""The limited child: does TASK REQUEST PATH [OUTPUT] in a copy of the fork server, asked by `isolation.ask` only.

It answers on standard output with one JSON object, `{"answer": ...}` or `{"error": code, ...}`. A task that takes long
may write lines of `{"progress": ...}` before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av.logging

from curation.video.errors import VideoError


def _probe(path: Path, _output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.inspection import inspect

    return inspect(path, **request)


# The picture tasks import numpy and Pillow, which a probe does not need: it starts in half the time without them.
def _poster(path: Path, output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.pictures import draw_poster

    assert output is not None  # noqa: S101 - isolation.ask always names it
    return draw_poster(path, output, **request)


def _sheet(path: Path, output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.pictures import draw_sheet

    assert output is not None  # noqa: S101 - isolation.ask always names it
    return draw_sheet(path, output, **request)


def _survey(path: Path, output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.surveyor import survey_file

    assert output is not None  # noqa: S101 - isolation.ask always names it
    return survey_file(path, output, **request)


def _hash(path: Path, _output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.pictures import hash_picture

    return hash_picture(path, **request)


def _tells(path: Path, _output: Path | None) -> dict[str, Any]:
    from curation.video.metadata.findings import find_tells

    return find_tells(path)


def _remux(path: Path, output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.metadata.remux import remux

    assert output is not None  # noqa: S101 - isolation.ask always names it
    return remux(path, output, **request)


def _light(path: Path, _output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.lighting import light_in

    return light_in(path, **request)


def _shake(path: Path, _output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.shaking import follow_camera

    return follow_camera(path, **request)


def _cut(path: Path, output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.cutting.worker import cut_file

    assert output is not None  # noqa: S101 - isolation.ask always names it
    return cut_file(path, output, **request)


def _layer(_fonts: Path, output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.lettering.movement import draw_layer

    assert output is not None  # noqa: S101 - isolation.ask always names it
    return draw_layer(output, **request)


def _watermark(_picture: Path, output: Path | None, **request: Any) -> dict[str, Any]:
    from curation.video.lettering.watermark import draw_watermark

    assert output is not None  # noqa: S101 - isolation.ask always names it
    return draw_watermark(output, **request)


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "probe": _probe,
    "cut": _cut,
    "poster": _poster,
    "sheet": _sheet,
    "survey": _survey,
    "hash": _hash,
    "layer": _layer,
    "light": _light,
    "shake": _shake,
    "watermark": _watermark,
    "tells": _tells,
    "remux": _remux,
}


def main(arguments: list[str]) -> None:
    """Do one task and print the answer."""
    task, request, path, *output = arguments
    # Not through Python: a decoder's thread that has something to say would wait for the interpreter, which waits for
    # that thread when a film is closed before its end.
    av.logging.set_libav_level(av.logging.PANIC)
    av.logging.restore_default_callback()
    told: dict[str, Any]
    try:
        answer = TASKS[task](Path(path), Path(output[0]) if output else None, **json.loads(request))
        told = {"answer": answer}
    except VideoError as error:
        told = {"error": error.code, "params": error.params, "detail": error.detail}
    except MemoryError as error:
        told = {"error": "out_of_memory", "params": {}, "detail": str(error)}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
