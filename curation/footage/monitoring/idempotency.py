"""One key, one request: what was carried out is answered again, never done again.

The row of a key is locked by the request that is being carried out, and its answer is written in the same transaction
as what the request does. So a process that dies leaves neither: the lock goes, and the next request with the key does
the work.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from curation.footage.models import ApiClient, ApiRequest
from curation.footage.monitoring.problems import Problem

KEPT = timedelta(days=14)
WAIT = 5  # seconds that a second request waits for the first
LONGEST_KEY = 200
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Answer(NamedTuple):
    """What a request is answered with; `replayed` where it was carried out before."""

    status: int
    body: dict[str, Any]
    replayed: bool = False


def storable(value: Any) -> Any:
    """The same JSON value; what PostgreSQL cannot hold, NUL and halves of surrogates, becomes U+FFFD."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    return value


def request_digest(method: str, path: str, body: bytes) -> str:
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


def once(client: ApiClient, key: str, *, digest: str, work: Callable[[], tuple[int, dict[str, Any]]]) -> Answer:
    """Do `work` in one transaction, unless this key's request was done: then its answer. Raises Problem.

    Where `work` raises, nothing of it stays, and the key is free again.
    """
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Problem(HTTPStatus.BAD_REQUEST, "key_missing")
    ApiRequest.objects.bulk_create([ApiRequest(client=client, key=key, digest=digest)], ignore_conflicts=True)
    with transaction.atomic():
        row = _locked(client, key)
        if row.digest != digest:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "key_reused")
        if row.status is not None:
            return Answer(row.status, row.answer, replayed=True)
        try:
            with transaction.atomic():
                row.status, answer = work()
                row.answer = storable(answer)  # it repeats what was sent
            row.save(update_fields=["status", "answer"])
            return Answer(row.status, row.answer)
        except Exception as error:  # noqa: BLE001  (raised again below, once the row is gone)
            # Nothing was done, so nothing is remembered; the body may be corrected and sent under the same key.
            failure = error
            row.delete()
    raise failure


def _locked(client: ApiClient, key: str) -> ApiRequest:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{int(WAIT)}s'")
    try:
        row = ApiRequest.objects.select_for_update().filter(client=client, key=key).first()
    except OperationalError as error:
        raise Problem(HTTPStatus.CONFLICT, "key_busy", headers={"Retry-After": "2"}) from error
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
    if row is None:  # the request that had it failed just now and took its row along
        raise Problem(HTTPStatus.CONFLICT, "key_busy", headers={"Retry-After": "1"})
    return row


def forget_old() -> int:
    """Forget requests of more than two weeks ago; returns how many."""
    return ApiRequest.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
