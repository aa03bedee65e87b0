"""A production's outputs show the same moments in their own shapes, and all of them are there or none."""

from __future__ import annotations

import json
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
import numpy
import pytest
from PIL import Image

from curation.subtitles import fonts
from curation.video.brand import Brand
from curation.video.errors import VideoError
from curation.video.frames import hash_distance
from curation.video.framing import Key, course
from curation.video.limits import Limits
from curation.video.look import Look
from curation.video.probe import probe
from curation.video.production import Output, Production, Shot, produce
from curation.video.progress import Progress
from curation.video.titles import Title
from tests.curation.video.filming import ffmpeg, film, leftovers, look, loudness, numbers, shown
from tests.curation.video.test_render import CAPTIONS, font


def small(file: Path, **changes: Any) -> Output:
    return Output(file, **({"width": 64, "height": 64, "shape": "1:1", "crf": 8} | changes))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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


def test_each_output_is_exact_to_the_picture(levels: Path, tmp_path: Path) -> None:
    shots = (Shot(levels, 2.0, 2.4), Shot(levels, 0.4, 0.8), Shot(levels, 1.0, 2.0, speed=2), Shot(levels, 3, 3.2, 0.5))
    produce(Production(shots, (small(tmp_path / "a.mp4"), small(tmp_path / "b.mp4", fit="pad", width=80))))
    wanted = [*range(50, 60), *range(10, 20), *range(25, 50, 2)[:13], *(n for n in range(75, 80) for _ in (0, 1))]
    # Half of 25 pictures is 12.5: a range counts as many as come nearest.
    wanted = [*wanted[:20], *wanted[20:32], *wanted[33:]]
    assert numbers(tmp_path / "a.mp4") == numbers(tmp_path / "b.mp4") == wanted


@pytest.mark.parametrize("speed", [0.1, 0.37, 1.0, 3.0, 8.0])
def test_speed_keeps_pictures_and_sound_together(speed: float, tmp_path: Path) -> None:
    path = tmp_path / "flash.mkv"
    flash = "color=black:s=64x64:r=25,drawbox=t=fill:c=white:enable='gte(t,2)'"
    beep = "sine=frequency=440:sample_rate=48000,volume=0:enable='lt(t,2)'"
    ffmpeg("-f", "lavfi", "-i", flash, "-f", "lavfi", "-i", beep, "-t", "4", "-c:a", "pcm_s16le", path)
    half = 0.5 * speed if speed < 1 else 2.0
    proof, *_ = produce(Production((Shot(path, 2 - half, 2 + half, speed),), (small(tmp_path / "out.mp4"),)))
    assert proof.frame_count == round(2 * half / speed * 25)
    bright = [picture.mean() > 128 for picture in shown(tmp_path / "out.mp4")]
    middle = half / speed
    assert bright.index(True) == pytest.approx(middle * 25, abs=1)
    heard = loudness(tmp_path / "out.mp4")
    begins = next(number for number, peak in enumerate(heard) if peak > 0.05)
    # Stretched sound is smeared: by some 40 ms of what was filmed.
    assert begins == pytest.approx(middle * 10, abs=max(1.0, 0.4 / speed))


def test_another_rate_shows_the_same_moments(levels: Path, tmp_path: Path) -> None:
    outputs = (small(tmp_path / "a.mp4"), small(tmp_path / "b.mp4", rate=Fraction(10)))
    produce(Production((Shot(levels, 1.0, 2.0),), outputs))
    assert numbers(tmp_path / "a.mp4") == list(range(25, 50))
    assert numbers(tmp_path / "b.mp4") == [25, 27, 30, 32, 35, 37, 40, 42, 45, 47]


def test_shots_fade_in_picture_and_sound(tmp_path: Path) -> None:
    path = tmp_path / "grey.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=64x64:r=25", "-f", "lavfi", "-i", "sine", "-t", "2", "-c:a", "flac", path)
    produce(Production((Shot(path, 0, 2, fade_in=0.4, fade_out=0.8),), (small(tmp_path / "out.mp4"),)))
    light = [float(picture.mean()) for picture in shown(tmp_path / "out.mp4")]
    assert light[0] < 25 < 60 < light[5] < 100 < light[11]
    assert light[11] == pytest.approx(light[29], abs=2)
    assert light[49] < 25
    heard = loudness(tmp_path / "out.mp4")
    assert heard[0] < heard[1] < heard[5]
    assert heard[19] < heard[15] < heard[10]


def test_sound_is_louder_quieter_silent_or_missing(loud: Path, plain: Path, tmp_path: Path) -> None:
    shots = (Shot(loud, 0, 0.4), Shot(loud, 0, 0.4, gain=-12), Shot(loud, 0, 0.4, mute=True), Shot(plain, 0, 0.4))
    produce(Production(shots, (small(tmp_path / "out.mp4"), small(tmp_path / "still.mp4", audio=False))))
    first, second, third, fourth = (max(part[1:3]) for part in numpy.array_split(loudness(tmp_path / "out.mp4"), 4))
    assert second == pytest.approx(first * 10 ** (-12 / 20), rel=0.15)
    assert third < 0.01
    assert fourth < 0.01
    assert probe(tmp_path / "still.mp4").audio_codec is None


def test_all_silent_makes_no_sound_at_all(loud: Path, plain: Path, tmp_path: Path) -> None:
    proof, *_ = produce(Production((Shot(loud, 0, 0.4, mute=True), Shot(plain, 0, 0.4)), (small(tmp_path / "o.mp4"),)))
    assert proof.audio_codec is None


def square_at(picture: Any) -> tuple[float, float]:
    """Where the white square's middle is, in pixels: the middle of all the light that stands out."""
    light = numpy.clip(picture.astype(float) - 80, 0, None)
    rows, columns = numpy.indices(picture.shape)
    return float((light * columns).sum() / light.sum()), float((light * rows).sum() / light.sum())


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A white square crosses a wide dark picture from left to right in four seconds."""
    path = tmp_path_factory.mktemp("crossing") / "crossing.mp4"
    graph = "color=0x303030:s=960x540:r=25[floor];color=white:s=20x20:r=25[box];[floor][box]overlay=x='32+8*n':y=260"
    ffmpeg("-f", "lavfi", "-i", f"{graph},format=yuv420p", "-t", "4", "-crf", "8", path)
    return path


def test_the_frame_follows_its_keys_smoothly(crossing: Path, tmp_path: Path) -> None:
    keys = tuple(Key(time, (50 + time * 200) / 960) for time in (0.0, 1.0, 2.0, 3.0, 4.0))
    shots = (Shot(crossing, 0.0, 4.0, framing={"9:16": keys}),)
    produce(Production(shots, (Output(tmp_path / "out.mp4", 360, 640, "9:16", crf=8),)))
    places = [square_at(picture) for picture in shown(tmp_path / "out.mp4")]
    across = numpy.array([place[0] for place in places])
    assert abs(across - 180)[20:80].max() < 25
    # An eye sees a jump, not a drift: the frame lies where its course is, to a pixel, in every picture.
    way = course(keys, start=0.0, speed=1.0, rate=Fraction(25), frames=100, wide=540 * 9 / 16 / 960, high=1.0)
    ideal = [(50 + 8 * n - way.x.at(n) * 960) * 640 / 540 + 179.5 for n in range(100)]
    assert abs(across - ideal).max() < 1.5
    assert numpy.ptp([place[1] for place in places]) < 1.0


def test_the_frame_never_leaves_the_picture(crossing: Path, tmp_path: Path) -> None:
    keys = (Key(0, 0, 0, 1), Key(1, 1, 1, 3), Key(2, 0, 1, 1), Key(3, 1, 0, 8))
    shots = (Shot(crossing, 0.0, 4.0, framing={"9:16": keys, "16:9": keys}),)
    outputs = (Output(tmp_path / "a.mp4", 90, 160, "9:16", crf=8), Output(tmp_path / "b.mp4", 160, 90, crf=8))
    produce(Production(shots, outputs))
    for output in outputs:
        # Black or green would come from outside.
        assert shown(output.file).min() > 30


def test_zoom_shows_the_part_that_was_asked_for(crossing: Path, tmp_path: Path) -> None:
    # At two seconds the square's middle is at 450, 270: the middle of a box of a third of the width.
    for name, keys in {
        "still": (Key(0, 450 / 960, 0.5, 3),),
        "moving": (Key(0, 0.2, 0.5, 1), Key(2, 450 / 960, 0.5, 3)),
    }.items():
        shots = (Shot(crossing, 0, 2.4, framing={"16:9": keys}),)
        produce(Production(shots, (Output(tmp_path / f"{name}.mp4", 480, 270, crf=8),)))
        picture = shown(tmp_path / f"{name}.mp4")[50]
        assert square_at(picture) == pytest.approx((239.5, 134.5), abs=2.5)
        wide = numpy.count_nonzero(picture[134] > 128)
        assert wide == pytest.approx(20 * 3 * 480 / 960, abs=2)


def test_captions_and_clean_masters_of_one_shape_share_their_pictures(plain: Path, tmp_path: Path) -> None:
    captions = tmp_path / "c.ass"
    captions.write_text(CAPTIONS)
    letters = font().parent
    outputs = (
        Output(tmp_path / "clean.mp4", 320, 180, crf=8),
        Output(tmp_path / "burnt.mp4", 320, 180, crf=8, captions=captions, fonts=letters),
        Output(tmp_path / "small.mp4", 160, 90, crf=8, captions=captions, fonts=letters),
    )
    produce(Production((Shot(plain, 0.5, 1.5),), outputs))
    clean, burnt = (shown(output.file).astype(int) for output in outputs[:2])
    assert abs(clean - burnt)[:12].mean() > 5
    assert abs(clean - burnt)[13:].mean() < 1


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


BAD_SHOTS: list[dict[str, Any]] = [
    {"speed": 0.01},
    {"speed": float("nan")},
    {"gain": 90.0},
    {"fade_in": -1.0},
    {"framing": {"3:1": (Key(0),)}},
    {"fade_in": 0.7, "fade_out": 0.7},
]
BAD_OUTPUTS: list[dict[str, Any]] = [
    {"fit": "stretch"},
    {"width": 4},
    {"crf": 99},
    {"preset": "-y"},
    {"rate": Fraction(0)},
    {"captions": Path("/none.ass")},
    {"fonts": Path("/none")},
    {"shape": "3:1"},
    {"loudness": 3.0},
    {"codec": "gif"},
    {"file": Path("/none/out.mp4")},
    {"language": "-x; y"},
]


@pytest.mark.parametrize("change", BAD_SHOTS)
def test_bad_shots_are_refused(change: dict[str, Any], plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(plain, 0, 1, **change),), (small(tmp_path / "out.mp4"),)))
    assert caught.value.code == "bad_request"
    assert files(tmp_path) == []


@pytest.mark.parametrize("change", BAD_OUTPUTS)
def test_bad_outputs_are_refused(change: dict[str, Any], plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(plain, 0, 1),), (small(**({"file": tmp_path / "out.mp4"} | change)),)))
    assert caught.value.code == "bad_request"
    assert next(iter(change)) in str(caught.value)
    assert files(tmp_path) == []


@pytest.mark.parametrize(("start", "end"), [(1, 1), (-0.1, 1), (0, 2.03), (1.5, 1.0), (0, 1e8)])
def test_ranges_outside_the_file_are_refused(start: float, end: float, plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        produce(Production((Shot(plain, start, end),), (small(tmp_path / "out.mp4"),)))
    assert caught.value.code == "bad_range"
    assert files(tmp_path) == []


def test_no_output_may_replace_another_or_a_source(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="file"):
        Production((Shot(plain, 0, 1),), (small(tmp_path / "a.mp4"), small(tmp_path / "a.mp4")))
    with pytest.raises(VideoError, match="file"):
        Production((Shot(plain, 0, 1),), (small(plain),))


def test_a_specification_survives_json(tmp_path: Path) -> None:
    production = Production(
        (Shot(Path("a.mp4"), 0.5, 2, framing={"9:16": (Key(0.5, 0.2, 0.3, 1.5), Key(1))}, mute=True),),
        (small(tmp_path / "a.mp4", rate=Fraction(30000, 1001), loudness=-14, poster=tmp_path / "a.jpg"),),
    )
    assert Production.from_dict(json.loads(json.dumps(production.to_dict()))) == production


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ([], "request"),
        ({"shots": []}, "shots"),
        ({"shots": [{"start": 0}] * 2_000_000}, "shots"),
        ({"shots": [{"path": "a", "start": 0, "end": 1, "zoom": 2}]}, "shots.0.zoom"),
        ({"shots": [{"path": "a", "start": "0", "end": 1}]}, "shots.0.start"),
        ({"shots": [{"path": "a", "start": 0, "end": 1, "framing": {"1:1": [{"time": 0, "x": 2}]}}]}, "1:1.0.x"),
        (
            {"shots": [{"path": "a", "start": 0, "end": 1}], "outputs": [{"file": "a", "width": 9.5, "height": 90}]},
            "width",
        ),
        ({"shots": [{"path": "a", "start": 0, "end": 1}], "outputs": [{"file": 1}]}, "outputs.0.file"),
        ({"limits": {"memory": 1}}, "limits"),
    ],
)
def test_what_is_no_specification_is_refused_by_name(values: Any, setting: str) -> None:
    with pytest.raises(VideoError) as caught:
        Production.from_dict(values)
    assert caught.value.code == "bad_request"
    assert setting in caught.value.params["setting"]


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


def test_the_command_line_renders_a_specification(loud: Path, tmp_path: Path) -> None:
    from curation.video.__main__ import main

    (tmp_path / "in.mp4").write_bytes(loud.read_bytes())
    spec = {
        "shots": [{"path": "in.mp4", "start": 0.2, "end": 0.6}],
        "outputs": [{"file": "o.mp4", "width": 64, "height": 36}],
    }
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    assert main(["render", str(tmp_path / "spec.json"), "--quiet"]) == 0
    assert probe(tmp_path / "o.mp4").frame_count == 10


@pytest.mark.parametrize("text", ["", "[", "null", "[" * 100_000, '{"shots": 3}', '{"outputs": [{"file": "o"}]}'])
def test_the_command_line_refuses_what_is_no_specification(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from curation.video.__main__ import main

    (tmp_path / "spec.json").write_text(text)
    assert main(["render", str(tmp_path / "spec.json"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "bad_request"
    assert main(["render", str(tmp_path / "none.json"), "--json"]) == 1


def test_every_output_has_the_look_of_its_shot(tmp_path: Path) -> None:
    path = tmp_path / "red.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=0x803020:s=320x180:r=25:d=1,drawbox=y=150:h=30:c=white:t=fill", path)
    shots = (
        Shot(path, 0, 0.4, look=Look(mode="infrared", strip="crop", strip_bottom=30 / 180)),
        Shot(path, 0, 0.4),
    )
    outputs = (Output(tmp_path / "a.mp4", 160, 90), Output(tmp_path / "b.mp4", 90, 160, "9:16"))
    produce(Production(shots, outputs))
    for output in outputs:
        with av.open(str(output.file)) as container:
            pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert numpy.ptp(pictures[5].reshape(-1, 3).mean(axis=0)) < 4
        assert pictures[5][-4:].max() < 200  # the strip is gone
        assert numpy.ptp(pictures[15][10].reshape(-1, 3).mean(axis=0)) > 50


def test_keys_lie_on_what_the_look_leaves(crossing: Path, tmp_path: Path) -> None:
    look = Look(strip="crop", strip_top=0.2)
    keys = {"1:1": (Key(0, 450 / 960, 0.5, 2),)}
    produce(
        Production(
            (Shot(crossing, 1.96, 2.2, look=look, framing=keys),), (small(tmp_path / "a.mp4", width=216, height=216),)
        )
    )
    across, down = square_at(shown(tmp_path / "a.mp4")[1])
    assert (across, down) == pytest.approx((107.5, 107.5), abs=2.5)


def test_titles_cards_and_watermarks_are_only_where_they_are_wanted(plain: Path, tmp_path: Path) -> None:
    Image.new("RGBA", (200, 80), (255, 255, 255, 255)).save(tmp_path / "mark.png")
    brand = Brand(
        watermark=tmp_path / "mark.png",
        watermark_opacity=1.0,
        fonts=fonts.prepare(tmp_path / "fonts"),
        colour="#ff0000",
    )
    titles = (
        Title("title", 0.0, 0.8, {"en": "Tiger"}),
        Title("end_card", 0.0, 1.0, {"en": "Good night"}),
    )
    outputs = (
        Output(tmp_path / "clean.mp4", 320, 180, titles=False, crf=8),
        Output(tmp_path / "en.mp4", 320, 180, language="en", watermark=True, crf=8, loudness=-14),
    )
    clean, full = produce(Production((Shot(plain, 0, 2),), outputs, titles, brand))
    assert (clean.frame_count, full.frame_count) == (50, 75)
    without, with_all = (shown(output.file).astype(int) for output in outputs)
    difference = abs(without - with_all[:50])
    corner = (slice(0, 50), slice(0, 60), slice(200, 320))
    assert difference[corner].reshape(50, -1).max(axis=1).min() > 40
    middle = difference[:, 60:150]
    assert middle[10].mean() > 4 * max(middle[30].mean(), 0.2)
    card = with_all[60]
    assert abs(card - without[49]).mean() > 20
    assert card.mean() > 20
