"""Files as no camera should write them, and some that are merely unusual."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.curation.video.filming import ffmpeg, film


def _audio_only(path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "sine=frequency=440", "-t", "1", "-c:a", "aac", f"file:{path}")


def _truncated(path: Path) -> None:
    film(path, seconds=1, extra=["-movflags", "+faststart"])
    os.truncate(path, path.stat().st_size * 6 // 10)


def _without_index(path: Path) -> None:
    film(path, seconds=1)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"moov") - 4])


def _index_of_nothing(path: Path) -> None:
    """The index promises more bytes than any disk has."""
    film(path, seconds=1)
    data = bytearray(path.read_bytes())
    place = data.rindex(b"stsz") + 16
    data[place : place + 4] = b"\x7f\xff\xff\xff"
    path.write_bytes(data)


def _playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")


def _wrong_ending(path: Path) -> None:
    film(path.with_suffix(".avi"), codec="mpeg4", seconds=1).rename(path)


def _moving(**known: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        film(path, **known)  # type: ignore[arg-type]

    return make


# What every command says no to, and with which code.
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.mp4": (lambda path: path.touch(), "empty_file"),
    "words.mp4": (lambda path: path.write_text("these are only words\n" * 99), "not_a_video"),
    "folder.mp4": (lambda path: path.mkdir(), "missing"),
    "pipe.mp4": (lambda path: os.mkfifo(path), "missing"),
    "nothing.mp4": (lambda path: None, "missing"),
    "sound.mp4": (_audio_only, "no_video_stream"),
    "truncated.mp4": (_truncated, "truncated"),
    "no_index.mp4": (_without_index, "truncated"),
    "promises.mp4": (_index_of_nothing, "unreadable"),
    "playlist.mp4": (_playlist, "not_a_video"),
}
# What is unusual and whole.
UNUSUAL: dict[str, Callable[[Path], object]] = {
    "silent.mp4": _moving(seconds=1),
    "odd.mkv": _moving(size="321x181", seconds=1, codec="ffv1", extra=("-pix_fmt", "yuv444p")),
    "one_pixel.mkv": _moving(
        size="2x2", seconds=1, codec="ffv1", extra=("-vf", "crop=1:1:exact=1", "-pix_fmt", "gray")
    ),
    "large.mp4": _moving(size="7680x4320", seconds=0.08, extra=("-crf", "40")),
    "fast.mp4": _moving(rate="120", seconds=1),
    "ending.mp4": _wrong_ending,
    "one_picture.mp4": _moving(seconds=0.04),
    "-dash.mp4": _moving(seconds=1),
    "line\nbreak %d 'quoted' ü.mp4": _moving(seconds=1),
}


def made(folder: Path, name: str, make: Callable[[Path], object]) -> Path:
    """The file `name` in `folder`, made unless it is there."""
    path = folder / name
    if not path.exists():
        make(path)
    return path


def copy_with(path: Path, target: Path, *, flips: list[tuple[float, int]]) -> Path:
    """A copy of `path` in which bytes are changed: at which part (0..1) of the file, and to what."""
    shutil.copyfile(path, target)
    size = path.stat().st_size
    with target.open("r+b") as file:
        for place, value in flips:
            file.seek(min(size - 1, int(place * size)))
            file.write(bytes([value]))
    return target
