"""Ten thousand requests that Schemathesis makes up from the OpenAPI documents of both APIs, right ones and wrong ones.

    .venv/bin/python -m benchmarks.fuzz_apis [--requests 10000]

In this process, against a database of its own, with keys that are in force and rows that some paths find; the limits of
requests a minute are lifted, or most answers would be 429. Prints the answers by status; a 5xx is an error.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config import embedded  # noqa: E402

embedded.ensure()
import django  # noqa: E402

django.setup()
import schemathesis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from hypothesis import HealthCheck, Phase, given  # noqa: E402
from hypothesis import settings as effort  # noqa: E402

from benchmarks.machine import machine  # noqa: E402
from tests import template_database  # noqa: E402


def keys() -> dict[str, str]:
    """A key for each API, and rows that they can find."""
    from curation.footage.monitoring.clients import add_client
    from publishing.partners import acceptances, tokens
    from publishing.partners.ledger import Origin
    from tests.publishing.partners import house

    anna = house.member()
    agreed = house.agreement(anna)
    for number in range(3):
        agreed.clips.add(house.offered(title=f"Tiger {number}").clip)
    acceptances.accept(anna, agreed.pk, terms_hash=agreed.terms_hash, origin=Origin())
    return {"/api/partner/v1": tokens.give(anna, name="fuzz")[1], "/api/monitoring/v1": add_client("fuzz")[1]}


def unlimited() -> None:
    from curation.footage.monitoring import limits
    from publishing.partners import api

    limits.REQUESTS = api.REQUESTS = 10**9  # type: ignore[misc]


def fuzz(root: str, key: str, *, requests: int) -> Counter[int]:
    """Statuses of the answers."""
    from config.wsgi import application

    schema = schemathesis.openapi.from_wsgi(f"{root}/openapi.json", application)
    operations = [each.ok() for each in schema.get_all_operations()]
    statuses: Counter[int] = Counter()
    share = -(-requests // len(operations))
    for operation in operations:
        _ask(operation, key, share=share, statuses=statuses)
    return statuses


def _ask(operation: Any, key: str, *, share: int, statuses: Counter[int]) -> None:
    wrong = schemathesis.GenerationMode.NEGATIVE
    both = operation.as_strategy() | operation.as_strategy(generation_mode=wrong)
    asked = 0

    @effort(
        max_examples=share * 2,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=both)
    def ask(case: Any) -> None:
        nonlocal asked
        if asked >= share:
            return
        asked += 1
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            print(f"{answer.status_code}: {case.method} {case.formatted_path} {case.body!r}"[:400], flush=True)

    ask()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--requests", type=int, default=10_000)
    given_ = asked.parse_args()
    print(machine(), flush=True)
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as media, template_database.copied(f"fuzz_{os.getpid()}") as database:
        settings.MEDIA_ROOT = media
        connection.close()
        connection.settings_dict["NAME"] = database.rpartition("/")[2].partition("?")[0]
        unlimited()
        total: Counter[int] = Counter()
        for root, key in keys().items():
            found = fuzz(root, key, requests=-(-given_.requests // 2))
            total += found
            print(f"{root}: {sum(found.values()):,} requests, {json.dumps(dict(sorted(found.items())))}", flush=True)
        connection.close()
    errors = sum(number for status, number in total.items() if status >= 500)
    print(f"{sum(total.values()):,} requests, {errors} server errors")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
