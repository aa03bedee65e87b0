"""What a viewer of the drawn clips would notice, and what the demo relies on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import av
import numpy as np
import pytest

from curation.scenery import Actor, SceneError, SceneSpec, draw_frames, render_all, render_scene
from curation.scenery.sensor import Strip

TIGER = "Panthera tigris altaica"
NIGHT = SceneSpec(
    name="test night",
    habitat="snow_slope",
    light="infrared",
    season="winter",
    weather="clear",
    actors=(Actor(TIGER, sex="female", enters=0.1, distance=5.0),),
    started=datetime(2026, 1, 14, 5, 12, 58),
    temperature=-18,
    camera="CAM07",
    duration=4.0,
    width=320,
    height=180,
    frame_rate=8,
    seed=7,
)
DAY = replace(
    NIGHT,
    name="test day",
    light="day",
    season="autumn",
    habitat="ridge",
    actors=(
        Actor("Panthera pardus orientalis", behaviour="stop_and_look", direction="left", enters=0.1, distance=3.6),
    ),
)


def _hash(spec: SceneSpec) -> str:
    digest = hashlib.sha256()
    for frame, _ in draw_frames(spec):
        digest.update(frame.tobytes())
    return digest.hexdigest()


def _decode(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    return frames


def test_the_same_seed_draws_the_same_pictures_and_another_seed_others() -> None:
    short = replace(NIGHT, duration=0.5)
    assert _hash(short) == _hash(short)
    assert _hash(short) != _hash(replace(short, seed=8))


def test_night_is_grey_and_day_has_colour() -> None:
    night, _ = next(draw_frames(NIGHT))
    day, _ = next(draw_frames(DAY))
    assert night.shape == (180, 320, 1)
    assert day.shape == (180, 320, 3)
    assert np.abs(day[:, :, 0].astype(int) - day[:, :, 2]).mean() > 5


def test_the_flash_is_bright_in_the_middle_and_the_far_background_is_dark() -> None:
    *_, (frame, _) = draw_frames(replace(NIGHT, actors=(), duration=2.0))
    sky, ground = frame[5:40], frame[110:165]
    assert ground.mean() > 3 * sky.mean()
    assert ground[:, 100:220].mean() > ground[:, :30].mean()


@pytest.mark.parametrize("spec", [NIGHT, DAY], ids=["night", "day"])
def test_boxes_lie_where_the_picture_moves(spec: SceneSpec) -> None:
    drawn = list(draw_frames(spec))
    moved_inside = moved = 0
    # The first second and a half belongs to the flash that comes on.
    for at in range(12, len(drawn) - 1):
        (frame, (box,)), (after, (then,)) = drawn[at], drawn[at + 1]
        if not box or not then:
            continue
        changed = np.abs(frame.astype(int) - after).max(axis=2)[:168] > 45
        allowed = np.zeros_like(changed)
        for x, y, wide, high in (box, then):
            assert x >= 0
            assert y >= 0
            assert x + wide <= 1.001
            assert y + high <= 1.001
            allowed[int(y * 180) : int((y + high) * 180) + 2, int(x * 320) : int((x + wide) * 320) + 2] = True
        moved += int(changed.sum())
        moved_inside += int((changed & allowed).sum())
    assert moved > 300
    assert moved_inside > 0.85 * moved
    assert max(boxes[0][2] for _, boxes in drawn if boxes[0]) > 0.25


def test_an_animal_walks_through_from_left_to_right() -> None:
    truth = [boxes[0] for _, boxes in draw_frames(replace(NIGHT, duration=6.0))]
    centres = [box[0] + box[2] / 2 for box in truth if box]
    assert centres == sorted(centres)
    assert centres[0] < 0.25
    assert centres[-1] > 0.6


def test_a_blank_clip_moves_and_has_no_boxes(tmp_path: Path) -> None:
    blank = replace(NIGHT, actors=(), habitat="meadow", season="summer", weather="wind", duration=2.0)
    truth = render_scene(blank, tmp_path / "blank.mp4")
    assert truth.animals == ()
    assert truth.frame_count == 16
    assert blank.tags == ()
    frames = _decode(tmp_path / "blank.mp4")
    assert np.abs(frames[11].astype(int) - frames[15])[60:160].max() > 20


def test_the_strip_runs_each_second_and_names_no_place() -> None:
    strip = Strip(NIGHT)
    top = 180 - strip.height
    second = [frame[top:] for frame, _ in draw_frames(replace(NIGHT, duration=2.5))]
    assert np.array_equal(second[0], second[7])
    assert not np.array_equal(second[7], second[8])
    assert second[0].max() > 200
    assert (second[0] < 40).mean() > 0.6


def test_a_finished_file_is_what_was_asked_for(tmp_path: Path) -> None:
    heard: list[float] = []
    spec = replace(DAY, duration=2.0, sound=True)
    truth = render_scene(spec, tmp_path / "day.mp4", on_progress=heard.append)
    with av.open(str(tmp_path / "day.mp4")) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 320, 180)
        assert video.average_rate == 8
        assert audio.codec_context.name == "aac"
        assert sum(1 for _ in container.decode(video=0)) == truth.frame_count == 16
        assert not any("location" in key for key in container.metadata)
    assert heard[-1] == 1.0
    assert heard == sorted(heard)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["day.mp4"]


@pytest.mark.parametrize(("codec", "name", "container"), [("hevc", "hevc", "mov,mp4"), ("mjpeg", "mjpeg", "avi")])
def test_clips_that_need_a_proxy(tmp_path: Path, codec: str, name: str, container: str) -> None:
    spec = replace(NIGHT, codec=codec, duration=1.0, sound=True)
    render_scene(spec, tmp_path / spec.file_name)
    with av.open(str(tmp_path / spec.file_name)) as opened:
        assert opened.streams.video[0].codec_context.name == name
        assert opened.format.name.startswith(container)
        assert len(opened.streams.audio) == 1


def test_several_scenes_come_in_their_order(tmp_path: Path) -> None:
    specs = tuple(replace(NIGHT, duration=0.5, camera=f"CAM0{number}") for number in (1, 2))
    told: list[str] = []
    done = render_all(specs, tmp_path, processes=2, on_done=lambda one: told.append(one.spec.camera))
    assert told == ["CAM01", "CAM02"]
    assert [one.path.name for one in done] == [f"CAM0{number}_20260114_051258.mp4" for number in (1, 2)]
    assert all(one.path.stat().st_size > 1000 for one in done)
    again = render_all(specs[:1], tmp_path / "again", processes=1)
    assert again[0].path.read_bytes() == done[0].path.read_bytes()


def test_an_unknown_animal_and_a_bad_size_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SceneError) as unknown:
        render_scene(replace(NIGHT, actors=(Actor("Felis draco"),)), tmp_path / "no.mp4")
    assert unknown.value.code == "unknown_species"
    assert unknown.value.params == {"species": "Felis draco"}
    with pytest.raises(SceneError) as odd:
        replace(NIGHT, width=321)
    assert odd.value.code == "bad_scene"
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_that_fails_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    with pytest.raises(SceneError) as failed:
        render_scene(replace(NIGHT, duration=1.0), tmp_path / "absent" / "clip.mp4")
    assert failed.value.code == "encoder_failed"
    assert "No such file" in str(failed.value.params["said"])
