"""What was seen in a watched place, compared in bulk with what was seen before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from curation.footage.models import WatchedFile, WatchedPlace
from curation.footage.watching.folder import Seen

TRY_AGAIN = timedelta(minutes=10)  # what may have been mended meanwhile without any change to the file
PASSING = {"no_permission", "not_readable", "store_failed", "folder_unreadable", "link"}
FIELDS = ["size", "mark", "state", "error_code", "error_params", "seen_at"]


def compare(place: WatchedPlace, seen: Sequence[Seen], *, now: datetime, still: timedelta) -> None:
    """Note what is new or changed, and make due what has stood still for `still` since it was first seen so.

    Two looks see every file before it is taken, unless `still` is zero, as for a store whose objects are whole.
    """
    rows = {row.name: row for row in WatchedFile.objects.filter(place=place, name__in=[one.name for one in seen])}
    fresh: list[WatchedFile] = []
    changed: list[WatchedFile] = []
    due: list[int] = []
    for one in seen:
        row = rows.get(one.name)
        if row is None:
            fresh.append(_noted(WatchedFile(place=place, name=one.name), one, now=now, still=still))
        elif (row.size, row.mark) != (one.size, one.mark):
            changed.append(_noted(row, one, now=now, still=still))
        elif not one.problem and _is_due(row, now=now, still=still):
            due.append(row.pk)
    WatchedFile.objects.bulk_create(fresh, batch_size=2000, ignore_conflicts=True)
    # bulk_update does not keep `seen_at` by itself: it is the hour of this mark, not of the last look.
    WatchedFile.objects.bulk_update(changed, FIELDS, batch_size=500)
    WatchedFile.objects.filter(pk__in=due).update(state="due", error_code="", error_params={})


def _noted(row: WatchedFile, seen: Seen, *, now: datetime, still: timedelta) -> WatchedFile:
    row.size, row.mark, row.seen_at = seen.size, seen.mark, now
    row.error_code, row.error_params = seen.problem, {}
    row.state = "refused" if seen.problem else "growing" if still else "due"
    return row


def _is_due(row: WatchedFile, *, now: datetime, still: timedelta) -> bool:
    if row.state == "growing":
        return now - row.seen_at >= still
    return row.state == "refused" and row.error_code in PASSING and now - row.seen_at >= TRY_AGAIN


def unfinished_names(place: WatchedPlace) -> set[str]:
    """Names of files that were seen and not taken in."""
    open_rows = WatchedFile.objects.filter(place=place).exclude(state="taken")
    return set(open_rows.values_list("name", flat=True).iterator(chunk_size=10_000))


def forget(place: WatchedPlace, names: Iterable[str]) -> None:
    """Forget files that are no longer there and were never taken in."""
    gone = list(names)
    for first in range(0, len(gone), 5000):
        WatchedFile.objects.filter(place=place, name__in=gone[first : first + 5000]).exclude(state="taken").delete()


def count(place: WatchedPlace) -> None:
    """Write how many files wait and how many are refused."""
    files = WatchedFile.objects.filter(place=place)
    place.waiting = files.filter(Q(state="growing") | Q(state="due")).count()
    place.refused = files.filter(state="refused").count()
    place.save(update_fields=["waiting", "refused"])
