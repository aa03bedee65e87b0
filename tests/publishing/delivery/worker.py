"""A worker of publishing in a process of its own, which can be killed at a named moment.

    python -m tests.publishing.delivery.worker DATABASE

reads JSON lines from standard input: {"media": folder, "kill": moment or ""}; forks it, waits for its end and
answers with {"signal": number or 0}. Loading Django once and forking spares the time of twenty starts. What is patched
stands here only: the product knows nothing of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

LEASE = 1.0  # seconds
PATIENCE = 25.0

MOMENTS = (
    "claimed", "rechecked", "before prepare", "after prepare", "before upload", "after upload", "after process",
    "before publish", "within publish", "after publish", "before commit", "after commit",
)  # fmt: skip


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def _after(function: Callable[..., Any]) -> Callable[..., Any]:
    def killed(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if result is not None or function.__name__ == "judge":
            die()
        return result

    return killed


def arm(moment: str) -> None:
    """Make this process die at `moment`."""
    from publishing.connectors.platforms.mastodon import MastodonConnector
    from publishing.delivery import endings, lease, ledger, recheck

    if moment == "claimed":
        lease.claim_due = _after(lease.claim_due)
    elif moment == "rechecked":
        recheck.judge = _after(recheck.judge)
    elif moment == "before commit":
        write = ledger.write

        def write_and_die(delivery: Any, kind: str, **options: Any) -> Any:
            entry = write(delivery, kind, **options)
            if kind == "published":
                die()
            return entry

        ledger.write = write_and_die
    elif moment == "after commit":
        endings.settle = lambda delivery: die()
    elif moment:
        when, step = moment.split()
        run = MastodonConnector.run

        def run_and_die(self: Any, name: str, *args: Any, **options: Any) -> Any:
            if name == step and when == "before":
                die()
            if name == step and when == "within":
                threading.Timer(0.7, die).start()
            outcome = run(self, name, *args, **options)
            if name == step and when == "after":
                die()
            return outcome

        MastodonConnector.run = run_and_die  # type: ignore[method-assign]


def work(order: dict[str, str]) -> None:
    """Publish and sweep until nothing moves any more."""
    from django.conf import settings

    from publishing.delivery import carriage, services
    from publishing.delivery.models import Delivery

    settings.MEDIA_ROOT = order["media"]
    settings.DELIVERY_LEASE_SECONDS = LEASE
    carriage.LOOK_PAUSES = looking_pauses()
    arm(order["kill"])
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        services.publish_due()
        services.sweep_leases()
        rows = list(Delivery.objects.values_list("state", "looks"))
        if all(state == "published" or (state == "unconfirmed" and looks >= 5) for state, looks in rows):
            return
        time.sleep(0.05)


def looking_pauses() -> tuple[timedelta, ...]:
    from publishing.delivery import looking

    pauses = (timedelta(seconds=0.1),) * 5
    looking.LOOK_PAUSES = pauses
    return pauses


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    django.setup()
    import publishing.connectors.platforms.mastodon
    import publishing.delivery.services  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(json.loads(line))
            finally:
                sys.stderr.flush()
                os._exit(0)
        _pid, status = os.waitpid(child, 0)
        print(json.dumps({"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}), flush=True)


if __name__ == "__main__":
    main()
