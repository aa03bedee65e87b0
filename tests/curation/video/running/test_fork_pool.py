"""Limited children out of a warm process: each its own, none harmed by what became of another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from curation.video.errors import VideoError
from curation.video.limits import MEBIBYTE, Limits
from curation.video.probe import probe
from curation.video.running.fork_pool import POOL
from curation.video.surveying.survey import survey

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux tells them")


def below(parent: int) -> list[int]:
    """Process ids of the children of `parent`, those of its threads too; none of the dead."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, its_parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(its_parent) == parent and state != "Z":
            found.append(int(stat.parent.name))
    return found


def soon(happened: Callable[[], bool]) -> bool:
    for _look in range(200):
        if happened():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def server(plain: Path) -> Iterator[int]:
    """The one warm process that there is."""
    POOL.close()
    before = set(below(os.getpid()))
    probe(plain)
    (process,) = set(below(os.getpid())) - before
    yield process
    POOL.close()
    assert set(below(os.getpid())) <= before


def test_one_server_serves_file_after_file(server: int, plain: Path) -> None:
    assert probe(plain) == probe(plain)
    assert server in below(os.getpid())
    assert below(server) == []


def test_the_limits_of_one_request_do_not_bind_the_next(server: int, plain: Path) -> None:
    with pytest.raises(VideoError, match="memory"):
        probe(plain, limits=Limits(memory=120 * MEBIBYTE))
    assert probe(plain).frame_count == 50
    assert server in below(os.getpid())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGXCPU])
def test_a_child_that_dies_takes_nothing_along(
    number: signal.Signals, server: int, long: Path, plain: Path, tmp_path: Path
) -> None:
    known = probe(long)
    with ThreadPoolExecutor(1) as pool:
        surveyed = pool.submit(survey, long, tmp_path, probe=known)
        assert soon(lambda: bool(below(server)))
        os.kill(below(server)[0], number)
        with pytest.raises(VideoError) as caught:
            surveyed.result()
    codes = {signal.SIGKILL: "killed", signal.SIGSEGV: "unreadable", signal.SIGXCPU: "timed_out"}
    assert caught.value.code == codes[number]
    assert probe(plain).frame_count == 50
    assert server in below(os.getpid())


def test_a_child_that_hangs_is_ended_with_its_server(server: int, long: Path, plain: Path, tmp_path: Path) -> None:
    known, stopped = probe(long), []

    def cancelled() -> bool:
        if stopped:
            return True
        stopped.extend(below(server))
        for child in stopped:
            os.kill(child, signal.SIGSTOP)
        return False

    with pytest.raises(VideoError, match="cancelled"):
        survey(long, tmp_path, probe=known, cancelled=cancelled)
    assert soon(lambda: not any(Path(f"/proc/{process}").exists() for process in (server, *stopped)))
    assert probe(plain).frame_count == 50


def test_a_server_that_was_killed_is_replaced(server: int, plain: Path) -> None:
    os.kill(server, signal.SIGKILL)
    assert probe(plain).frame_count == 50
    assert server not in below(os.getpid())


def test_requests_at_once_have_a_server_each(server: int, plain: Path, loud: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(probe, [plain, loud] * 4))
    assert [each.audio_codec for each in found] == [None, "aac"] * 4
    assert server in below(os.getpid())


def test_a_forked_process_has_its_own_server(server: int, plain: Path) -> None:
    process = os.fork()
    if process == 0:
        code = 1
        try:
            code = 0 if probe(plain).frame_count == 50 and server not in below(os.getpid()) else 2
            POOL.close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert probe(plain).frame_count == 50
    assert server in below(os.getpid())


def test_a_killed_process_takes_server_and_child_along(long: Path, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path\n"
        "from curation.video.probe import probe\n"
        "from curation.video.surveying.survey import survey\n"
        f"path = Path({str(long)!r})\n"
        "known = probe(path)\n"
        "print('reading', flush=True)\n"
        f"survey(path, Path({str(tmp_path)!r}), probe=known)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "reading\n"
    servers = below(parent.pid)
    assert len(servers) == 1
    assert soon(lambda: bool(below(servers[0])))
    children = below(servers[0])
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert soon(lambda: not any(Path(f"/proc/{process}").exists() for process in (*servers, *children)))
