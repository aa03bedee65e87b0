"""Footage whose file lies in the store already: registered where it is, told apart when it is first read.

`register_stored` and `register_many` write rows only; the ingest job reads the file once, and by `copy_of` finds its
fingerprint on the way. A file that is here already is merged into the footage that has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from blake3 import blake3
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction

from curation.files import names, store
from curation.files.local import local_copy
from curation.files.multipart import PartDigest
from curation.footage.alarms import raising
from curation.footage.arrivals import folder_parts, place_tags, presentable
from curation.footage.models import Arrival, Deployment, Footage, Package, Station
from curation.footage.reasons import Refused
from curation.footage.states import KIND
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobFailed, Work


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the store under `key`, and what is known of it before it is read.

    `size` in bytes; None asks the store, which also finds out whether the file is there. `folder` is where it came
    from, relative, and `tags` default to its parts.
    """

    key: str
    size: int | None = None
    original_name: str = ""
    folder: str = ""
    tags: Sequence[str] | None = None
    station: Station | None = None
    deployment: Deployment | None = None
    package: Package | None = None
    media_id: str = ""
    media_type: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def register_stored(
    key: str, *, user: User | None = None, origin: str = "store", read: bool = True, **known: Any
) -> Arrival:
    """Register one stored file, `known` being fields of StoredFile; see `register_many`. Raises Refused."""
    return register_many([StoredFile(key, **known)], user=user, origin=origin, read=read)[0]


def register_many(
    files: Sequence[StoredFile],
    *,
    user: User | None = None,
    origin: str = "store",
    read: bool = True,
    own: bool = False,
) -> list[Arrival]:
    """Register files where they lie, all or none, and return their arrivals in the same order.

    With `read` each gets the job that reads it; else it stays `catalogued` until `queue_ingest`. `own` is for files
    that Pugmark itself brought into the store. Raises Refused: `key_unsafe`, `not_there`, `store_failed`.
    """
    sizes = [_size(file, own=own) for file in files]
    clean = place_tags()
    state = Footage.State.REGISTERED if read else Footage.State.CATALOGUED
    with transaction.atomic():
        rows = Footage.objects.bulk_create(
            _row(file, size=size, state=state, user=user, clean=clean) for file, size in zip(files, sizes, strict=True)
        )
        arrivals = Arrival.objects.bulk_create(
            Arrival(footage=row, original_name=row.original_name, folder=row.folder, origin=origin, arrived_by=user)
            for row in rows
        )
        if read and not own:
            for job in Job.objects.bulk_create(Job(kind=KIND, subject=row.pk, created_by=user) for row in rows):
                jobs.announce(job.pk)
    return arrivals


def _size(file: StoredFile, *, own: bool) -> int:
    if not own and not names.is_foreign(file.key):
        raise Refused("key_unsafe")
    if file.size is not None:
        return file.size
    try:
        return store.size_of(file.key)
    except FileNotFoundError as error:
        raise Refused("not_there") from error
    except OSError as error:
        raise Refused("store_failed", problem=error.strerror or "?") from error


def _row(
    file: StoredFile, *, size: int, state: str, user: User | None, clean: Callable[[Sequence[str]], list[str]]
) -> Footage:
    parts = folder_parts(file.folder)
    return Footage(
        state=state,
        file=file.key,
        size=size,
        original_name=presentable(file.original_name) or PurePosixPath(file.key).name,
        folder="/".join(parts),
        tags=clean(parts if file.tags is None else file.tags),
        station=file.station,
        deployment=file.deployment,
        package=file.package,
        media_id=file.media_id,
        media_type=file.media_type,
        extra=file.extra,
        created_by=user,
    )


class AlreadyHere(Exception):
    """The file that was being read is that of `footage`; the row that was being read has been merged into it."""

    def __init__(self, footage: Footage) -> None:
        super().__init__(footage.pk)
        self.footage = footage

    def result(self) -> dict[str, Any]:
        """What the job says that found it."""
        return {"footage": self.footage.pk, "duplicate": True}


@contextmanager
def copy_of(footage: Footage, *, work: Work) -> Iterator[Path]:
    """A path on this machine for the footage's file; the footage has its fingerprint then.

    Raises FileNotFoundError, StoreError, AlreadyHere, and JobFailed where the store holds other bytes than a browser
    sent (`parts` of the job's payload: `size` of a part in bytes and the `digest` of all of them).
    """
    if footage.fingerprint is not None:
        with local_copy(footage.file) as path:
            yield path
        return
    digest, sent = blake3(), work.job.payload.get("parts")
    parts = PartDigest(int(sent["size"])) if sent else None
    seen = 0

    def watch(block: bytes) -> None:
        nonlocal seen
        seen += len(block)
        digest.update(block)
        if parts is not None:
            parts.update(block)
        if work.cancelled():
            work.stop_if_cancelled()

    with local_copy(footage.file, watch=watch) as path:
        if parts is not None and sent and parts.hexdigest() != sent["digest"]:
            raise JobFailed("not_what_was_sent")
        identify(footage, digest.hexdigest(), size=seen)
        yield path


def identify(footage: Footage, fingerprint: str, *, size: int) -> None:
    """Note the fingerprint of a file that was read for the first time. Raises AlreadyHere after merging."""
    try:
        with transaction.atomic():
            footage.fingerprint, footage.size = fingerprint, size
            footage.save(update_fields=["fingerprint", "size"])
    except IntegrityError:
        footage.fingerprint = None
        original = Footage.objects.get(fingerprint=fingerprint)
        merge(footage, original)
        raise AlreadyHere(original) from None


def merge(duplicate: Footage, original: Footage) -> None:
    """Give all that points to `duplicate` to `original` and forget the duplicate.

    What the original does not know yet (station, deployment, number in its package) it learns. The duplicate's file is
    removed only where a browser sent it; files that others laid into the store stay theirs.
    """
    here = store.exists(original.file) if original.file else False
    with transaction.atomic():
        both = Footage.objects.select_for_update().filter(pk__in=[duplicate.pk, original.pk])
        alarms = dict(both.values_list("pk", "alarm"))
        Arrival.objects.filter(footage=duplicate).update(duplicate=True)
        for relation in Footage._meta.related_objects:
            if not relation.many_to_many:
                _repoint(relation.related_model, relation.field.name, duplicate=duplicate, original=original)
        learnt = _learn(duplicate, original)
        Footage.objects.filter(pk=duplicate.pk).delete()
        if not here:
            original.file = duplicate.file
            learnt.append("file")
        if learnt:
            original.save(update_fields=learnt)
        # Whatever put the one out of sight is now said of the other.
        if alarms.get(duplicate.pk):
            raising.raise_as({original.pk: alarms[duplicate.pk]})
        raising.raise_for([original.pk])
        if here and duplicate.file != original.file and duplicate.file.startswith(names.OWN):
            transaction.on_commit(lambda: store.delete(duplicate.file))


def _learn(duplicate: Footage, original: Footage) -> list[str]:
    learnt = []
    if duplicate.alarm and not original.alarm:
        original.alarm = duplicate.alarm
        learnt.append("alarm")
    for name in ("station", "deployment", "event"):
        if getattr(original, f"{name}_id") is None and getattr(duplicate, f"{name}_id") is not None:
            setattr(original, name, getattr(duplicate, name))
            learnt.append(name)
    if duplicate.media_id and not original.media_id:
        original.package, original.media_id = duplicate.package, duplicate.media_id
        learnt += ["package", "media_id"]
    return learnt


def _repoint(model: Any, name: str, *, duplicate: Footage, original: Footage) -> None:
    rows: models.QuerySet[Any] = model._base_manager.filter(**{name: duplicate})
    try:
        with transaction.atomic():
            rows.update(**{name: original})
    except IntegrityError:
        # The original has some of them itself (the same collection, the same individual): those go.
        for row in rows:
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row.pk).update(**{name: original})
            except IntegrityError:
                row.delete()


def note_merged(job: Job, found: AlreadyHere) -> None:
    """Write into the job, however it ends, what its row was merged into; `standing_for` finds it there."""
    job.result = found.result()
    job.save(update_fields=["result"])


def standing_for(footage_id: int) -> Footage | None:
    """The footage of this number, or that into which it was merged; None where there never was one."""
    for _step in range(5):
        footage = Footage.objects.select_related("station").filter(pk=footage_id).first()
        if footage is not None:
            return footage
        told = Job.objects.filter(kind=KIND, subject=footage_id, result__duplicate=True).values_list(
            "result", flat=True
        )
        result = told.first()
        if result is None:
            return None
        footage_id = int(result["footage"])
    return None
