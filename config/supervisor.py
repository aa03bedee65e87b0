"""Starts the processes of one machine, watches them, and leaves none behind.

Each child leads a process group of its own and dies with this process (PR_SET_PDEATHSIG, see `config.child`), also
when it is killed in a way that it cannot answer.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

STOP_PATIENCE = 12.0  # seconds from the polite signal to the last one


@dataclass
class Child:
    """One process of ours; `log` is where its words go."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts: int = 0


@dataclass
class Supervisor:
    """Runs children until one of the stop signals comes. A child that ends by itself is started again, ever slower."""

    environment: dict[str, str]
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def start(self, name: str, command: Sequence[str], log: Path) -> None:
        child = Child(name, command, log)
        self.children.append(child)
        self._spawn(child)

    def _spawn(self, child: Child) -> None:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        with child.log.open("ab") as output:
            child.process = subprocess.Popen(
                [sys.executable, "-m", "config.child", str(os.getpid()), *child.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self.environment,
                start_new_session=True,
            )
        child.started = time.monotonic()

    def watch(self) -> None:
        """Return when a stop signal came. Until then restart what ends."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_signal)
        while not self.stopping:
            for child in self.children:
                if child.process is not None and child.process.poll() is not None and not self.stopping:
                    self._restart(child)
            time.sleep(0.2)

    def _restart(self, child: Child) -> None:
        ran = time.monotonic() - child.started
        child.restarts = 0 if ran > 60 else child.restarts + 1
        code = child.process.returncode if child.process else None
        print(f"{child.name} ended (status {code}); its log is {child.log}. Starting it again.", flush=True)
        self._end_group(child, signal.SIGKILL)
        time.sleep(min(0.5 * 2**child.restarts, 15))
        self._spawn(child)

    def _stop_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    @staticmethod
    def _end_group(child: Child, number: int) -> None:
        if child.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, number)

    def stop(self) -> None:
        """End every child and whatever it started; at most STOP_PATIENCE seconds."""
        for child in self.children:
            # The child itself, not its group: a worker tells its own pool in good order.
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_PATIENCE
        for child in self.children:
            if child.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, deadline - time.monotonic()))
        for child in self.children:
            self._end_group(child, signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
