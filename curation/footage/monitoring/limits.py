"""How much and how often a client may send."""

from __future__ import annotations

import time
from http import HTTPStatus

from django.core.cache import cache

from curation.footage.models import ApiClient
from curation.footage.monitoring.problems import Problem

LARGEST_BODY = 16 * 2**20  # bytes
OBSERVATIONS = 5_000  # in one batch
FILES = 1_000  # in one batch
REQUESTS = 600  # a minute


def count_request(client: ApiClient) -> None:
    """Raises Problem (429) where this client has asked too often in the current minute."""
    now = int(time.time())
    name = f"monitoring:{client.pk}:{now // 60}"
    cache.add(name, 0, timeout=120)
    try:
        asked = cache.incr(name)
    except ValueError:  # it expired in between
        return
    if asked > REQUESTS:
        wait = {"Retry-After": str(60 - now % 60)}
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too_often", headers=wait, limit=REQUESTS)
