"""A desk of its own for the benchmarks of publishing: a folder, PostgreSQL, Redis, Celery's workers and beat.

Django may be imported only after `Desk` has been entered: it reads its settings from the environment that is made here.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BASE = Path(__file__).resolve().parents[1]
SCRIPTS = Path(sys.executable).parent
CELERY = (str(SCRIPTS / "celery"), "-A", "config")
QUIET = ("--loglevel", "INFO", "--without-gossip", "--without-mingle")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Part:
    """One process of the desk, and how often it was started."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    starts: int = 1


@dataclass
class Desk:
    """Context manager; `folder` is deleted at the end unless `keep`. settings: further environment variables."""

    settings: dict[str, str] = field(default_factory=dict)
    keep: bool = False
    parts: dict[str, Part] = field(default_factory=dict)
    folder: Path = Path()

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="pugmark-publishing-"))
        self.folder.chmod(0o755)
        port = free_port()
        os.environ.update(
            {
                "PUGMARK_VAR": str(self.folder / "var"),
                "MEDIA_ROOT": str(self.folder / "media"),
                "PORT": str(port),
                "PUBLIC_URL": f"http://127.0.0.1:{port}",
                "DEMO": "false",
                "CHANNEL_PRIVATE_HOSTS": "127.0.0.0/8,::1,localhost",  # where the test servers stand
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "PYTHONPATH": str(BASE),
                **self.settings,
            }
        )
        for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL"):
            os.environ.pop(name, None)
        sys.path.insert(0, str(BASE))
        import django
        from django.core.management import call_command

        from config import embedded

        embedded.ensure()
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in self.parts.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()
        from django.db import connections

        from config import embedded

        connections.close_all()
        embedded._leave(os.getpid())
        data = embedded.places().data
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)
            if data.parent.parent == Path("/var/lib/pugmark"):
                shutil.rmtree(data.parent, ignore_errors=True)

    # ------------------------------------------------------------------------------------------------- processes

    def start(self, name: str, *command: str) -> Part:
        """Start a process that dies with this one; its words go to a log of its name."""
        part = self.parts.get(name)
        log = self.folder / "logs" / f"{name}.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.child", str(os.getpid()), *command],
                cwd=BASE,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        if part is None:
            part = self.parts[name] = Part(name, list(command), process)
        else:
            part.process, part.starts = process, part.starts + 1
        return part

    def start_worker(self, number: int, *, pool: int = 1) -> Part:
        """A worker of the queue `publish`, as `make run` starts it."""
        name = f"worker{number}"
        return self.start(name, *CELERY, "worker", *QUIET, "-Q", "publish", "-c", str(pool), "-n", f"{name}@%h")

    def start_beat(self) -> Part:
        schedule = ("--schedule", str(self.folder / "beat"), "--pidfile", "")
        return self.start("beat", *CELERY, "beat", "--loglevel", "INFO", *schedule)

    def start_web(self) -> Part:
        """The web server, for platforms that fetch a video themselves."""
        address = os.environ["PUBLIC_URL"].removeprefix("http://")
        kind = ("--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket")
        return self.start("web", str(SCRIPTS / "gunicorn"), "config.wsgi:application", "--bind", address, *kind)

    def tend(self) -> None:
        """Start again what has ended, as the supervisor does."""
        for part in self.parts.values():
            if part.process.poll() is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(part.process.pid, signal.SIGKILL)
                self.start(part.name, *part.command)

    # -------------------------------------------------------------------------------------------------- services

    def restart_postgres(self, *, number: int = signal.SIGINT) -> None:
        """Stop PostgreSQL (SIGINT: rolls back what is open; SIGQUIT: as in a crash) and start it again."""
        from config import embedded

        where = embedded.places()
        pid = int((where.data / "postmaster.pid").read_text().splitlines()[0])
        embedded._stop_process(pid, number, patience=30)
        embedded._start_postgres(where)

    def restart_redis(self) -> None:
        """Kill Redis, which forgets every message that it held, and start it again."""
        from config import embedded

        where = embedded.places()
        pid = int((where.var / "redis" / "redis.pid").read_text())
        embedded._stop_process(pid, signal.SIGKILL, patience=10)
        embedded._start_redis(where)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def working(part: Part) -> list[int]:
    """The processes of a Celery worker's pool: those that really publish."""
    return children_of(part.process.pid)


def until(ready: Any, *, seconds: float, what: str) -> None:
    """Wait until `ready()` is true. Raises SystemExit."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.1)
