"""How much and how often a client may send."""

from __future__ import annotations

from http import HTTPStatus

from curation import rates
from curation.footage.models import ApiClient
from curation.footage.monitoring.problems import Problem

LARGEST_BODY = 16 * 2**20  # bytes
OBSERVATIONS = 5_000  # in one batch
FILES = 1_000  # in one batch
REQUESTS = 600  # a minute


def count_request(client: ApiClient) -> None:
    """Raises Problem (429) where this client has asked too often in the current minute."""
    if rates.asked_this_minute(f"monitoring:{client.pk}") > REQUESTS:
        wait = {"Retry-After": str(rates.seconds_left())}
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too_often", headers=wait, limit=REQUESTS)
