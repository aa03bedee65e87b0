"""A stored file in blocks, in part or as a whole, whether it lies on this machine or in an S3-compatible store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from curation.files.errors import StoreError, answered

BLOCK = 2**20  # bytes
ATTEMPTS = 5  # at one place of a file, before the store counts as gone
PAUSE = 0.25  # seconds before the second attempt; each further one waits twice as long


@dataclass(frozen=True)
class Bucket:
    """The bucket that files lie in, and the client that speaks with its store."""

    client: Any
    name: str

    def key(self, name: str) -> dict[str, str]:
        return {"Bucket": self.name, "Key": name}


def elsewhere() -> bool:
    """Whether files lie in an S3-compatible store; asks nothing of it."""
    return isinstance(default_storage, S3Storage)


def bucket() -> Bucket | None:
    """The bucket where the default store is S3-compatible; None where files lie on this machine."""
    if not elsewhere():
        return None
    storage: Any = default_storage
    return Bucket(storage.connection.meta.client, storage.bucket_name)


def size_of(name: str) -> int:
    """Bytes of a stored file. Raises FileNotFoundError or StoreError."""
    remote = bucket()
    if remote is None:
        return default_storage.size(name)
    with answered(name):
        return int(remote.client.head_object(**remote.key(name))["ContentLength"])


def exists(name: str) -> bool:
    """Whether the store has a file of this name. Raises StoreError where it does not answer."""
    with answered(name):
        return default_storage.exists(name)


def delete(name: str) -> None:
    """Remove a stored file; one that is not there is no error."""
    with answered(name):
        default_storage.delete(name)


def blocks(name: str, *, start: int = 0, length: int | None = None, block: int = BLOCK) -> Iterator[bytes]:
    """The bytes of a stored file from `start`, `length` of them or all to its end.

    Where a connection to the store breaks the reading goes on at the same place, as long as it is still the same
    object. Raises FileNotFoundError; StoreError where the store stays away or the object changed meanwhile.
    """
    remote = bucket()
    if remote is None:
        yield from _local(name, start=start, length=length, block=block)
    else:
        yield from _remote(remote, name, start=start, length=length, block=block)


def _local(name: str, *, start: int, length: int | None, block: int) -> Iterator[bytes]:
    with default_storage.open(name, "rb") as file:
        file.seek(start)
        left = length
        while left is None or left > 0:
            piece = file.read(block if left is None else min(block, left))
            if not piece:
                return
            if left is not None:
                left -= len(piece)
            yield piece


def _remote(remote: Bucket, name: str, *, start: int, length: int | None, block: int) -> Iterator[bytes]:
    with answered(name):
        head = remote.client.head_object(**remote.key(name))
    end = int(head["ContentLength"]) if length is None else min(start + length, int(head["ContentLength"]))
    place, failures = start, 0
    while place < end:
        before = place
        try:
            with answered(name):
                body = remote.client.get_object(
                    **remote.key(name), Range=f"bytes={place}-{end - 1}", IfMatch=head["ETag"]
                )["Body"]
            with body:
                for piece in body.iter_chunks(block):
                    place += len(piece)
                    yield piece
        except (StoreError, BotoCoreError, HTTPError, OSError) as error:
            if isinstance(error, FileNotFoundError):
                raise
            failures = 1 if place > before else failures + 1
            problem = error.strerror if isinstance(error, StoreError) else type(error).__name__
            if failures >= ATTEMPTS or problem == "PreconditionFailed":
                raise StoreError(str(problem)) from error
            time.sleep(PAUSE * 2 ** (failures - 1))
