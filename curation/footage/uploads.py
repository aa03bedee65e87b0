"""Files on their way from a browser: part files on this machine, rows that know how much has come.

Part files lie under MEDIA_ROOT/uploads, named by the upload's number, never by what a browser calls them. Web server
and workers must see the same MEDIA_ROOT. The row's `received` is what counts; bytes beyond it are cut off.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from curation.footage import ingest, services
from curation.footage.arrivals import folder_parts, presentable
from curation.footage.models import Footage, Station, Upload
from curation.footage.reasons import Refused
from curation.footage.states import RECEIVE
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobFailed, Work, handler

KEPT_FOR = timedelta(days=7)  # an unfinished upload waits so long to be resumed
BLOCK = 256 * 1024
NOTED_EVERY = 2**20  # bytes
CHECKSUMS = ("sha1", "sha256", "md5")


class UploadError(Exception):
    """An upload request that cannot be followed; `status` is the answer of the tus protocol."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def largest() -> int:
    """Bytes that one uploaded file may have."""
    return int(settings.UPLOAD_MAX_BYTES)


def part_file(upload: Upload) -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads" / f"{upload.pk.hex}.part"


def create(*, owner: User, name: str, folder: str, size: int, station: Station | None) -> Upload:
    """A new, empty upload. The part file is made first, so that a row without one has been tampered with."""
    upload = Upload(
        pk=uuid.uuid4(),
        owner=owner,
        name=presentable(name)[:1000] or "video",
        folder="/".join(folder_parts(folder))[:2000],
        station=station,
        size=size,
    )
    part = part_file(upload)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.touch(mode=0o600)
    upload.save(force_insert=True)
    return upload


@contextmanager
def _locked(upload: Upload) -> Iterator[BinaryIO]:
    """The part file, for one request at a time."""
    try:
        file = part_file(upload).open("r+b")
    except FileNotFoundError as error:
        raise UploadError(410, "This upload is gone.") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadError(423, "Another request is writing this upload.") from error
        yield file


def append(
    upload: Upload, *, offset: int, read: Callable[[int], bytes], checksum: tuple[str, bytes] | None = None
) -> int:
    """Write what `read` gives at `offset` and return the new offset.

    What had come when a connection broke is kept, unless a checksum was promised. Raises UploadError: 409 for a
    wrong offset, 413 for more than was announced, 423 while another request writes, 460 for a wrong checksum.
    """
    with _locked(upload) as file:
        upload.refresh_from_db()
        if offset != upload.received:
            raise UploadError(409, f"The upload stands at {upload.received}.")
        file.truncate(offset)
        file.seek(offset)
        digest = hashlib.new(checksum[0], usedforsecurity=False) if checksum else None
        for received in _copy(file, read, offset=offset, size=upload.size, digest=digest):
            if not checksum:
                _note(upload, received=received)
        received = file.tell()
        if checksum and digest is not None and digest.digest() != checksum[1]:
            file.truncate(offset)
            raise UploadError(460, "The bytes that came are not those that were sent.")
        _note(upload, received=received)
        return received


def _copy(file: BinaryIO, read: Callable[[int], bytes], *, offset: int, size: int, digest: Any) -> Iterator[int]:
    """Write what comes; after each mebibyte yields how far the file is, safe on the disk.

    However the request ends (the browser leaves, the server is stopped), only what came after that is sent again.
    """
    told = offset
    try:
        while block := read(BLOCK):
            if offset + len(block) > size:
                raise UploadError(413, "More came than was announced.")
            file.write(block)
            offset += len(block)
            if digest is not None:
                digest.update(block)
            if offset - told >= NOTED_EVERY:
                _flush(file)
                told = offset
                yield told
    except OSError:
        _flush(file)
        yield offset
        raise
    _flush(file)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _note(upload: Upload, *, received: int) -> None:
    upload.received = received
    upload.save(update_fields=["received", "touched_at"])


def receive(upload: Upload) -> Job:
    """Queue the job that takes a whole upload in; asking again gives the same job."""
    if upload.job is None:
        job = jobs.start(RECEIVE, payload={"upload": str(upload.pk)}, user=upload.owner)
        if not Upload.objects.filter(pk=upload.pk, job=None).update(job=job):
            jobs.cancel(job)
        upload.refresh_from_db()
    if upload.job is None:
        raise UploadError(410, "This upload is gone.")
    return upload.job


@handler(RECEIVE)
def take(work: Work) -> dict[str, object]:
    """Take a whole upload in: compare, store, read. Safe to repeat at any moment."""
    upload = Upload.objects.select_related("footage", "station", "owner").filter(pk=work.job.payload["upload"]).first()
    if upload is None:
        raise JobFailed("upload_gone")
    work.report(0.01, "checking")
    duplicate = False
    if upload.footage is None:
        try:
            arrival = services.register(
                part_file(upload),
                original_name=upload.name,
                folder=upload.folder,
                station=upload.station,
                user=upload.owner,
                origin="upload",
                queue=False,
            )
        except Refused as refusal:
            raise JobFailed(
                "upload_gone" if refusal.code == "not_there" else refusal.code, **refusal.params
            ) from refusal
        upload.footage, duplicate = arrival.footage, arrival.duplicate
        upload.save(update_fields=["footage", "touched_at"])
    part_file(upload).unlink(missing_ok=True)
    footage: Footage = upload.footage
    ingest.read(footage, work=work)
    return {"footage": footage.pk, "duplicate": duplicate}


def discard(upload: Upload) -> None:
    """Forget an unfinished upload and its bytes."""
    part_file(upload).unlink(missing_ok=True)
    upload.delete()


def sweep_expired() -> int:
    """Discard what nobody resumed for a week, and rows of uploads long taken in. Returns how many."""
    old = Upload.objects.filter(touched_at__lt=timezone.now() - KEPT_FOR).exclude(
        job__state__in=[Job.State.QUEUED, Job.State.RUNNING]
    )
    gone = 0
    for upload in old:
        discard(upload)
        gone += 1
    return gone
