"""Files that a browser sends straight to an S3-compatible store, part by part.

The row's `key` and `multipart_id` are chosen here and never told by a browser. The file stays where it gathered; the
job that takes it in compares what the store holds with the MD5s of all parts, and then finds its fingerprint.
"""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from curation.files import multipart, names, store
from curation.files.errors import StoreError
from curation.footage import stored
from curation.footage.arrivals import folder_parts, presentable
from curation.footage.models import Footage, Station, Upload
from curation.footage.reasons import Refused
from curation.jobs.work import JobFailed

SIGNED_AT_ONCE = 100


class UploadError(Exception):
    """An upload request that cannot be followed; `status` is the answer of the protocol, `missing` parts to send."""

    def __init__(self, status: int, message: str, *, missing: list[int] | None = None) -> None:
        super().__init__(message)
        self.status, self.missing = status, missing or []


def begin(*, owner: User, name: str, folder: str, size: int, station: Station | None) -> Upload:
    """A new upload whose parts the store is ready to take. Raises UploadError 400 for an empty file, 503."""
    if size < 1:
        raise UploadError(400, _("This file is empty. Check the card or the copy, then choose it again."))
    number = uuid.uuid4()
    key = names.sent(number.hex, name)
    try:
        multipart_id = multipart.begin(key, content_type=mimetypes.guess_type(key)[0] or "application/octet-stream")
    except OSError as error:
        raise _away(error) from error
    return Upload.objects.create(
        pk=number,
        owner=owner,
        name=presentable(name)[:1000] or "video",
        folder="/".join(folder_parts(folder))[:2000],
        station=station,
        size=size,
        key=key,
        multipart_id=multipart_id,
    )


def _away(error: OSError) -> UploadError:
    return UploadError(
        503,
        _("The store for large files does not answer (%(problem)s). Nothing is lost; try again.")
        % {"problem": error.strerror or "?"},
    )


def have(upload: Upload) -> list[multipart.Part]:
    """The parts that the store has; notes how much has come. Raises UploadError 410 where the store forgot it."""
    try:
        found = list(multipart.parts(upload.key, upload.multipart_id))
    except FileNotFoundError as error:
        raise UploadError(410, _("This upload is gone. Choose the file again.")) from error
    except OSError as error:
        raise _away(error) from error
    note(upload, received=sum(part.size for part in found))
    return found


def note(upload: Upload, *, received: int) -> None:
    """Keep for the lists how much has come, in bytes; what counts is what the store has."""
    upload.received = max(0, min(received, upload.size))
    upload.save(update_fields=["received", "touched_at"])


def sign(upload: Upload, digests: Mapping[int, bytes]) -> dict[int, str]:
    """Addresses for parts by their numbers, each good for exactly the bytes of which the MD5 was told."""
    if upload.job_id is not None:
        raise UploadError(409, _("This file has already been taken in."))
    if not 0 < len(digests) <= SIGNED_AT_ONCE or any(len(digest) != 16 for digest in digests.values()):
        raise UploadError(400, "Between 1 and 100 parts, each with an MD5 of 16 bytes.")
    try:
        return {
            number: multipart.sign(
                upload.key,
                upload.multipart_id,
                number=number,
                length=multipart.length_of(number, size=upload.size),
                md5=md5,
            )
            for number, md5 in digests.items()
        }
    except ValueError as error:
        raise UploadError(400, f"This upload has no part {error}.") from error


def settled(upload: Upload) -> dict[str, object]:
    """What the job compares when all parts are there. Raises UploadError 409 with the numbers of missing parts."""
    found = have(upload)
    missing = multipart.missing(found, size=upload.size)
    if missing:
        raise UploadError(409, _("Some parts of this file are still to be sent."), missing=missing[:1000])
    digest = multipart.digest_of(found)
    return {"size": multipart.part_size(upload.size), "digest": digest} if digest else {}


def take(upload: Upload) -> Footage:
    """Make one file of the parts and register it where it lies. Safe to repeat. Raises JobFailed."""
    try:
        multipart.complete(upload.key, upload.multipart_id, size=upload.size)
        if store.size_of(upload.key) != upload.size:
            raise JobFailed("not_what_was_sent")
    except FileNotFoundError as error:
        raise JobFailed("upload_gone") from error
    except StoreError as error:
        raise JobFailed("store_failed", str(error), problem=error.strerror) from error
    file = stored.StoredFile(
        upload.key, size=upload.size, original_name=upload.name, folder=upload.folder, station=upload.station
    )
    try:
        with transaction.atomic():
            arrival = stored.register_many([file], user=upload.owner, origin="upload", own=True)[0]
            upload.footage = arrival.footage
            upload.save(update_fields=["footage", "touched_at"])
    except Refused as refusal:
        raise JobFailed(refusal.code, **refusal.params) from refusal
    return arrival.footage


def hides_digests(upload: Upload) -> bool:
    """Whether the MD5s that the store told for the parts are none, so that nothing can be compared with them."""
    try:
        return upload.footage is not None and upload.footage.fingerprint is None and multipart.hides_digests(upload.key)
    except FileNotFoundError as error:
        raise JobFailed("upload_gone") from error
    except StoreError as error:
        raise JobFailed("store_failed", str(error), problem=error.strerror) from error


def discard(upload: Upload) -> None:
    """Throw away what the store has of an upload that became no footage."""
    if upload.footage_id is None:
        multipart.abort(upload.key, upload.multipart_id)
        store.delete(upload.key)


def throw_away(upload: Upload) -> None:
    """Forget footage whose file is not what was sent, with that file; what the upload's row says stays."""
    footage, upload.footage = upload.footage, None
    upload.save(update_fields=["footage", "touched_at"])
    if footage is not None and footage.fingerprint is None:
        Footage.objects.filter(pk=footage.pk).delete()
    store.delete(upload.key)


def sweep_orphans(*, before: datetime) -> int:
    """Abort uploads begun in the store before this moment that no row knows; returns how many."""
    gone = 0
    for key, multipart_id in multipart.begun(names.SENT, before=before):
        if not Upload.objects.filter(key=key).exists():
            multipart.abort(key, multipart_id)
            gone += 1
    return gone
