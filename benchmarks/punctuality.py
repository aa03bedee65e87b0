"""How late deliveries are taken up when very many are due, and what the question for due ones costs.

    .venv/bin/python benchmarks/punctuality.py --deliveries 10000 --past 5000000 [--workers 2]

A desk of its own with `--past` deliveries of former years. As many as asked for fall due evenly over one minute, all to
the sandbox; workers of Celery take them up as in production. Lateness is counted from the hour to the moment at which
the ledger says "claimed", and to the publication. Beside it: the due question (EXPLAIN ANALYZE, median of 51), and what
claiming one row at a time costs instead of a batch.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from benchmarks.publishing_desk import Desk, until

MINUTE = 60.0
LEAD = 6.0  # seconds from the planning to the first hour
PAST = """
INSERT INTO publishing_delivery ({columns})
SELECT {values} FROM generate_series(1, %s) AS number
"""


def fill_past(number: int) -> None:
    """Published deliveries of former years, without their variants: the due question never reads those."""
    from django.db import connection

    from publishing.delivery.models import Delivery

    hour = "now() - interval '1 day' - number * interval '20 seconds'"
    given = {
        "variant_id": "-number", "key": "gen_random_uuid()", "state": "'published'", "due_at": hour, "next_at": hour,
        "published_at": hour,
    }  # fmt: skip
    empty = {"BooleanField": "false", "JSONField": "'{}'", "PositiveSmallIntegerField": "0", "DateTimeField": "NULL"}
    for each in Delivery._meta.concrete_fields:
        if not each.primary_key and each.column not in given:
            given[str(each.column)] = "NULL" if each.null else empty.get(each.get_internal_type(), "''")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no foreign keys: there are no variants
        cursor.execute(PAST.format(columns=", ".join(given), values=", ".join(given.values())), [number])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE publishing_delivery")


def due_question() -> tuple[float, float, str]:
    """Milliseconds of the due question, median and worst of 51, and the index that answers it."""
    from django.db import connection

    from publishing.delivery import lease

    sql, values = lease.due_rows().values_list("pk", "state")[:500].query.sql_with_params()
    times, plan = [], ""
    with connection.cursor() as cursor:
        for _ in range(51):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
            told = cursor.fetchone()[0]
            told = json.loads(told) if isinstance(told, str) else told
            times.append(told[0]["Execution Time"] + told[0]["Planning Time"])
            plan = json.dumps(told)
    return statistics.median(times), max(times), "delivery_due" if "delivery_due" in plan else "another way"


def claim_costs() -> tuple[float, float]:
    """Milliseconds for each row: claimed one at a time, and in batches. Nothing stays claimed."""
    from publishing.delivery import lease
    from publishing.delivery.models import Delivery, LedgerEntry

    began = time.monotonic()
    taken = [lease.claim_due() for _ in range(200)]
    single = (time.monotonic() - began) / max(1, sum(each is not None for each in taken))
    Delivery.objects.filter(lease_until__isnull=False).update(lease_until=None, lease_owner="")
    began = time.monotonic()
    number = sum(len(lease.claim_batch(most=500)) for _ in range(4))
    batch = (time.monotonic() - began) / max(1, number)
    Delivery.objects.filter(lease_until__isnull=False).update(lease_until=None, lease_owner="")
    LedgerEntry.objects.filter(kind="claimed").delete()
    return single * 1000, batch * 1000


def lateness(numbers: list[float]) -> str:
    ordered = sorted(numbers)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"median {statistics.median(ordered):.2f} s, p99 {p99:.2f} s, most {ordered[-1]:.2f} s"


def measured(rows: list[Any]) -> tuple[list[float], list[float]]:
    """Seconds from the hour to the claim, and to the publication, of what has got so far."""
    from publishing.delivery.models import Delivery, LedgerEntry

    due = dict(Delivery.objects.filter(pk__in=[each.pk for each in rows]).values_list("pk", "due_at"))
    entries = LedgerEntry.objects.filter(kind="claimed").order_by(
        "-at"
    )  # the first claim of each comes last, and stays
    claimed = dict(entries.values_list("delivery_id", "at"))
    out = Delivery.objects.filter(pk__in=list(due), published_at__isnull=False).values_list("pk", "published_at")
    return (
        [(at - due[pk]).total_seconds() for pk, at in claimed.items() if pk in due],
        [(at - due[pk]).total_seconds() for pk, at in out if at is not None],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--past", type=int, default=5_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=120, help="from the first hour to the end of the measurement")
    options = parser.parse_args()
    print(machine())
    with Desk() as desk:
        from django.db import connection

        from benchmarks import publishing_rows
        from publishing.delivery.models import Delivery
        from publishing.posts.models import Channel

        fill_past(options.past)
        channel = Channel.objects.create(name="sandbox", platform="sandbox", languages=["en"])
        for number in range(options.workers):
            desk.start_worker(number)
        logs = [desk.folder / "logs" / f"worker{number}.log" for number in range(options.workers)]
        until(lambda: all("ready." in log.read_text() for log in logs), seconds=120, what="a worker")
        step = MINUTE / options.deliveries
        rows = publishing_rows.plan(
            [channel], number=options.deliveries, text=lambda number: "A tiger in the snow.",
            due=lambda number: publishing_rows.now() + timedelta(days=1),
        )  # fmt: skip
        pks = [each.pk for each in rows]
        past = publishing_rows.now() - timedelta(minutes=1)
        Delivery.objects.filter(pk__in=pks).update(due_at=past, next_at=past)
        median, worst, way = due_question()
        print(
            f"due question over {options.past:,} past deliveries and {options.deliveries:,} due: "
            f"median {median:.2f} ms, worst {worst:.2f} ms, by {way}"
        )
        single, batch = claim_costs()
        print(f"claiming: {single:.2f} ms a row one at a time, {batch:.3f} ms in batches of 500")
        first = publishing_rows.now() + timedelta(seconds=LEAD)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE publishing_delivery SET due_at = %s + (id - %s) * %s * interval '1 second',"
                " next_at = %s + (id - %s) * %s * interval '1 second' WHERE id >= %s",
                [first, pks[0], step, first, pks[0], step, pks[0]],
            )
        desk.start_beat()
        time.sleep(LEAD + MINUTE + 2)
        claimed, published = measured(rows)
        print(
            f"two seconds after the minute {len(claimed):,} of {options.deliveries:,} were claimed: {lateness(claimed)}"
        )
        late = statistics.median(claimed)
        time.sleep(max(0.0, options.seconds - MINUTE))
        _claimed, published = measured(rows)
        print(f"after {options.seconds:.0f} s {len(published):,} were published: {lateness(published or [0.0])}")
        good = len(claimed) == options.deliveries and late <= 1.0 and median < 10
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
