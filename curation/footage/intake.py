"""Takes many files in here and now: registers each, reads several at a time, reports each as soon as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections

from curation.footage import services
from curation.footage.arrivals import printable
from curation.footage.folders import FoundFile, Unreadable
from curation.footage.models import Footage, Station
from curation.footage.reasons import REFUSALS, Refused, reason
from curation.jobs import services as jobs

Lookup = Callable[[FoundFile], Station | None]


@dataclass(frozen=True)
class Taken:
    """What became of one file. `state`: ready, duplicate, failed (kept, with a reason) or refused (nothing kept)."""

    path: str
    state: str
    reason: str = ""
    footage: int | None = None
    fingerprint: str = ""
    captured_at: str | None = None
    captured_source: str = ""
    duration: float | None = None  # seconds
    width: int | None = None  # pixels
    height: int | None = None
    light: str = ""
    proxy: bool = False

    @property
    def in_order(self) -> bool:
        return self.state in {"ready", "duplicate"}

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def line(self) -> str:
        """One line for a person, whatever the file is called."""
        name, number = printable(self.path), f"F{self.footage}" if self.footage else "-"
        facts = (
            self.reason
            if not self.in_order
            else f"{self.duration or 0:.1f} s, {self.width}x{self.height}, {self.light or 'light unknown'}"
        )
        return f"{self.state:9} {number:>7}  {name}  ({facts})"


def take_in(
    found: Iterable[FoundFile | Unreadable], *, station: Station | None = None, workers: int = 1, demo: bool = False
) -> Iterator[Taken]:
    """Take files in and yield what became of each; one that fails stops no other.

    With one worker everything happens in this thread; else files are read in as many threads (the work itself is
    done by limited child processes), and come out in the order in which they end.
    """
    if workers <= 1:
        for item in found:
            yield _take(item, station=station, demo=demo)
        return
    with ThreadPoolExecutor(workers, thread_name_prefix="ingest") as pool:
        waiting = [pool.submit(_take_in_thread, item, station=station, demo=demo) for item in found]
        try:
            for ended in as_completed(waiting):
                yield ended.result()
        finally:
            for task in waiting:
                task.cancel()


def _take_in_thread(item: FoundFile | Unreadable, *, station: Station | None, demo: bool) -> Taken:
    try:
        return _take(item, station=station, demo=demo)
    finally:
        connections.close_all()


def _take(item: FoundFile | Unreadable, *, station: Station | None, demo: bool) -> Taken:
    path = str(item.path).encode("utf-8", "backslashreplace").decode()
    if isinstance(item, Unreadable):
        return Taken(path, "refused", reason=str(REFUSALS[item.code]))
    try:
        arrival = services.register(
            item.path, folder=item.folder, tags=item.tags, station=station, demo=demo, queue=False
        )
    except Refused as refusal:
        return Taken(path, "refused", reason=str(refusal))
    footage = arrival.footage
    job = services.queue_ingest(footage)
    if job is not None:
        jobs.finish(job)
        footage.refresh_from_db()
    return _taken(path, footage, duplicate=arrival.duplicate)


def _taken(path: str, footage: Footage, *, duplicate: bool) -> Taken:
    if footage.state in {Footage.State.FAILED, Footage.State.REGISTERED, Footage.State.PROBING}:
        sentence = reason(footage) or str(REFUSALS["interrupted"])
        return Taken(path, "failed", reason=sentence, footage=footage.pk, fingerprint=footage.fingerprint or "")
    return Taken(
        path,
        "duplicate" if duplicate else "ready",
        footage=footage.pk,
        fingerprint=footage.fingerprint or "",
        captured_at=footage.captured_at.isoformat() if footage.captured_at else None,
        captured_source=footage.captured_source,
        duration=footage.duration,
        width=footage.width,
        height=footage.height,
        light=footage.light,
        proxy=bool(footage.proxy),
    )
