"""A worker that hangs is noticed by its lease, and another one takes over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from publishing.delivery import services
from publishing.delivery.models import Delivery
from tests.publishing import stage


@pytest.mark.django_db
def test_a_lease_lasts_a_minute_at_most(settings) -> None:
    assert settings.DELIVERY_LEASE_SECONDS <= 60


def test_a_stopped_worker_is_noticed_by_its_lease(committed, settings) -> None:
    """SIGSTOP: the process is there, and nothing in it works, its heartbeat neither."""
    settings.DELIVERY_LEASE_SECONDS = 2
    delivery = stage.scheduled(stage.sandbox())
    code = (
        "import django, sys, time; from django.conf import settings;"
        "settings.DATABASES['default']['NAME'] = sys.argv[1]; django.setup();"
        "from publishing.delivery import lease; settings.DELIVERY_LEASE_SECONDS = 2; held = lease.claim_due()\n"
        "with lease.kept_alive(held): print('held', flush=True); time.sleep(60)"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code, str(connection.settings_dict["NAME"])],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert worker.stdout and worker.stdout.readline() == "held\n"
        time.sleep(3)
        services.sweep_leases()
        delivery.refresh_from_db()
        assert delivery.lease_until is not None, "a living worker keeps its lease beyond the first one's end"
        worker.send_signal(signal.SIGSTOP)
        ends = time.monotonic() + 20
        while delivery.lease_until is not None and time.monotonic() < ends:
            time.sleep(0.2)
            services.sweep_leases()
            delivery.refresh_from_db()
        assert delivery.ledger.filter(kind="lease_expired").exists()
        assert services.run_now(delivery).state == Delivery.State.PUBLISHED
    finally:
        worker.kill()
        worker.wait()
        assert worker.stdout
        worker.stdout.close()
