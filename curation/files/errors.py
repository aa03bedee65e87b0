"""What can go wrong between us and the store."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

GONE = {"404", "NoSuchKey", "NotFound", "NoSuchUpload", "NoSuchBucket"}


class StoreError(OSError):
    """The store did not do what it was asked; `strerror` is its own word for the reason, for operators."""

    def __init__(self, problem: str) -> None:
        super().__init__(errno.EIO, problem)


@contextmanager
def answered(name: str = "") -> Iterator[None]:
    """Turn what the store's client raises into FileNotFoundError or StoreError."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "?"))
        if code in GONE:
            raise FileNotFoundError(errno.ENOENT, code, name) from error
        raise StoreError(code) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreError(type(error).__name__) from error
