"""An S3-compatible store on loopback, and Django told to keep its files there."""

from tests.curation.storing import s3, s3_server  # noqa: F401
