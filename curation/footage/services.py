"""Takes files in: each stored once, by its fingerprint, with a job that reads it."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from curation.files import names, store
from curation.files.local import keep
from curation.footage.arrivals import folder_parts, presentable, public_tags
from curation.footage.fingerprint import fingerprint, stored_fingerprint
from curation.footage.models import Arrival, Footage, Station
from curation.footage.reasons import Refused
from curation.footage.selectors import open_job
from curation.footage.states import FOOTAGE, KIND
from curation.jobs import services as jobs
from curation.jobs.models import Job


def register(
    path: Path,
    *,
    original_name: str = "",
    folder: str = "",
    tags: Sequence[str] | None = None,
    station: Station | None = None,
    user: User | None = None,
    origin: str = "folder",
    demo: bool = False,
    queue: bool = True,
) -> Arrival:
    """Take the file at `path` in, note its arrival, and queue the job that reads it (unless not `queue`).

    An exact duplicate is linked, not stored again, and read again only if it could not be read before. The file is
    copied; `path` stays. `folder` is its relative place as handed in, `tags` default to its parts. Raises Refused; then
    nothing of the file is kept.
    """
    name = presentable(original_name or path.name)
    digest, size = _identity(path)
    footage = Footage.objects.filter(fingerprint=digest).first()
    duplicate = footage is not None
    parts = folder_parts(folder)
    if footage is None:
        row = Footage(
            fingerprint=digest,
            file=names.original(digest, name),
            size=size,
            original_name=name,
            folder="/".join(parts),
            tags=public_tags(parts if tags is None else tags),
            station=station,
            created_by=user,
            demo=demo,
        )
        footage, duplicate = _store(path, row)
    arrival = Arrival.objects.create(
        footage=footage,
        original_name=name,
        folder="/".join(folder_parts(folder)),
        duplicate=duplicate,
        origin=origin,
        arrived_by=user,
    )
    if queue:
        queue_ingest(footage, user=user)
    return arrival


def _identity(path: Path) -> tuple[str, int]:
    """Fingerprint and bytes of a file. Raises Refused where it cannot be read to its end."""
    _require_file(path)
    try:
        return fingerprint(path), path.stat().st_size
    except PermissionError as error:
        raise Refused("no_permission") from error
    except OSError as error:
        raise Refused("not_readable", problem=error.strerror or "?") from error


def _require_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise Refused("not_there") from error
    except PermissionError as error:
        raise Refused("no_permission") from error
    except OSError as error:
        raise Refused("not_readable", problem=error.strerror or "?") from error
    if not stat.S_ISREG(mode):
        raise Refused("not_a_file")


def _store(path: Path, footage: Footage) -> tuple[Footage, bool]:
    """Keep the file and then its row. Returns the row and whether somebody else brought the same file meanwhile."""
    try:
        keep(path, footage.file)
        unchanged = stored_fingerprint(footage.file) == footage.fingerprint
    except OSError as error:
        _forget(footage)
        raise Refused("store_failed", problem=error.strerror or "?") from error
    if not unchanged:
        _forget(footage)
        raise Refused("changed_meanwhile")
    try:
        with transaction.atomic():
            footage.save(force_insert=True)
    except IntegrityError:
        return Footage.objects.get(fingerprint=footage.fingerprint), True
    return footage, False


def _forget(footage: Footage) -> None:
    if not Footage.objects.filter(fingerprint=footage.fingerprint).exists():
        with suppress(OSError):
            store.delete(footage.file)


@transaction.atomic
def queue_ingest(footage: Footage, *, user: User | None = None) -> Job | None:
    """Queue the job that reads this footage; the one already under way if there is one; None where all is done."""
    # Two arrivals of one file may ask at the same moment: the row's lock lets only the first of them start a job.
    state, file = Footage.objects.select_for_update().values_list("state", "file").get(pk=footage.pk)
    if state == Footage.State.CATALOGUED and file:
        footage.state = state
        FOOTAGE.move(footage, Footage.State.REGISTERED)
        state = footage.state
    if state not in {Footage.State.REGISTERED, Footage.State.PROBING, Footage.State.FAILED}:
        return None
    return open_job(footage) or jobs.start(KIND, subject=footage.pk, user=user)


def withdraw_place_tags() -> int:
    """Take names of places out of all tags, as after a station was added or renamed. Returns how many rows changed."""
    changed = []
    for footage in Footage.objects.exclude(tags=[]).only("pk", "tags").iterator(chunk_size=2000):
        tags = public_tags(footage.tags)
        if tags != footage.tags:
            footage.tags = tags
            changed.append(footage)
    Footage.objects.bulk_update(changed, ["tags"], batch_size=500)
    return len(changed)


def begin_reading(footage: Footage) -> bool:
    """Move footage to `probing`, also after a failure or a crash. False where there is nothing left to read."""
    if footage.state in {Footage.State.FAILED, Footage.State.PROBING}:
        FOOTAGE.move(footage, Footage.State.REGISTERED, error_code="", error_params={})
    if footage.state != Footage.State.REGISTERED:
        return False
    FOOTAGE.move(footage, Footage.State.PROBING)
    return True
