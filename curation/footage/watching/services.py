"""Looks at watched places: what is new there, what has stood still, what is taken in.

A place is looked at by one worker at a time, which holds a lease on its row; whoever finds the lease run out goes on.
Listing and taking are bounded in time and go on at the next look.
"""

from __future__ import annotations

import logging
import os
import time
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from curation.footage import services as footage_services
from curation.footage import stored
from curation.footage.models import WatchedFile, WatchedPlace
from curation.footage.reasons import Refused
from curation.footage.stored import StoredFile
from curation.footage.watching import folder, ledger, prefix
from curation.footage.watching.places import Unwatchable, prefix_of, root_of
from curation.jobs.heartbeat import heartbeat

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
BUDGET = 45.0  # seconds of listing a store, and of taking files in, before others get their turn
BATCH = 2000  # files compared at once
CHUNK = 500  # objects of a store registered at once


def look_at_due() -> int:
    """Look at every place whose time has come and at which nobody is looking; returns how many."""
    before = timezone.now() - timedelta(seconds=settings.WATCH_SECONDS)
    waits = Exists(WatchedFile.objects.filter(place=OuterRef("pk"), state="due"))
    due = Q(looked_at=None) | Q(looked_at__lte=before) | ~Q(position="") | waits
    places = WatchedPlace.objects.filter(due, active=True).order_by(F("looked_at").asc(nulls_first=True))
    return sum(look(place) for place in places)


def look_soon(place: WatchedPlace) -> None:
    """Have the next beat look at a place, whenever the last look was."""
    WatchedPlace.objects.filter(pk=place.pk).update(looked_at=None)


def try_again(place: WatchedPlace) -> None:
    """Have the next look try the refused files again, whatever the reason was."""
    refused = WatchedFile.objects.filter(place=place, state="refused").exclude(error_code="name_unreadable")
    # A mark that no file has: the next look sees each as changed.
    refused.update(mark="")
    look_soon(place)


def look(place: WatchedPlace) -> bool:
    """List a place, take in what is due, and note how it went. False where somebody else is looking."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    if not WatchedPlace.objects.filter(free, pk=place.pk).update(lease_until=now + LEASE):
        return False
    place.refresh_from_db()
    with heartbeat(partial(_renew, place), lease=LEASE, name="watching"):  # while a large file is being copied
        try:
            if place.kind == WatchedPlace.Kind.FOLDER:
                _look_at_folder(place)
            else:
                _look_at_prefix(place)
            place.error_code, place.error_params = "", {}
        except Unwatchable as problem:
            place.error_code, place.error_params = problem.code, problem.params
            place.looked_at = timezone.now()
        finally:
            place.lease_until = None
            place.save(update_fields=["error_code", "error_params", "looked_at", "position", "lease_until"])
            ledger.count(place)
    return True


def _renew(place: WatchedPlace) -> None:
    WatchedPlace.objects.filter(pk=place.pk).update(lease_until=timezone.now() + LEASE)


def _look_at_folder(place: WatchedPlace) -> None:
    root = root_of(place.address)
    now, still = timezone.now(), timedelta(seconds=settings.WATCH_STILL_SECONDS)
    gone = ledger.unfinished_names(place)
    found = folder.listing(root)
    while batch := list(islice(found, BATCH)):
        ledger.compare(place, batch, now=now, still=still)
        gone.difference_update(one.name for one in batch)
    ledger.forget(place, gone)
    place.looked_at = now
    until = time.monotonic() + BUDGET
    while time.monotonic() < until:
        rows = list(WatchedFile.objects.filter(place=place, state="due").order_by("pk")[:20])
        if not rows:
            return
        for row in rows:
            _take_file(place, root, row)
            if time.monotonic() >= until:
                break


def _take_file(place: WatchedPlace, root: Path, row: WatchedFile) -> None:
    """Take one file of a folder in; what became of it is written to its row."""
    path = root / row.name
    parts = (root.name, *PurePosixPath(row.name).parent.parts)
    try:
        # A folder on the way may have become a link since it was listed.
        if os.path.realpath(path) != str(path):
            raise Refused("link")
        about = path.lstat()
        if (about.st_size, str(about.st_mtime_ns)) != (row.size, row.mark):
            raise Refused("changed_meanwhile")
        arrival = footage_services.register(
            path, original_name=path.name, folder="/".join(parts), tags=parts, station=place.station, origin="watched"
        )
    except FileNotFoundError:
        row.delete()
    except Refused as refusal:
        if refusal.code == "not_there":
            row.delete()
        elif refusal.code == "changed_meanwhile":
            _note(row, state="growing", mark="", seen_at=timezone.now())  # the next look sees it as changed
        else:
            _note(row, state="refused", error_code=refusal.code, error_params=refusal.params, seen_at=timezone.now())
    except OSError as error:
        _note(
            row,
            state="refused",
            error_code="no_permission" if isinstance(error, PermissionError) else "not_readable",
            error_params={"problem": error.strerror or "?"},
            seen_at=timezone.now(),
        )
    else:
        _note(row, state="taken", footage=arrival.footage, error_code="", error_params={})
        WatchedPlace.objects.filter(pk=place.pk).update(taken=F("taken") + 1)


def _note(row: WatchedFile, **changes: object) -> None:
    WatchedFile.objects.filter(pk=row.pk).update(**changes)


def _look_at_prefix(place: WatchedPlace) -> None:
    """List on from where the last look stopped; a listing of millions of keys takes many looks."""
    address, until = prefix_of(place.address), time.monotonic() + BUDGET
    for position, seen in prefix.pages(address, after=place.position):
        ledger.compare(place, seen, now=timezone.now(), still=timedelta())
        place.position = position
        place.save(update_fields=["position"])
        _take_objects(place, address)
        if time.monotonic() >= until:
            return
    place.position, place.looked_at = "", timezone.now()
    _take_objects(place, address)


def _take_objects(place: WatchedPlace, address: str) -> None:
    """Register objects where they lie, some hundreds in one transaction with what is noted of them."""
    top = PurePosixPath(address).name
    while rows := list(WatchedFile.objects.filter(place=place, state="due").order_by("pk")[:CHUNK]):
        files = [
            StoredFile(
                f"{address}{row.name}",
                size=row.size,
                original_name=PurePosixPath(row.name).name,
                folder="/".join([top, *PurePosixPath(row.name).parent.parts]),
                station=place.station,
            )
            for row in rows
        ]
        with transaction.atomic():
            for row, arrival in zip(rows, stored.register_many(files, origin="store"), strict=True):
                row.footage, row.state = arrival.footage, "taken"
            WatchedFile.objects.bulk_update(rows, ["footage", "state"])
            WatchedPlace.objects.filter(pk=place.pk).update(taken=F("taken") + len(rows))
