"""How fast the page of figures answers from its sums, beside the plain question over every measurement.

    .venv/bin/python benchmarks/insights.py [--publications 1000000] [--measurements 20] [--times 5]

A desk of its own with publications of five years on 20 channels in 5 languages, each so often measured. Printed:
each part of the overview for 30 and 365 days (median), the claim of what is due, and the plain sum over measurements.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from benchmarks.publishing_desk import Desk

FILL = """
INSERT INTO publishing_watch (delivery_id, channel_id, language, campaign, taxa, published_at, weekday, hour, demo,
    state, next_at, lease_owner, attempts, absences, error_code, error_params, slot, measured_at, views, likes,
    day_views, day_reactions)
SELECT n, 1 + n %% 20, (ARRAY['en', 'ru', 'ko', 'ja', 'zh-Hans'])[1 + n / 20 %% 5], n %% 4, ARRAY[1 + n %% 3]::bigint[],
    at, extract(isodow FROM at)::int - 1, extract(hour FROM at)::int, false,
    CASE WHEN n %% 400 = 0 THEN 'watching' ELSE 'ended' END, at + interval '1 year', '', 0, 0, '', '{}', 8760, at,
    40 * %(measurements)s, %(measurements)s, 40, 1
FROM (SELECT n, now() - interval '1 hour' - n * interval '5 years' / %(publications)s AS at
    FROM generate_series(1, %(publications)s) AS n) AS made;
INSERT INTO publishing_measurement (watch_id, slot, at, views, likes)
SELECT w.delivery_id, s * 24, w.published_at + s * interval '1 day', s * 40, s
FROM publishing_watch w, generate_series(1, %(measurements)s) AS s;
INSERT INTO publishing_gain (day, channel_id, language, campaign, taxon, views, likes, comments, shares, quotes)
SELECT m.at::date, w.channel_id, w.language, w.campaign, t, 40 * count(*), count(*), 0, 0, 0
FROM publishing_measurement m JOIN publishing_watch w ON w.delivery_id = m.watch_id,
    LATERAL unnest(w.taxa || 0::bigint) AS t GROUP BY 1, 2, 3, 4, 5
"""
PLAIN = """
SELECT day, sum(gained) FROM (SELECT m.at::date AS day,
    m.views - coalesce(lag(m.views) OVER (PARTITION BY m.watch_id ORDER BY m.slot), 0) AS gained
    FROM publishing_measurement m) AS steps WHERE day > current_date - %s GROUP BY 1
"""


def fill(*, publications: int, measurements: int) -> None:
    """Rows by SQL, without the deliveries that the questions never read."""
    from django.db import connection

    from publishing.posts.models import Channel

    for number in range(1, 21):
        Channel.objects.create(pk=number, name=f"Channel {number}", platform="sandbox", languages=["en"])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no foreign keys: there are no deliveries
        for statement in FILL.split(";"):
            cursor.execute(statement, {"publications": publications, "measurements": measurements})
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in ("watch", "measurement", "gain"):
            cursor.execute(f"VACUUM ANALYZE publishing_{table}")


def timed(act: Callable[[], object], *, times: int) -> float:
    """Median milliseconds."""
    spent = []
    for _time in range(times):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def plain(days: int) -> None:
    """What the page would ask without sums."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [days])
        cursor.fetchall()


def report(*, times: int) -> None:
    """Print every part of the overview, and the plain question."""
    from publishing.insights import asked as asking
    from publishing.insights import collecting, reach

    for days in (30, 365):
        asked = asking.read({"days": str(days)})
        parts: dict[str, Callable[[], object]] = {
            "totals": lambda asked=asked: reach.totals(asked),  # type: ignore[misc]
            "days": lambda asked=asked: reach.per_day(asked),  # type: ignore[misc]
            "breakdowns": lambda asked=asked: reach.breakdowns(asked),  # type: ignore[misc]
            "usual": lambda: reach.usual_by_channel(channels=list(range(1, 21))),
        }
        for name, act in parts.items():
            print(f"{days:4} days  {name:12} {timed(act, times=times):9.1f} ms")
        print(f"{days:4} days  plain sum    {timed(lambda days=days: plain(days), times=1):9.1f} ms")  # type: ignore[misc]
    print(f"           claim        {timed(collecting.claim_due, times=times):9.1f} ms (nothing due)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publications", type=int, default=1_000_000)
    parser.add_argument("--measurements", type=int, default=20)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    print(machine())
    with Desk():
        began = time.perf_counter()
        fill(publications=options.publications, measurements=options.measurements)
        print(f"{options.publications} publications, {options.publications * options.measurements} measurements,"
              f" filled in {time.perf_counter() - began:.0f} s")  # fmt: skip
        report(times=options.times)


if __name__ == "__main__":
    main()
