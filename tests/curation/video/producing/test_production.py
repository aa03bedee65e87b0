"""A production's outputs are all there or none, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from curation.video.errors import VideoError
from curation.video.limits import Limits
from curation.video.previews.frames import hash_distance
from curation.video.probe import probe
from curation.video.producing.framing import Key
from curation.video.producing.production import Output, Production, Shot, produce
from curation.video.running.progress import Progress
from tests.curation.video.filming import ffmpeg, film, leftovers, look
from tests.curation.video.producing.orders import files, small


def test_one_production_makes_every_output(loud: Path, tmp_path: Path) -> None:
    shots = (Shot(loud, 0.2, 1.0), Shot(loud, 1.2, 1.6))
    wanted = {"wide": (320, 180, "16:9"), "tall": (90, 160, "9:16"), "square": (100, 100, "1:1")}
    outputs = tuple(Output(tmp_path / f"{name}.mp4", w, h, shape) for name, (w, h, shape) in wanted.items())
    proofs = produce(Production(shots, outputs))
    assert [(proof.width, proof.height) for proof in proofs] == [(w, h) for w, h, _ in wanted.values()]
    assert {proof.frame_count for proof in proofs} == {30}
    assert {proof.audio_codec for proof in proofs} == {"aac"}
    assert files(tmp_path) == ["square.mp4", "tall.mp4", "wide.mp4"]
    assert hash_distance(look(tmp_path / "wide.mp4", 0.4), look(loud, 0.6)) < 0.08


def test_a_poster_comes_with_its_output(levels: Path, tmp_path: Path) -> None:
    produce(Production((Shot(levels, 1, 2),), (small(tmp_path / "a.mp4", poster=tmp_path / "a.jpg", poster_time=0.5),)))
    assert files(tmp_path) == ["a.jpg", "a.mp4"]
    with av.open(str(tmp_path / "a.jpg")) as container:
        assert next(container.decode(video=0)).width == 640


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("one pixel", {"size": "2x2", "codec": "ffv1", "extra": ["-vf", "crop=1:1:exact=1"]}),
        ("odd", {"size": "35x19", "codec": "ffv1"}),
        ("fast", {"size": "64x64", "rate": "120", "codec": "mjpeg"}),
        ("slow", {"size": "64x64", "rate": "1", "codec": "mjpeg"}),
        ("8K", {"size": "7680x4320", "seconds": 0.12, "codec": "mjpeg"}),
    ],
)
def test_unusual_footage(name: str, make: dict[str, Any], tmp_path: Path) -> None:
    path = film(tmp_path / "in.mkv", **make)
    known = probe(path)
    keys = {"9:16": (Key(0, 0.1, 0.5), Key(known.duration, 0.9, 0.5, 2))}
    outputs = (
        Output(tmp_path / "a.mp4", 160, 90),
        Output(tmp_path / "b.mp4", 90, 160, "9:16"),
        Output(tmp_path / "c.mp4", 90, 160, fit="pad"),
    )
    proofs = produce(Production((Shot(path, 0, known.duration, framing=keys),), outputs))
    rate = min(known.frame_rate, 60)
    assert [proof.frame_count for proof in proofs] == [max(1, round(Fraction(known.duration) * rate))] * 3


def test_a_turned_picture_is_upright_in_every_shape(plain: Path, tmp_path: Path) -> None:
    ffmpeg("-display_rotation", "90", "-i", plain, "-c", "copy", tmp_path / "turned.mp4")
    ffmpeg("-display_rotation", "90", "-i", plain, "-crf", "8", tmp_path / "upright.mp4")
    out = tmp_path / "out.mp4"
    produce(Production((Shot(tmp_path / "turned.mp4", 0, 1),), (Output(out, 180, 320, "9:16"),)))
    assert hash_distance(look(out, 0.5), look(tmp_path / "upright.mp4", 0.5)) < 0.06


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "only.m4a"
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", path)
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(path, 0, 1),), (small(tmp_path / "out.mp4"),)))
    assert caught.value.code == "no_video_stream"
    assert files(tmp_path) == ["only.m4a"]


def test_many_shots_of_many_files(tmp_path: Path) -> None:
    paths = [
        film(tmp_path / f"{number}.mp4", size=f"{320 + 2 * number}x180", rate=str(10 + number), seconds=1)
        for number in range(6)
    ]
    shots = tuple(Shot(paths[number % 6], 0.1, 0.3) for number in range(60))
    proof, *_ = produce(Production(shots, (Output(tmp_path / "out.mp4", 160, 90),)))
    assert proof.frame_count == 120


def test_the_same_production_gives_the_same_bytes(loud: Path, tmp_path: Path) -> None:
    keys = {"1:1": (Key(0, 0.2), Key(1, 0.8, 0.5, 2))}
    digests = []
    for name in ("one", "two"):
        shots = (Shot(loud, 0.2, 1.4, framing=keys, speed=1.3),)
        outputs = tuple(
            small(tmp_path / f"{name}{n}.mp4", fit=fit, loudness=-14) for n, fit in enumerate(("follow", "pad"))
        )
        digests.append([proof.sha256 for proof in produce(Production(shots, outputs))])
    assert digests[0] == digests[1]


def test_progress_never_falls_and_cancelling_leaves_nothing(long: Path, plain: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    produce(
        Production((Shot(plain, 0, 2),), (small(tmp_path / "a.mp4"), small(tmp_path / "b.mp4"))),
        on_progress=seen.append,
    )
    assert [each.fraction for each in seen] == sorted(each.fraction for each in seen)
    assert seen[-1].fraction == 1.0
    (tmp_path / "a.mp4").unlink(), (tmp_path / "b.mp4").unlink()
    started: list[Progress] = []
    with pytest.raises(VideoError, match="cancelled"):
        produce(
            Production((Shot(long, 0, 600),), (small(tmp_path / "a.mp4"), small(tmp_path / "b.mp4"))),
            on_progress=started.append,
            cancelled=lambda: bool(started),
        )
    assert files(tmp_path) == []


def test_an_output_limit_leaves_nothing(long: Path, tmp_path: Path) -> None:
    outputs = (small(tmp_path / "a.mp4"), Output(tmp_path / "b.mp4", 640, 360))
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(long, 0, 600),), outputs, limits=Limits(output=200_000)))
    assert caught.value.code == "too_large"
    assert files(tmp_path) == []


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_named_and_leaves_nothing(long: Path, tiny_disk: Path) -> None:
    outputs = (Output(tiny_disk / "a.mp4", 640, 360, crf=10), Output(tiny_disk / "b.mp4", 320, 180))
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(long, 0, 60),), outputs))
    assert caught.value.code == "disk_full"
    assert "Free some space" in str(caught.value)
    assert files(tiny_disk) == []


def children() -> list[int]:
    told = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not told.exists():
        pytest.skip("this system does not tell a process's children")
    found = [
        int(each) for task in Path("/proc/self/task").iterdir() for each in (task / "children").read_text().split()
    ]
    return [each for each in found if b"ffmpeg" in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_ffmpeg_killed_from_outside_is_told(long: Path, tmp_path: Path) -> None:
    children()
    killed = threading.Event()

    def kill() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not killed.is_set():
            for child in children():
                if list(tmp_path.glob(".*.partial")):
                    os.kill(child, signal.SIGKILL)
                    killed.set()
            time.sleep(0.02)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(long, 0, 600),), (small(tmp_path / "a.mp4"), small(tmp_path / "b.mp4"))))
    killer.join()
    assert killed.is_set()
    assert caught.value.code == "killed"
    assert leftovers(tmp_path) == files(tmp_path) == []
