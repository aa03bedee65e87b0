"""A warm process whose copies are the limited children: it has imported what they need, and opens no media itself.

`python -m curation.video.running.fork_server SOCKET`, started by `fork_pool` only. Each request brings the limits, the
child's arguments, and the ends of two pipes for its standard output and error. A copy of this process (fork) binds
itself with the limits and does that one task, so that what a file does to its child meets no other file; the answer
tells how it ended. Interpreter and libraries would otherwise take as long to start as a short clip to be read.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import av.subtitles.stream  # noqa: F401
import numpy.ma  # noqa: F401 - these two would be loaded again by each child that opens a file or takes a median
from PIL import Image

from curation.video.cutting import worker  # noqa: F401 - nor need each cut load its own
from curation.video.limits import MEBIBYTE
from curation.video.running import child, launcher
from curation.video.running.fork_line import STARTED, receive, send
from curation.video.surveying import surveyor  # noqa: F401 - surveyor brings OpenCV

ROOM = 8 * MEBIBYTE  # the least that any task takes besides
IDLE = 300.0  # seconds without a request after which it ends by itself


def main(arguments: list[str]) -> None:
    """Serve until the client is gone, or has asked for nothing for long."""
    with socket.socket(fileno=int(arguments[0])) as line:
        line.set_inheritable(False)
        Image.preinit()  # loads what writes JPEG
        gc.collect()
        gc.freeze()  # what is here now stays, and need not be copied in order to be looked at
        while select.select([line], [], [], IDLE)[0]:
            try:
                request, pipes = receive(line)
                send(line, _served(line, json.loads(request), pipes=pipes))
            except (EOFError, OSError):
                return


def _served(line: socket.socket, request: dict[str, Any], *, pipes: list[int]) -> bytes:
    """Have a copy of this process do it, and say when that has begun; tells how it ended, as JSON."""
    server, (life, death) = os.getpid(), os.pipe()
    process = os.fork()
    if process == 0:
        line.close()
        os.close(life)
        _become(request, server=server, pipes=pipes)
    for number in (*pipes, death):
        os.close(number)
    send(line, STARTED)
    # The end of that pipe which the child holds closes when it dies; the line has something when the client has died.
    watched: list[Any] = [life, line]
    ready = select.select(watched, [], [])[0]
    os.close(life)
    if life not in ready:
        os.killpg(0, signal.SIGKILL)  # the child and this server: nobody waits for an answer any more
    _process, status, usage = os.wait4(process, 0)
    code, cpu = os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime
    return json.dumps({"returncode": code, "cpu": cpu}).encode()


def _size() -> int:
    """Bytes of address space that this process has already; 0 where the system does not tell (proc(5), statm)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _become(request: dict[str, Any], *, server: int, pipes: list[int]) -> NoReturn:
    """The child: bind, do the task, and leave without what the server does at its own end."""
    code = 1
    try:
        for number, standard in zip(pipes, (1, 2), strict=True):
            os.dup2(number, standard)
            os.close(number)
        if request["limits"][0] < _size() + ROOM:  # its stack could not grow, and that tells nobody why
            raise MemoryError
        launcher.bind(server, *request["limits"])
        child.main(request["arguments"])
        sys.stdout.flush()
        code = 0
    except BaseException:  # noqa: BLE001 - this is the edge of a process, and the client keeps what it says
        with suppress(BaseException):
            traceback.print_exc()
            sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
