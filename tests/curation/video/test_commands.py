"""The command line: each command says no in a sentence, leaves nothing half-done, and copes with what is unusual."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.video.__main__ import main
from curation.video.audio.waveform import WAVEFORM_NAME, read_waveform
from curation.video.commands import commands
from curation.video.cutting.cut import Range, cut
from curation.video.errors import MESSAGES, VideoError
from curation.video.probe import probe
from tests.curation.video.filming import film, leftovers
from tests.curation.video.hostile import REFUSED, UNUSUAL, copy_with, made

NAMES = ["cut", "preview", "probe", "render", "scrub"]


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files lie."""
    return tmp_path_factory.mktemp("zoo")


def called(name: str, path: Path, folder: Path) -> list[str]:
    """The arguments that have command `name` do something with `path` and write into `folder` only."""
    if name == "probe":
        return ["probe", "--json", "--", str(path)]
    if name == "preview":
        return ["preview", "--json", "--out", str(folder / "previews"), "--", str(path)]
    if name == "scrub":
        return ["scrub", "--json", "--", str(path), str(folder / f"copy{path.suffix}")]
    if name == "cut":
        return ["cut", "--json", "--in", "0", "--out", "0.04", "--", str(path), str(folder / "cut.mp4")]
    spec = folder / "spec.json"
    output = {"file": "out.mp4", "width": 128, "height": 72, "preset": "ultrafast"}
    spec.write_text(json.dumps({"shots": [{"path": str(path), "start": 0, "end": 0.04}], "outputs": [output]}))
    return ["render", "--json", str(spec)]


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != "spec.json")


def test_all_commands_are_there_and_have_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(command.NAME for command in commands()) == NAMES
    for name in NAMES:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"curation.video {name}" in capsys.readouterr().out


@pytest.mark.parametrize("command", NAMES)
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_video_is_refused(
    name: str, command: str, zoo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, code = REFUSED[name]
    if (name, command) == ("truncated.mp4", "cut"):
        pytest.skip("what is left of it can be cut, and proved")
    assert main(called(command, made(zoo, name, make), tmp_path)) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["error"] == code
    assert told["message"] == MESSAGES[code]
    assert written(tmp_path) == []


@pytest.mark.parametrize("command", NAMES)
@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_taken(
    name: str, command: str, zoo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(called(command, made(zoo, name, UNUSUAL[name]), tmp_path))
    told = json.loads(capsys.readouterr().out)
    if (name, command) == ("one_pixel.mkv", "cut"):  # H.264 has no such picture
        assert told["error"] == "bad_request"
        assert told["params"]["setting"] in {"size", "width"}
        return
    assert status == 0, told
    assert not leftovers(tmp_path)
    if command == "preview":
        assert WAVEFORM_NAME not in written(tmp_path)  # none of them has sound


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        *(("1", "0.5", "bad_range"), ("0.5", "0.5", "bad_range"), ("0", "99", "bad_range"), ("50", "51", "bad_range")),
        *(("nan", "1", "bad_request"), ("0", "inf", "bad_request"), ("soon", "1", "bad_request")),
        *(("0", "1e400", "bad_request"), ("0", "9" * 5000, "bad_request")),
    ],
)
def test_ranges_that_are_none(
    start: str, end: str, code: str, plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["cut", "--json", "--in", start, "--out", end, str(plain), str(tmp_path / "cut.mp4")]
    assert main(command) == 1
    assert json.loads(capsys.readouterr().out)["error"] == code
    assert written(tmp_path) == []


def test_probe_tells_what_a_file_is_and_what_it_gives_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ("-metadata", "location=+43.5123+130.2345/", "-metadata", "creation_time=2024-05-06T07:08:09Z")
    path = film(tmp_path / "filmed.mp4", sound=True, seconds=1, extra=place)
    assert main(["probe", "--json", str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["frame_count"], told["frame_rate"], told["variable_frame_rate"]) == (25, "25/1", False)
    assert [(stream["type"], stream["codec"]) for stream in told["streams"]] == [("video", "h264"), ("audio", "aac")]
    assert told["captured"] == {"value": "2024-05-06T07:08:09+00:00", "source": "container", "exact": True}
    assert {"where": "container", "key": "location", "value": "+43.5123+130.2345/", "kind": "place"} in told["tells"]
    assert main(["probe", str(path)]) == 0
    assert "tells (place): container: location: '+43.5123+130.2345/'" in capsys.readouterr().out


def test_preview_makes_all_that_a_browser_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = film(tmp_path / "camera.avi", codec="mjpeg", sound=True, seconds=2)
    assert main(["preview", "--json", "--out", str(tmp_path / "new" / "folder"), str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    folder = Path(told["folder"])
    assert written(folder) == ["poster.jpg", "proxy.mp4", "scrub.jpg", "waveform.dat"]
    assert {name: told[name]["file"] for name in ("poster", "sheet", "waveform", "proxy")} == {
        **{"poster": "poster.jpg", "sheet": "scrub.jpg", "waveform": "waveform.dat", "proxy": "proxy.mp4"}
    }
    waveform, _pixels = read_waveform(folder / "waveform.dat")
    assert waveform.length == told["waveform"]["length"] == pytest.approx(200, abs=5)
    assert probe(folder / "proxy.mp4").browser_playable
    assert main(["preview", "--no-proxy", "--out", str(tmp_path / "light"), str(path)]) == 0
    assert "proxy: none" in capsys.readouterr().out
    assert "proxy.mp4" not in written(tmp_path / "light")


def test_two_million_segments_are_refused_before_anything_is_done(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="segments"):
        cut(plain, tmp_path / "cut.mp4", ranges=[Range(Fraction(0), Fraction(1))] * 2_000_000)
    spec = tmp_path / "spec.json"
    shot = '{"path": "a.mp4", "start": 0, "end": 1}'
    spec.write_text(f'{{"shots": [{",".join([shot] * 150_000)}], "outputs": []}}')
    assert spec.stat().st_size < 8 * 1024 * 1024
    assert main(["render", str(spec)]) == 1
    with spec.open("a") as file:
        file.write(" " * 9 * 1024 * 1024)
    assert main(["render", str(spec)]) == 1
    assert written(tmp_path) == []


@pytest.mark.parametrize("command", ["cut", "scrub", "preview"])
def test_a_folder_that_takes_no_file(
    command: str, plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(called(command, plain, tmp_path / "file")) == 1
    assert json.loads(capsys.readouterr().out)["error"] in {"ffmpeg_failed", "bad_request", "disk_full"}


def test_a_command_whose_ffmpeg_is_killed_says_so(long: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "curation.video", *called("preview", long, tmp_path), "--proxy"]
    command.remove("--")
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and not (found := _ffmpeg_of(running.pid)):
        pass
    os.kill(found, signal.SIGKILL)
    out, _error = running.communicate()
    assert running.returncode == 1
    told = json.loads(out)
    assert told["error"] == "killed"
    assert "Try again" in told["message"]
    assert "proxy.mp4" not in written(tmp_path)
    assert not leftovers(tmp_path)


def test_a_command_that_is_told_to_end_leaves_nothing(long: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "curation.video", *called("preview", long, tmp_path), "--proxy"]
    command.remove("--")
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and not (found := _ffmpeg_of(running.pid)):
        pass
    running.terminate()
    _out, error = running.communicate()
    assert (running.returncode, error) == (130, "Interrupted.\n")
    assert written(tmp_path) == []
    assert not Path(f"/proc/{found}").exists()


def _ffmpeg_of(parent: int) -> int:
    """The ffmpeg that encodes somewhere below process `parent`; 0 while there is none."""
    below = {parent}
    for entry in sorted(int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()):
        try:
            status = Path(f"/proc/{entry}/stat").read_text()
            name = Path(f"/proc/{entry}/cmdline").read_bytes()
        except OSError:
            continue
        if int(status.rpartition(")")[2].split()[1]) in below:
            below.add(entry)
            if name.startswith(b"/") and b"ffmpeg" in name.split(b"\0")[0] and b"libx264" in name:
                return entry
    return 0


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file of all kinds of boxes, with sound."""
    folder = tmp_path_factory.mktemp("small")
    return film(folder / "small.mp4", size="64x36", rate="10", seconds=1, sound=True, extra=["-metadata", "title=Anya"])


@pytest.mark.parametrize("command", ["probe", "cut", "scrub", "preview"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_bytes_never_break_a_command(
    command: str,
    flips: list[tuple[float, int]],
    small: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "made").mkdir()
    path = copy_with(small, folder / "damaged.mp4", flips=flips)
    status = main(called(command, path, folder / "made"))
    told = json.loads(capsys.readouterr().out)
    if status:
        assert told["error"] in MESSAGES
        assert command == "preview" or written(folder / "made") == []
    assert not leftovers(folder)
