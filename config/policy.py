"""What a page may load, and from where (Content Security Policy level 3): no script but our own files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlparse

from csp.constants import NONE, SELF, UNSAFE_INLINE


def of(*, store: str = "", bucket: str = "", region: str = "") -> dict[str, Any]:
    """The setting of django-csp. store: address of the object store that browsers reach, if there is one."""
    hosts = _hosts(store, bucket=bucket, region=region)
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "script-src": [SELF],
            # Positions and sizes are set as style attributes, by the studio and by Wagtail: styles run nothing.
            "style-src": [SELF, UNSAFE_INLINE],
            "img-src": [SELF, "data:", "blob:", *hosts],
            "media-src": [SELF, "blob:", *hosts],
            "font-src": [SELF, "data:"],
            "connect-src": [SELF, *hosts],
            "worker-src": [SELF, "blob:"],
            "frame-src": [SELF],
            "frame-ancestors": [SELF],
            "object-src": [NONE],
            "base-uri": [SELF],
        }
    }


def _hosts(store: str, *, bucket: str, region: str) -> list[str]:
    """The store by path and by the bucket's own host name; Amazon's where a bucket has no address."""
    if not bucket:
        return []
    if not store:
        place = f".{region}" if region else ""
        return [f"https://{bucket}.s3{place}.amazonaws.com", f"https://s3{place}.amazonaws.com"]
    found = urlparse(store)
    return [f"{found.scheme}://{found.netloc}", f"{found.scheme}://{bucket}.{found.netloc}"]
