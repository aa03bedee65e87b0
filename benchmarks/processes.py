"""Processor time and memory of a benchmark with all its children: those that ended, and those that stay ready.

`resource.getrusage` tells of children only once they have ended, and a fork server
(`curation.video.running.fork_pool`) does not end while it may be needed again.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path


def processes() -> dict[int, list[str]]:
    """What the kernel tells of every process, from its state on: see proc_pid_stat(5)."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
    return found


def processor_time() -> float:
    """Seconds of processor time of this process, of its children that ended and of those that stay ready."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    ticks = sum(sum(map(int, told[11:15])) for told in processes().values() if int(told[1]) == os.getpid())
    return total + ticks / os.sysconf("SC_CLK_TCK")


def resident() -> tuple[float, float]:
    """Megabytes that this process holds now, and that all below it hold together."""
    told = processes()
    family = {os.getpid()}
    for _generation in range(4):
        family |= {process for process, each in told.items() if int(each[1]) in family}
    page = os.sysconf("SC_PAGE_SIZE") / 1e6
    held = {process: int(told[process][21]) * page for process in family if process in told}
    return held[os.getpid()], sum(held.values()) - held[os.getpid()]
