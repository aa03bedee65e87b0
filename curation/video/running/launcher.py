"""The first program of every child: it binds itself with limits and to its parent's life, then becomes the tool.

Run by file name with `python -I -S`, so it may import nothing but the standard library. The alternative,
`preexec_fn`, is unsafe in a process with threads, and web servers and workers have threads.

Arguments: the parent's process id or 0, then memory, cpu, output limits (bytes, seconds, bytes), then the command.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h
STACK_BYTES = 8 * 1024 * 1024


def follow_parent(parent: int) -> None:
    """Die with the parent. Only Linux offers this; elsewhere a killed parent leaves its child to the wall limit."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above
        sys.exit(1)


def lower(what: int, wanted: int) -> None:
    """Set the soft limit to `wanted`, or to the hard limit where that is lower already."""
    hard = resource.getrlimit(what)[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(what, (soft, hard if what == resource.RLIMIT_CPU else soft))


def bind(parent: int, memory: int, cpu: int, output: int) -> None:
    """Bind this process with limits (bytes, seconds, bytes) and to the life of `parent`; 0 is nobody."""
    if parent:
        follow_parent(parent)
    lower(resource.RLIMIT_AS, memory)
    lower(resource.RLIMIT_CPU, cpu)
    lower(resource.RLIMIT_FSIZE, output)
    lower(resource.RLIMIT_CORE, 0)
    # Each thread reserves its stack out of RLIMIT_AS: an unlimited one would starve the decoder's threads.
    lower(resource.RLIMIT_STACK, STACK_BYTES)
    # CPython ignores these two, and an ignored signal stays ignored after exec: a full limit must end the child.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def main(arguments: list[str]) -> None:
    """Bind, then exec. Does not return."""
    bind(*(int(argument) for argument in arguments[:4]))
    command = arguments[4:]
    os.execv(command[0], command)  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    main(sys.argv[1:])
