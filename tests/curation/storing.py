"""Fixtures: an S3-compatible store on loopback, and Django told to keep its files there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config

from tests.fakes.store import ACCESS, REGION, SECRET, Store


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Store]:
    with Store() as store:
        yield store


@pytest.fixture
def s3(s3_server: Store, settings: Any) -> Iterator[Store]:
    """The store, empty, and `default_storage` in it."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": s3_server.bucket,
                "endpoint_url": s3_server.url,
                "region_name": REGION,
                "access_key": ACCESS,
                "secret_key": SECRET,
                "default_acl": None,
                "querystring_auth": True,
                "file_overwrite": True,
                "client_config": Config(
                    signature_version="s3v4",
                    s3={"addressing_style": "path"},
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                    connect_timeout=5,
                    read_timeout=20,
                    retries={"max_attempts": 2, "mode": "standard"},
                ),
            },
        },
    }
    s3_server.requests.clear()
    s3_server.refused.clear()
    yield s3_server
    s3_server.fail_next.clear()
    s3_server.spoil_next = 0
    for key in s3_server.stored():
        s3_server.client.delete_object(Bucket=s3_server.bucket, Key=key)
    for one in s3_server.client.list_multipart_uploads(Bucket=s3_server.bucket).get("Uploads", []):
        s3_server.client.abort_multipart_upload(Bucket=s3_server.bucket, Key=one["Key"], UploadId=one["UploadId"])
