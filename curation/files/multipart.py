"""Uploads in parts that go from a browser straight to an S3-compatible store.

Every part is signed with its number, its length and the MD5 of its bytes: the store refuses anything else. Source:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html (limits), API_UploadPart (Content-MD5).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from curation.files import browsers
from curation.files.errors import StoreError, answered
from curation.files.store import Bucket, bucket, size_of

MOST_PARTS = 10_000
SMALLEST_PART = 16 * 2**20  # bytes; the store's own limit is 5 MiB
STEP = 2**20  # parts are whole mebibytes
LARGEST_PART = 5 * 2**30
SIGNED_FOR = 3600  # seconds
_MD5 = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Part:
    """A part that the store has. `etag` is the MD5 of its bytes in hex wherever the store does not encrypt by KMS."""

    number: int  # from 1
    size: int  # bytes
    etag: str


def part_size(size: int) -> int:
    """Bytes of every part but the last, so that `size` bytes fit into 10,000 parts of the same size."""
    needed = -(-size // MOST_PARTS)
    return min(max(SMALLEST_PART, -(-needed // STEP) * STEP), LARGEST_PART)


def part_count(size: int) -> int:
    """How many parts a file of `size` bytes has; an empty file has one, which is empty."""
    return max(1, -(-size // part_size(size)))


def length_of(number: int, *, size: int) -> int:
    """Bytes of part `number`. Raises ValueError where the file has no such part."""
    if not 1 <= number <= part_count(size):
        raise ValueError(number)
    step = part_size(size)
    return min(step, size - (number - 1) * step)


def _bucket() -> Bucket:
    remote = bucket()
    if remote is None:
        raise StoreError("no S3-compatible store")
    return remote


def begin(name: str, *, content_type: str) -> str:
    """Begin an upload under `name`; returns the store's number for it. Raises StoreError."""
    remote = _bucket()
    with answered(name):
        return str(remote.client.create_multipart_upload(**remote.key(name), ContentType=content_type)["UploadId"])


def sign(name: str, upload_id: str, *, number: int, length: int, md5: bytes) -> str:
    """The address to which a browser may PUT this one part, for an hour."""
    remote = browsers.signing()
    wanted = {
        **remote.key(name),
        "UploadId": upload_id,
        "PartNumber": number,
        "ContentLength": length,
        "ContentMD5": base64.b64encode(md5).decode("ascii"),
    }
    return str(remote.client.generate_presigned_url("upload_part", Params=wanted, ExpiresIn=SIGNED_FOR))


def parts(name: str, upload_id: str) -> Iterator[Part]:
    """The parts that the store has, by number. Raises FileNotFoundError where it has forgotten the upload."""
    remote = _bucket()
    marker = 0
    while True:
        with answered(name):
            page = remote.client.list_parts(**remote.key(name), UploadId=upload_id, PartNumberMarker=marker)
        for part in page.get("Parts", []):
            yield Part(int(part["PartNumber"]), int(part["Size"]), str(part["ETag"]).strip('"').lower())
        if not page.get("IsTruncated"):
            return
        marker = int(page["NextPartNumberMarker"])


def missing(have: Iterable[Part], *, size: int) -> list[int]:
    """Numbers of the parts that are not there or have not their size."""
    sizes = {part.number: part.size for part in have}
    return [n for n in range(1, part_count(size) + 1) if sizes.get(n) != length_of(n, size=size)]


def digest_of(have: Iterable[Part]) -> str:
    """MD5 over the MD5s of all parts in hex; empty where the store's ETags are no MD5s."""
    whole = hashlib.md5(usedforsecurity=False)
    for part in sorted(have, key=lambda one: one.number):
        if not _MD5.fullmatch(part.etag):
            return ""
        whole.update(bytes.fromhex(part.etag))
    return whole.hexdigest()


def complete(name: str, upload_id: str, *, size: int) -> None:
    """Make one object of the parts. Safe to repeat. Raises FileNotFoundError or StoreError."""
    remote = _bucket()
    try:
        listed = [{"PartNumber": part.number, "ETag": f'"{part.etag}"'} for part in parts(name, upload_id)]
        with answered(name):
            remote.client.complete_multipart_upload(
                **remote.key(name), UploadId=upload_id, MultipartUpload={"Parts": listed}
            )
    except FileNotFoundError:
        if size_of(name) != size:  # the parts are gone and the object is not that of an earlier try
            raise


def hides_digests(name: str) -> bool:
    """Whether the store encrypted this object by a key service or a customer's key: its ETags are no MD5s then."""
    remote = _bucket()
    with answered(name):
        head = remote.client.head_object(**remote.key(name))
    return str(head.get("ServerSideEncryption", "")).startswith("aws:kms") or "SSECustomerAlgorithm" in head


def abort(name: str, upload_id: str) -> None:
    """Throw the parts away. An upload that the store no longer knows is no error."""
    remote = _bucket()
    try:
        with answered(name):
            remote.client.abort_multipart_upload(**remote.key(name), UploadId=upload_id)
    except FileNotFoundError:
        return


def begun(prefix: str, *, before: datetime) -> Iterator[tuple[str, str]]:
    """Names and numbers of uploads below `prefix` that were begun before this moment and never ended."""
    remote = _bucket()
    wanted = {"Bucket": remote.name, "Prefix": prefix}
    while True:
        with answered(prefix):
            page = remote.client.list_multipart_uploads(**wanted)
        for one in page.get("Uploads", []):
            if one["Initiated"] < before:
                yield str(one["Key"]), str(one["UploadId"])
        if not page.get("IsTruncated"):
            return
        wanted |= {"KeyMarker": page["NextKeyMarker"], "UploadIdMarker": page["NextUploadIdMarker"]}


class PartDigest:
    """Computes `digest_of` from the bytes themselves as they are read in order."""

    def __init__(self, step: int) -> None:
        self._step, self._filled = step, 0
        self._whole = hashlib.md5(usedforsecurity=False)
        self._part = hashlib.md5(usedforsecurity=False)

    def update(self, block: bytes) -> None:
        view = memoryview(block)
        while view:
            piece = view[: self._step - self._filled]
            self._part.update(piece)
            self._filled += len(piece)
            view = view[len(piece) :]
            if self._filled == self._step:
                self._close()

    def _close(self) -> None:
        self._whole.update(self._part.digest())
        self._part, self._filled = hashlib.md5(usedforsecurity=False), 0

    def hexdigest(self) -> str:
        """Close the last part; call once, at the end."""
        if self._filled:
            self._close()
        return self._whole.hexdigest()
