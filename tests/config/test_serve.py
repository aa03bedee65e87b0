"""`make run` without its demo: it answers, it leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

BASE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(180)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(var: Path) -> list[str]:
    """Living processes that were started with this PUGMARK_VAR, or whose command line names it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "environ").read_bytes() + b"\0" + (entry / "cmdline").read_bytes()
                zombie = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
            except OSError:
                continue
            if str(var).encode() in words and not zombie:
                found.append(f"{entry.name} {(entry / 'cmdline').read_bytes()[:120]!r}")
    return found


def wait_until(condition, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return bool(condition())


@contextmanager
def running(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **{
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "BROKER_URL", "CACHE_URL"}
        },
        "PUGMARK_VAR": str(var),
        "MEDIA_ROOT": str(var / "media"),
        "PORT": str(port),
        "WORKER_PROCESSES": "1",
        "WEB_WORKERS": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--no-demo"],
        cwd=BASE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


def listens(process: subprocess.Popen[str]) -> str:
    for line in process.stdout:
        if "listens on" in line:
            return line
    raise AssertionError("it never said that it listens")


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One installation for all of them: only the first start sets the database up."""
    folder = tmp_path_factory.mktemp("var")
    return folder


def test_it_answers_and_ctrl_c_leaves_no_process(var):
    port = free_port()
    with running(var, port) as process:
        assert f"http://127.0.0.1:{port}/" in listens(process)
        with urlopen(f"http://127.0.0.1:{port}/studio/login/", timeout=30) as answer:
            assert answer.status == 200
            assert b"Pugmark" in answer.read()
        assert wait_until(lambda: sum("celery" in line for line in processes_of(var)) >= 3, seconds=60)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert wait_until(lambda: not processes_of(var), seconds=20), processes_of(var)


def test_its_children_do_not_outlive_a_sigkill(var):
    port = free_port()
    with running(var, port) as process:
        listens(process)
        process.kill()
        process.wait()

        def only_services() -> bool:
            return all("postgres" in line or "redis" in line for line in processes_of(var))

        assert wait_until(only_services, seconds=30), processes_of(var)
    # The next command finds the services that were left, and stops them when it leaves.
    environment = {**os.environ, "PUGMARK_VAR": str(var)}
    subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"],
        cwd=BASE,
        env=environment,
        check=True,
        capture_output=True,
    )
    assert wait_until(lambda: not processes_of(var), seconds=20), processes_of(var)


def test_a_taken_port_is_said_in_one_sentence(var):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with running(var, taken.getsockname()[1]) as process:
            words = process.communicate(timeout=60)[0]
            assert process.returncode == 1
            assert "make run PORT=" in words
            assert "Traceback" not in words
