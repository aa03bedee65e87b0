"""Addresses under which browsers reach the store themselves, signed so that each allows one thing for a while.

The address names nothing but the file's own name in the store, which tells no place (see `names`).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from django.conf import settings
from django.core.files.storage import default_storage

from curation.files.store import Bucket, elsewhere

GOOD_FOR = 3600  # seconds


def reach_the_store() -> bool:
    """Whether browsers may send and fetch large files without the web server between."""
    return bool(settings.STORE_DIRECT) and elsewhere()


def signing() -> Bucket:
    """The bucket with a client that signs for the store's address as browsers know it."""
    storage: Any = default_storage
    if not elsewhere():
        raise LookupError("The default store is no S3-compatible store.")
    client = _client(
        settings.STORE_BROWSER_URL or storage.endpoint_url,
        storage.region_name,
        storage.access_key,
        storage.secret_key,
        storage.client_config,
    )
    return Bucket(client, storage.bucket_name)


# One for all threads, which boto3 allows: making one takes half a second, and the storage's own is made by each thread.
@cache
def _client(
    address: str | None, region: str | None, access_key: str | None, secret_key: str | None, config: Any
) -> Any:
    return boto3.session.Session().client(
        "s3",
        endpoint_url=address,
        region_name=region,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=config,
    )


def address_of(name: str, *, content_type: str, disposition: str = "") -> str:
    """Where a browser gets a stored file, whole or in ranges, for the next hour."""
    remote = signing()
    wanted = {
        **remote.key(name),
        "ResponseContentType": content_type,
        "ResponseCacheControl": f"private, max-age={GOOD_FOR}",
    }
    if disposition:
        wanted["ResponseContentDisposition"] = disposition
    return str(remote.client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=GOOD_FOR))
