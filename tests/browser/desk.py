"""A desk in a folder of its own: made ready, started as a user starts it, stopped so that nothing stays."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
OUTSIDE = {"DATABASE_URL", "BROKER_URL", "CACHE_URL", "PUBLIC_URL", "FOOTAGE", "DEBUG", "PUGMARK_TEST_DB"}
PATIENCE = 120  # seconds for a start, and for an end


@dataclass(frozen=True)
class Desk:
    """A running desk: its address without a slash, and session keys by role and language."""

    url: str
    sessions: dict[str, dict[str, str]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    """The variables of a desk that keeps everything in `folder`, whatever the caller's own desk is told."""
    kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE and "AWS_" not in name}
    return {
        **kept,
        "PUGMARK_VAR": str(folder / "var"),
        "MEDIA_ROOT": str(folder / "media"),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WORKER_PROCESSES": "2",
        "WEB_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "CHANNEL_PRIVATE_HOSTS": "127.0.0.0/8,::1,localhost",  # where the platforms of the tests stand
    }


def prepare(settings: dict[str, str], *, demo: bool = True) -> dict[str, dict[str, str]]:
    """Fill the empty desk, with people only where not `demo`; returns the sessions.

    What went wrong is in the error's words.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.prepare", *([] if demo else ["--empty"])],
        cwd=BASE,
        env=settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The desk could not be prepared:\n{done.stderr[-4000:]}")
    return json.loads(done.stdout.splitlines()[-1])["sessions"]


@contextmanager
def serving(settings: dict[str, str], *, demo: bool = False, until: str = "listens on") -> Iterator[list[str]]:
    """Run `manage.py serve` until it has said `until`; yields what it said. Ends it as Ctrl-C does.

    Raises RuntimeError with its words where it ends before.
    """
    command = [sys.executable, "manage.py", "serve", *([] if demo else ["--no-demo"])]
    process = subprocess.Popen(
        command,
        cwd=BASE,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        for line in process.stdout or ():
            said.append(line.rstrip())
            if until in line:
                ready.set()
        ready.set()

    ear = threading.Thread(target=listen, daemon=True)
    ear.start()
    try:
        if not ready.wait(PATIENCE * 2) or process.poll() is not None:
            raise RuntimeError("The desk did not start:\n" + "\n".join(said[-40:]))
        yield said
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            ear.join(PATIENCE)
            if process.stdout:
                process.stdout.close()


def chromium() -> str | None:
    """The system's Chromium; None where Playwright's own must do."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium's arguments: it starts as root too, and talks to nobody but the desk."""
