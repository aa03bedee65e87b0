"""The database restarts in the middle of a delivery: nothing is called failed for it, and what stands is written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import lease, persistence, services
from publishing.delivery.models import Delivery, SandboxPost
from tests.publishing import stage

State = Delivery.State


@pytest.mark.django_db
def test_a_delivery_is_not_called_failed_because_the_database_went_away(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    genuine = SandboxConnector.run

    def run(self, step, *args, **options):
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(SandboxConnector, "run", run)
    with pytest.raises(OperationalError):
        services.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.PUBLISHING, "")
    monkeypatch.setattr(SandboxConnector, "run", genuine)
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    services.sweep_leases()
    assert services.run_now(delivery).state == State.PUBLISHED
    assert SandboxPost.objects.count() == 1


def test_what_was_published_while_the_database_restarted_is_confirmed(committed, monkeypatch) -> None:
    monkeypatch.setattr(persistence, "PAUSE", 0.01)
    delivery = stage.scheduled(stage.sandbox())
    genuine = SandboxConnector._publish

    def publish_and_cut(self, *args):
        published = genuine(self, *args)
        with connection.cursor() as cursor:  # the server ends our own connection, as it does when it stops
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        other.close()
        return published

    monkeypatch.setattr(SandboxConnector, "_publish", publish_and_cut)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED
    assert list(delivery.ledger.values_list("kind", flat=True)).count("published") == 1
    assert SandboxPost.objects.count() == 1


@pytest.mark.django_db
def test_it_does_not_try_forever() -> None:
    def write() -> None:
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        persistence.persistently(write, lasts=timedelta())
    assert lease.lease_time() > timedelta()
