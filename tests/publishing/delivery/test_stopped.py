"""A worker that hangs, or a thread of one, is noticed by its lease, and another one takes over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import carriage, lease, services
from publishing.delivery.models import Delivery, SandboxPost
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


def test_a_thread_that_hangs_in_a_living_worker_is_noticed_too(committed, settings, monkeypatch) -> None:
    """The process beats on, its work does not come further: the delivery goes to somebody else, and out once."""
    settings.DELIVERY_LEASE_SECONDS, settings.DELIVERY_HANGS_AFTER_SECONDS = 1.5, 1.0
    delivery = stage.scheduled(stage.sandbox())
    begun, goes_on = threading.Event(), threading.Event()
    real = SandboxConnector.run

    def hangs_once(self: SandboxConnector, step: str, *given: object, **named: object) -> object:
        if not begun.is_set():
            begun.set()
            goes_on.wait(60)
        return real(self, step, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(SandboxConnector, "run", hangs_once)

    def carried() -> None:
        held = lease.claim_due()
        assert held is not None
        carriage.carry(held)
        connection.close()

    thread = threading.Thread(target=carried)
    thread.start()
    try:
        assert begun.wait(20)
        ends = time.monotonic() + 30
        while not delivery.ledger.filter(kind="lease_expired").exists() and time.monotonic() < ends:
            time.sleep(0.1)
            services.sweep_leases()
        assert services.run_now(Delivery.objects.get(pk=delivery.pk)).state == Delivery.State.PUBLISHED
    finally:
        goes_on.set()
        thread.join(30)
    assert SandboxPost.objects.filter(key=delivery.key).count() == 1
    assert Delivery.objects.get(pk=delivery.pk).state == Delivery.State.PUBLISHED
