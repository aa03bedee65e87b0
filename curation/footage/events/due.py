"""Forms the events of what an import has brought, after it and beside it, so that the import itself need not wait."""

from __future__ import annotations

from typing import Any

from curation.footage.events.gap import seconds
from curation.footage.events.grouping import STATIONS_AT_ONCE, Grouped, group_due
from curation.footage.models import EventDue
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import Work, handler

KIND = "events_due"


def begin() -> Job | None:
    """Start the job that forms the events that are due, where there are any and no such job waits already."""
    if not EventDue.objects.exists() or Job.objects.filter(kind=KIND, state=Job.State.QUEUED).exists():
        return None
    return jobs.start(KIND)


@handler(KIND)
def form(work: Work) -> dict[str, Any]:
    """Form all events that are due. Cancelled or broken off, it leaves whole stations, and the rest stays due."""
    total, gap = Grouped(), seconds()
    stations = EventDue.objects.order_by("station").values_list("station", flat=True).distinct()
    many, seen = stations.count(), 0
    while batch := list(stations[:STATIONS_AT_ONCE]):
        total += group_due(batch, gap=gap)
        seen += len(batch)
        work.report(min(seen / many, 1.0), "events")
        work.stop_if_cancelled()
    return {"made": total.made, "removed": total.removed, "moved": total.moved}
