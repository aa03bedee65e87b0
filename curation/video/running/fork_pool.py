"""Keeps fork servers ready and has each request done by a limited child of one of them.

As many are kept as were ever needed at once. One that was interrupted (timed out, cancelled, an answer too long) is
killed together with its child and not used again; one that is idle for long ends by itself; all end with the process
that started them. A process that was itself forked starts its own.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from curation.video.limits import Limits
from curation.video.running.fork_line import STARTED, receive, send
from curation.video.running.supervision import LAUNCHER, READ_BYTES, Cancelled, Complaint, Outcome, environment, pump

ROOT = Path(__file__).resolve().parents[3]
# One thread for each numeric library: they would start one per core and spend the address space on stacks.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
# A server outlives the thread that started it, and knows by its line when the process is gone. It reads no media and
# needs no limits; its children bind themselves. The kernel counts processor time in nanoseconds, hence the smaller one.
NO_PARENT, NO_LIMIT, NO_END = "0", str(2**62), str(2**31)
START = 120.0  # seconds that a server may take to begin, on a machine that has much else to do
PATIENCE = 2.0  # seconds in which a server that was told to end must have ended


class NoForkServer(RuntimeError):
    """A fork server does not start; it has written why to the standard error of this process."""


class ForkServer:
    """One server and the line to it."""

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair()
        self.line.settimeout(START)
        command = [sys.executable, "-I", "-S", str(LAUNCHER), NO_PARENT, NO_LIMIT, NO_END, NO_LIMIT]
        command += [
            sys.executable,
            "-P",
            "-W",
            "ignore",
            "-m",
            "curation.video.running.fork_server",
            str(theirs.fileno()),
        ]
        with theirs:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=[theirs.fileno()],
                env=environment(ENVIRONMENT | {"PYTHONPATH": str(ROOT)}),
            )

    def ended(self, complaint: Complaint) -> Outcome | None:
        """How the child ended, as far as that is known; a server that died took its child along."""
        if not select.select([self.line], [], [], 0)[0]:
            return None
        try:
            told = json.loads(receive(self.line)[0])
        except (EOFError, OSError):
            return Outcome(-signal.SIGKILL, complaint.text)
        return Outcome(told["returncode"], complaint.text, told["cpu"])

    def close(self) -> None:
        """Let it end: nothing runs in it."""
        self.line.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it and its child at once."""
        self.line.close()
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class ForkPool:
    """The servers of this process that are free, and all that there are. Safe with threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: list[ForkServer] = []
        self._all: set[ForkServer] = set()

    def run(
        self,
        arguments: Sequence[str],
        *,
        limits: Limits,
        on_output: Callable[[bytes], None],
        cancelled: Cancelled | None = None,
    ) -> Outcome:
        """Have a child do `child.main(arguments)` within `limits`, giving its standard output to `on_output`.

        Raises as `supervision.supervise` does; whatever is raised, the child is gone when this returns.
        """
        bounds = [limits.memory, limits.cpu, limits.output]
        request = json.dumps({"arguments": list(arguments), "limits": bounds}).encode()
        complaint = Complaint()
        (out, into_out), (problems, into_problems) = os.pipe(), os.pipe()
        with os.fdopen(out, "rb"), os.fdopen(problems, "rb"):
            server = self._asked(request, pipes=(into_out, into_problems))
            whole = False
            try:
                outcome = pump(
                    {out: on_output, problems: complaint.add},
                    ended=lambda: server.ended(complaint),
                    wall=limits.wall,
                    cancelled=cancelled,
                )
                whole = True
            finally:
                self._back(server, whole=whole)
                if not whole:
                    _drain(out)
        return outcome

    def close(self) -> None:
        """End the servers that are free."""
        with self._lock:
            ending, self._free = self._free, []
            self._all.difference_update(ending)
        for server in ending:
            server.close()

    def forget(self) -> None:
        """Leave the servers to the process that this one was forked from."""
        for server in self._all:
            server.line.close()
            server.process.returncode = 0  # it is no child of this process, which must not wait for it
        self._lock, self._free, self._all = threading.Lock(), [], set()

    def _asked(self, request: bytes, *, pipes: tuple[int, int]) -> ForkServer:
        """A server that has begun with the request: one that is free and still there, or a new one. Closes `pipes`."""
        try:
            while True:
                server, fresh = self._taken()
                try:
                    send(server.line, request, pipes=pipes)
                    if receive(server.line)[0] == STARTED:
                        return server
                except (EOFError, OSError):
                    pass
                self._back(server, whole=False)
                if fresh:
                    raise NoForkServer
        finally:
            for pipe in pipes:
                os.close(pipe)

    def _taken(self) -> tuple[ForkServer, bool]:
        """A free server, and whether it was started only now."""
        with self._lock:
            if self._free:
                return self._free.pop(), False
        server = ForkServer()
        with self._lock:
            self._all.add(server)
        return server, True

    def _back(self, server: ForkServer, *, whole: bool) -> None:
        with self._lock:
            if whole:
                self._free.append(server)
                return
            self._all.discard(server)
        server.kill()


def _drain(pipe: int) -> None:
    """Wait for the end of a pipe whose writer was killed: then it is gone, and writes to no file any more."""
    while select.select([pipe], [], [], PATIENCE)[0] and os.read(pipe, READ_BYTES):
        pass


POOL = ForkPool()
atexit.register(POOL.close)
os.register_at_fork(after_in_child=POOL.forget)
