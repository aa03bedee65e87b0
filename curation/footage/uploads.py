"""Files on their way from a browser: rows that know how much has come, and part files on this machine.

Where browsers reach an S3-compatible store, parts go there instead (`parts`): such rows have a `key`. Part files lie
under MEDIA_ROOT/uploads, named by the upload's number, never by what a browser calls them. Web server
and workers must see the same MEDIA_ROOT. The row's `received` is what counts; bytes beyond it are cut off.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
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

from curation.files import browsers
from curation.files.errors import StoreError
from curation.footage import ingest, parts, services
from curation.footage.arrivals import folder_parts, presentable
from curation.footage.models import Station, Upload
from curation.footage.parts import UploadError
from curation.footage.reasons import Refused
from curation.footage.states import RECEIVE
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobFailed, Work, handler

logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=7)  # an unfinished upload waits so long to be resumed
BLOCK = 256 * 1024
NOTED_EVERY = 2**20  # bytes
CHECKSUMS = ("sha1", "sha256", "md5")


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
        payload: dict[str, Any] = {"upload": str(upload.pk)}
        if upload.key:
            payload["parts"] = parts.settled(upload)
        job = jobs.start(RECEIVE, payload=payload, user=upload.owner)
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
    try:
        if upload.footage is None and upload.key:
            upload.footage = parts.take(upload)
        elif upload.footage is None:
            duplicate = _take_file(upload)
        if upload.key and parts.hides_digests(upload):
            work.job.payload["parts"] = {}
        footage: Any = upload.footage
        told = ingest.read(footage, work=work)
    except JobFailed as failure:
        if failure.code == "not_what_was_sent":
            parts.throw_away(upload)
        raise
    return {
        "footage": told.get("footage", footage.pk),
        "duplicate": bool(duplicate or told.get("duplicate", False)),
    }


def _take_file(upload: Upload) -> bool:
    """Store what has gathered on this machine; returns whether it was here already."""
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
        raise JobFailed("upload_gone" if refusal.code == "not_there" else refusal.code, **refusal.params) from refusal
    upload.footage = arrival.footage
    upload.save(update_fields=["footage", "touched_at"])
    part_file(upload).unlink(missing_ok=True)
    return arrival.duplicate


def open_uploads(owner: Any) -> list[Upload]:
    """What this person began and has not finished, newest first."""
    return list(Upload.objects.filter(owner=owner, job=None).order_by("-touched_at")[:200])


def discard(upload: Upload) -> None:
    """Forget an unfinished upload and its bytes. Raises StoreError where the store does not let go of them."""
    if upload.key:
        parts.discard(upload)
    part_file(upload).unlink(missing_ok=True)
    upload.delete()


def sweep_expired() -> int:
    """Discard what nobody resumed for a week, and rows of uploads long taken in. Returns how many."""
    before = timezone.now() - KEPT_FOR
    old = Upload.objects.filter(touched_at__lt=before).exclude(job__state__in=[Job.State.QUEUED, Job.State.RUNNING])
    gone = 0
    for upload in old:
        try:
            discard(upload)
        except StoreError as error:
            logger.warning("Upload %s stays for the next sweep, the store does not let go of it: %s", upload.pk, error)
        else:
            gone += 1
    if browsers.reach_the_store():
        try:
            gone += parts.sweep_orphans(before=before)
        except StoreError as error:
            logger.warning("The store did not say which uploads it holds: %s", error)
    return gone
