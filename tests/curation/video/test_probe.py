"""Probing tells what a file is by its content, and says plainly what is wrong with one that is none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from curation.video.errors import MESSAGES, VideoError
from curation.video.inspection import open_media
from curation.video.limits import MEBIBYTE, Limits
from curation.video.probe import Probe, probe
from tests.curation.video.filming import ffmpeg, film, levels_film
from tests.samples import ROOT, sample


def refusal(path: Path, **options: Limits) -> VideoError:
    with pytest.raises(VideoError) as caught:
        probe(path, **options)
    assert str(caught.value)  # a sentence for a person, its parameters filled in
    return caught.value


def test_facts_of_a_plain_file(loud: Path) -> None:
    found = probe(loud)
    assert (found.container, found.video_codec, found.audio_codec) == ("mp4", "h264", "aac")
    assert (found.display_width, found.display_height, found.rotation) == (320, 180, 0)
    assert (found.frame_rate, found.variable_frame_rate, found.frame_count) == (Fraction(25), False, 50)
    assert found.duration == pytest.approx(2.0)
    assert found.browser_playable


def test_a_probe_survives_being_stored(loud: Path) -> None:
    found = probe(loud)
    assert Probe.from_dict(json.loads(json.dumps(found.to_dict()))) == found


def test_a_text_file_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "tiger.mp4"
    path.write_text("not a video\n" * 500)
    assert refusal(path).code == "not_a_video"


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.touch()
    assert refusal(path).code == "empty_file"


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing.mp4").code == "missing"
    assert refusal(tmp_path).code in {"missing", "not_a_video"}


def test_a_file_without_permission(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "locked.mp4"
    shutil.copy(plain, path)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:  # root may read everything, so for a moment this is somebody else
        os.seteuid(65534)
    try:
        with pytest.raises(VideoError) as caught:
            open_media(path)
    finally:
        os.seteuid(user)
    assert caught.value.code == "missing"


@pytest.mark.parametrize("part", [0.3, 0.97])
@pytest.mark.parametrize(
    "layout", [(), ("-movflags", "+faststart"), ("-movflags", "+frag_keyframe+empty_moov", "-g", "5")]
)
def test_a_truncated_file(part: float, layout: tuple[str, ...], tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", extra=layout)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * part)])
    assert refusal(cut).code == "truncated"


@pytest.mark.parametrize("name", ["sound.mp4", "sound.wav", "sound.mp3"])
def test_sound_without_pictures(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    ffmpeg("-f", "lavfi", "-i", "sine", "-t", "1", path)
    assert refusal(path).code == "no_video_stream"


def test_a_cover_picture_is_not_a_film(tmp_path: Path) -> None:
    path = tmp_path / "song.m4a"
    cover = ("-f", "lavfi", "-i", "testsrc2", "-frames:v", "1", "-c:v", "mjpeg", "-disposition:v", "attached_pic")
    ffmpeg("-f", "lavfi", "-i", "sine", *cover, "-map", "0:a", "-map", "1:v", "-t", "1", "-f", "mp4", path)
    assert refusal(path).code == "no_video_stream"


def test_damaged_pictures_are_unreadable(plain: Path, tmp_path: Path) -> None:
    data = bytearray(plain.read_bytes())
    start = data.index(b"mdat") + 4
    end = data.index(b"moov") - 4
    data[start:end] = bytes(end - start)
    path = tmp_path / "zeros.mp4"
    path.write_bytes(data)
    assert refusal(path).code == "unreadable"


def test_a_late_start_does_not_make_a_film_long(tmp_path: Path) -> None:
    found = probe(film(tmp_path / "late.mkv", extra=["-output_ts_offset", "108000"]))
    assert found.duration == pytest.approx(2.0, abs=0.05)
    assert found.frame_count == 50


def test_a_thirty_hour_time_stamp_is_too_long(tmp_path: Path) -> None:
    jump = ["-vf", "setpts='PTS+if(eq(N,49),108000/TB,0)'", "-fps_mode", "vfr", "-t", "200000", "-frames:v", "50"]
    error = refusal(film(tmp_path / "jump.mp4", extra=jump))
    assert error.code == "too_long"
    assert error.params["duration"] > 107_000
    assert "108" in str(error)


def test_a_playlist_does_not_open_other_files(plain: Path, tmp_path: Path) -> None:
    for name, text in {
        "a.mp4": f"ffconcat version 1.0\nfile '{plain}'\n",
        "b.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{plain}\n#EXT-X-ENDLIST\n",
    }.items():
        path = tmp_path / name
        path.write_text(text)
        assert refusal(path).code == "not_a_video"


def test_the_ending_does_not_matter(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "PICT0001.AVI"
    shutil.copy(plain, path)
    assert probe(path).container == "mp4"


def test_rotation_turns_the_shown_size(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", plain, "-c", "copy", path)
    found = probe(path)
    assert (found.width, found.height) == (320, 180)
    assert (found.display_width, found.display_height) == (180, 320)
    assert found.rotation == 270


def test_oblong_pixels_widen_the_shown_size(tmp_path: Path) -> None:
    found = probe(film(tmp_path / "wide.mp4", size="160x180", extra=["-vf", "setsar=2"]))
    assert (found.display_width, found.display_height) == (320, 180)


def test_variable_frame_rate(tmp_path: Path) -> None:
    found = probe(levels_film(tmp_path / "vfr.mp4", frames=40, keep="not(mod(n\\,3))+not(mod(n\\,5))"))
    assert found.variable_frame_rate
    assert found.longest_gap == pytest.approx(3 / 25)


@pytest.mark.parametrize("name", ["a.mkv", "a.avi", "a.mov", "a.ts"])
def test_rates_and_counts_in_every_container(name: str, tmp_path: Path) -> None:
    found = probe(film(tmp_path / name, rate="30000/1001", codec="mpeg4"))
    assert found.frame_rate == Fraction(30000, 1001)
    assert found.frame_count == 60
    assert found.duration == pytest.approx(60 * 1001 / 30000, abs=0.04)
    assert not found.variable_frame_rate
    assert not found.browser_playable


def test_ten_bit_pictures_need_a_proxy(tmp_path: Path) -> None:
    found = probe(film(tmp_path / "ten.mp4", extra=["-pix_fmt", "yuv420p10le"]))
    assert found.pixel_format == "yuv420p10le"
    assert not found.browser_playable


def test_the_time_of_recording_keeps_its_zone(tmp_path: Path) -> None:
    path = film(tmp_path / "dated.mp4", extra=["-metadata", "creation_time=2026-01-14T05:12:00Z"])
    assert probe(path).created == datetime(2026, 1, 14, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(wall=0.0), "timed_out"),
        (Limits(memory=120 * MEBIBYTE), "out_of_memory"),
        (Limits(pixels=320 * 180 - 1), "too_large"),
        (Limits(footage=1.5), "too_long"),
    ],
)
def test_limits(limits: Limits, code: str, plain: Path) -> None:
    assert refusal(plain, limits=limits).code == code


def test_every_error_has_its_sentence() -> None:
    for code, message in MESSAGES.items():
        assert message.endswith("."), code


def test_the_command_line_goes_on_after_a_bad_file(plain: Path, tmp_path: Path) -> None:
    bad = tmp_path / "-bad\nname.mp4"
    bad.touch()
    command = [sys.executable, "-m", "curation.video", "probe", "--json", "--", str(bad), str(plain)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    first, second = (json.loads(line) for line in told.stdout.splitlines())
    assert first["error"] == "empty_file"
    assert second["frame_count"] == 50


def footage() -> list[str]:
    if not ROOT.exists():
        return ["footage"]
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "footage").rglob("*") if path.is_file())


@pytest.mark.parametrize("relative", footage())
def test_real_footage(relative: str) -> None:
    found = probe(sample(relative))
    assert found.frame_count is not None
    assert found.frame_count > 100
    assert 5 < found.duration < 61
    assert found.frame_count <= round(found.duration * found.frame_rate) + 1
    assert found.browser_playable == (found.container == "mp4" and found.video_codec == "h264")
