"""The runner: whole output or none, limits, cancelling, and children that do not outlive their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from curation.video.containers import file_name
from curation.video.errors import VideoError
from curation.video.limits import RENDER_LIMITS, Limits
from curation.video.running.fork_pool import POOL
from curation.video.running.process import run
from curation.video.running.progress import Progress
from curation.video.running.supervision import Outcome, judge
from tests.curation.video.filming import leftovers

ENCODE = ("-c:v", "libx264", "-preset", "veryfast", "-f", "mp4")


def work(path: Path) -> list[str]:
    return ["-i", file_name(path), *ENCODE]


def children() -> list[int]:
    """Process ids of this thread's own children."""
    return [int(word) for word in Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def no_child_left() -> Iterator[None]:
    POOL.close()  # what stays ready of the children that only read is not meant
    before = set(children())
    yield
    assert set(children()) <= before


@pytest.mark.usefixtures("no_child_left")
def test_progress_rises_to_the_end(plain: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    finished = run(work(plain), output=tmp_path / "out.mp4", frames=50, on_progress=seen.append)
    assert finished.frames == 50
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.mp4"]


@pytest.mark.usefixtures("no_child_left")
def test_a_failure_leaves_the_old_output_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    out.write_text("the version before")
    with pytest.raises(VideoError) as caught:
        run(work(tmp_path / "nothing.mp4"), output=out)
    assert caught.value.code == "ffmpeg_failed"
    assert "No such file" in caught.value.detail
    assert out.read_text() == "the version before"
    assert leftovers(tmp_path) == []


@pytest.mark.usefixtures("no_child_left")
@pytest.mark.parametrize("stopped", [False, True])
def test_cancelling_ends_the_child_even_when_it_hangs(stopped: bool, long: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        seen.append(progress)
        if stopped:
            for child in children():
                os.kill(child, signal.SIGSTOP)

    with pytest.raises(VideoError) as caught:
        run(work(long), output=tmp_path / "out.mp4", frames=6000, on_progress=on_progress, cancelled=lambda: bool(seen))
    assert caught.value.code == "cancelled"
    assert seen[-1].fraction < 1.0
    assert leftovers(tmp_path) == []
    assert not (tmp_path / "out.mp4").exists()


def test_work_that_was_cancelled_before_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="cancelled"):
        run(["-i", "nothing"], output=tmp_path / "out.mp4", cancelled=lambda: True)


@pytest.mark.usefixtures("no_child_left")
def test_a_child_killed_from_outside(long: Path, tmp_path: Path) -> None:
    def on_progress(_progress: Progress) -> None:
        for child in children():
            os.kill(child, signal.SIGKILL)

    with pytest.raises(VideoError) as caught:
        run(work(long), output=tmp_path / "out.mp4", on_progress=on_progress)
    assert caught.value.code == "killed"
    assert "-9" in caught.value.detail
    assert list(tmp_path.glob("*.mp4")) == leftovers(tmp_path) == []


@pytest.mark.usefixtures("no_child_left")
def test_an_error_of_the_caller_ends_the_child(long: Path, tmp_path: Path) -> None:
    def on_progress(_progress: Progress) -> None:
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        run(work(long), output=tmp_path / "out.mp4", on_progress=on_progress)
    assert leftovers(tmp_path) == []


@pytest.mark.usefixtures("no_child_left")
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(output=100_000), "too_large"),
        (Limits(wall=0.5), "timed_out"),
        (Limits(cpu=1), "timed_out"),
    ],
)
def test_limits_end_the_work(limits: Limits, code: str, long: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        run(work(long), output=tmp_path / "out.mp4", limits=limits)
    assert caught.value.code == code, caught.value.detail
    assert str(caught.value)
    assert list(tmp_path.glob("*.mp4")) == leftovers(tmp_path) == []


@pytest.mark.parametrize(
    ("complaint", "code"),
    [
        ("av_interleaved_write_frame(): No space left on device", "disk_full"),
        ("Error while filtering: Cannot allocate memory", "out_of_memory"),
        ("Error while opening decoder: Resource temporarily unavailable", "out_of_memory"),
        ("something else", "unreadable"),
    ],
)
def test_a_bad_end_is_told_as_what_it_was(complaint: str, code: str) -> None:
    with pytest.raises(VideoError) as caught:
        judge(Outcome(228, complaint), limits=RENDER_LIMITS, otherwise="unreadable")
    assert caught.value.code == code


def test_a_folder_that_is_not_there(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        run(work(plain), output=tmp_path / "no" / "out.mp4")
    assert caught.value.code == "ffmpeg_failed"


def test_other_protocols_stay_shut(tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        run(
            ["-protocol_whitelist", "file,pipe", "-i", "http://127.0.0.1:9/a.mp4", *ENCODE], output=tmp_path / "out.mp4"
        )
    assert "not on whitelist" in caught.value.detail


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ties a child's life to its parent's")
def test_a_killed_parent_takes_its_child_along(long: Path, tmp_path: Path) -> None:
    program = (
        "import os, sys, threading\n"
        "from pathlib import Path\n"
        "from curation.video.running.process import run\n"
        "def told(_progress):\n"
        "    print(Path(f'/proc/self/task/{threading.get_native_id()}/children').read_text(), flush=True)\n"
        f"run({work(long)!r}, output=Path({str(tmp_path / 'out.mp4')!r}), on_progress=told)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _look in range(100):
        if not alive(child):
            break
        time.sleep(0.05)
    assert not alive(child)


def test_an_error_survives_the_way_through_a_queue() -> None:
    import pickle

    error = VideoError("too_long", duration=9, limit=5, detail="why")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (str(copy), copy.params, copy.detail) == (str(error), error.params, "why")
