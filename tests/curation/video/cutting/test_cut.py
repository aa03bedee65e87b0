"""The cut as its callers see it: the proof, the way back to a full encode, and what is left when it fails."""

import json
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from curation.video.__main__ import main
from curation.video.cutting.cut import Range, cut, seconds
from curation.video.errors import VideoError
from curation.video.limits import Limits
from curation.video.running import isolation
from curation.video.running.progress import Progress
from tests.curation.video.cutting.streams import Shown, pictures, wanted
from tests.curation.video.filming import ffmpeg, film, leftovers

Stream = Callable[[str], tuple[Path, Shown]]


def ranges(*pairs: tuple[float, float]) -> list[Range]:
    return [Range(Fraction(str(start)), Fraction(str(end))) for start, end in pairs]


def test_a_smart_cut_proves_itself_and_tells_its_progress(stream: Stream, tmp_path: Path) -> None:
    path, source = stream("closed")
    out = tmp_path / "out.mp4"
    told: list[Progress] = []
    proof = cut(path, out, ranges=ranges((1.0, 5.2)), on_progress=told.append)
    assert pictures(out).numbers == wanted(source, Fraction(1), Fraction("5.2"))[0]
    assert (proof.method, proof.reason, proof.failed) == ("smart", "", ())
    assert proof.frames_wanted == proof.frames_got == proof.frames_copied + proof.frames_encoded == 105
    assert proof.bytes_copied > 0 and proof.size == out.stat().st_size
    assert all(boundary.distance < 0.02 for boundary in proof.boundaries) and len(proof.boundaries) >= 3
    assert all(proof.checks.values())
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions) and fractions[0] > 0 and fractions[-1] > 0.8
    assert told[-1].frames == 105
    assert leftovers(tmp_path) == []


def test_the_same_cut_gives_the_same_bytes(stream: Stream, tmp_path: Path) -> None:
    path, _source = stream("pyramid")
    for name in ("one.mp4", "two.mp4"):
        cut(path, tmp_path / name, ranges=ranges((0.7, 4.9)))
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_exact_encodes_everything_because_it_was_asked(stream: Stream, tmp_path: Path) -> None:
    path, source = stream("closed")
    out = tmp_path / "out.mp4"
    proof = cut(path, out, ranges=ranges((1.0, 3.0)), mode="exact")
    assert (proof.method, proof.reason, proof.bytes_copied) == ("encoded", "asked", 0)
    assert pictures(out).numbers == wanted(source, Fraction(1), Fraction(3))[0]
    assert all(boundary.distance < 0.1 for boundary in proof.boundaries)


@pytest.mark.parametrize(
    ("reason", "name", "options"),
    [
        ("codec", "mpeg4.mp4", ("-c:v", "mpeg4")),
        ("container", "film.mkv", ("-c:v", "libx264", "-g", "20")),
        (
            "interlaced",
            "interlaced.mp4",
            ("-c:v", "libx264", "-g", "20", "-flags", "+ildct+ilme", "-x264opts", "tff=1"),
        ),
    ],
)
def test_what_cannot_be_cut_smartly_is_encoded_and_says_why(
    reason: str, name: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    path = film(tmp_path / name, codec=options[1], extra=options[2:])
    proof = cut(path, tmp_path / "out.mp4", ranges=ranges((0.4, 1.6)))
    assert (proof.method, proof.reason) == ("encoded", reason)
    assert proof.frames_got == 30
    assert proof.to_dict()["message"]


def test_a_check_that_fails_leads_to_a_full_encode_and_is_named(
    stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, source = stream("closed")
    out = tmp_path / "out.mp4"

    def ask_and_doubt(task: str, *places: Path, **request: Any) -> dict[str, Any]:
        told = isolation.ask(task, *places, **request)
        return told | {"checks": told["checks"] | {"time_stamps": False}}

    monkeypatch.setattr("curation.video.cutting.cut.ask", ask_and_doubt)
    proof = cut(path, out, ranges=ranges((1.0, 3.0)))
    assert (proof.method, proof.reason, proof.failed) == ("encoded", "failed_check", ("time_stamps",))
    assert pictures(out).numbers == wanted(source, Fraction(1), Fraction(3))[0]
    assert leftovers(tmp_path) == []


def test_damage_before_the_in_point_leads_to_a_full_encode_or_a_plain_message(stream: Stream, tmp_path: Path) -> None:
    path, _source = stream("one_key")
    damaged, out = tmp_path / "damaged.mp4", tmp_path / "out.mp4"
    data = bytearray(path.read_bytes())
    for place in range(3000, 9000, 7):
        data[place] ^= 0x5A
    damaged.write_bytes(data)
    try:
        proof = cut(damaged, out, ranges=ranges((3.0, 5.0)))
    except VideoError as error:
        assert error.code in ("unreadable", "proof_failed", "ffmpeg_failed", "not_a_video", "truncated")
        assert not out.exists()
    else:
        assert all(proof.checks.values())
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("pair", [(2.0, 1.0), (5.9, 99.0), (77.0, 78.0), (1.0, 1.0)])
def test_a_range_outside_the_file_is_refused(pair: tuple[float, float], stream: Stream, tmp_path: Path) -> None:
    path, _source = stream("closed")
    with pytest.raises(VideoError) as caught:
        cut(path, tmp_path / "out.mp4", ranges=ranges(pair))
    assert caught.value.code == "bad_range"
    assert list(tmp_path.iterdir()) == []


def test_two_million_segments_are_refused_at_once(stream: Stream, tmp_path: Path) -> None:
    path, _source = stream("closed")
    with pytest.raises(VideoError) as caught:
        cut(path, tmp_path / "out.mp4", ranges=ranges((0.0, 1.0)) * 2_000_000)
    assert (caught.value.code, caught.value.params) == ("bad_request", {"setting": "segments"})


def test_files_without_pictures_say_what_they_are(tmp_path: Path) -> None:
    empty, text, song = tmp_path / "empty.mp4", tmp_path / "text.mp4", tmp_path / "song.mp4"
    empty.touch()
    text.write_text("not a video")
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", f"file:{song}")
    codes = []
    for path in (empty, text, song, tmp_path / "missing.mp4"):
        with pytest.raises(VideoError) as caught:
            cut(path, tmp_path / "out.mp4", ranges=ranges((0.0, 0.5)))
        codes.append(caught.value.code)
    assert codes == ["empty_file", "not_a_video", "no_video_stream", "missing"]
    assert not (tmp_path / "out.mp4").exists()


def test_a_truncated_file_is_told_as_one(stream: Stream, tmp_path: Path) -> None:
    path = tmp_path / "short.mp4"
    ffmpeg("-i", f"file:{stream('closed')[0]}", "-c", "copy", "-movflags", "+faststart", f"file:{path}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with pytest.raises(VideoError) as caught:
        cut(path, tmp_path / "out.mp4", ranges=ranges((0.5, 5.9)))
    assert caught.value.code == "truncated"
    assert leftovers(tmp_path) == []


def test_odd_sizes_and_no_sound(tmp_path: Path) -> None:
    path = film(tmp_path / "odd.mp4", size="33x17", extra=("-pix_fmt", "yuv444p", "-g", "10"))
    proof = cut(path, tmp_path / "out.mp4", ranges=ranges((0.2, 1.8)))
    assert (proof.method, proof.frames_got, proof.sound) == ("smart", 40, "none")


def test_a_full_disk_leaves_nothing(stream: Stream, tmp_path: Path) -> None:
    path, _source = stream("closed")
    with pytest.raises(VideoError) as caught:
        cut(path, tmp_path / "out.mp4", ranges=ranges((0.5, 5.0)), limits=Limits(output=20_000))
    assert caught.value.code == "too_large"
    assert list(tmp_path.iterdir()) == []


def test_cancelling_ends_the_work_within_a_second(long: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(VideoError) as caught:
        cut(
            *(long, tmp_path / "out.mp4"),
            ranges=ranges((1.0, 599.0)),
            decode_all=True,
            cancelled=lambda: time.monotonic() > began + 0.5,
        )
    assert caught.value.code == "cancelled"
    assert time.monotonic() - began < 3
    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_timecodes_and_prints_the_proof(
    stream: Stream, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, source = stream("closed")
    out = tmp_path / "out.mov"
    assert main(["cut", str(path), str(out), "--in", "0:00:01.5", "--out", "4", "--segment", "0", "0:1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    numbers = [*wanted(source, Fraction(3, 2), Fraction(4))[0], *wanted(source, Fraction(0), Fraction(1))[0]]
    assert pictures(out).numbers == numbers
    assert told["frames_wanted"] == told["frames_got"] == len(numbers)
    assert told["method"] == "smart" and told["checks"]["boundary_pictures"] is True
    assert out.read_bytes()[8:10] == b"qt"


def test_the_command_says_what_is_wrong(stream: Stream, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _source = stream("closed")
    assert main(["cut", str(path), str(tmp_path / "out.mp4"), "--in", "soon", "--out", "4"]) == 1
    assert "time" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "value"), [("7", 7), ("1.25", Fraction(5, 4)), ("2:03.5", Fraction(247, 2)), ("1:00:00", 3600)]
)
def test_times_are_exact(text: str, value: Fraction) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["", "1:2:3:4", "-1", "1e9", "nan", "1/0", "１２"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(VideoError) as caught:
        seconds(text)
    assert caught.value.code == "bad_request"
