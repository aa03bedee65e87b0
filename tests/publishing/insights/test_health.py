"""Health: green with a proof, red with what helps; what a stranger may read holds numbers only."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from publishing.delivery.models import Delivery
from publishing.insights import canary, health
from publishing.tasks import canary as canary_task
from tests.publishing import stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def line(key: str) -> health.Line:
    return next(each for each in health.lines() if each.key == key)


def test_a_queue_is_good_only_after_a_message_came_through_a_worker() -> None:
    assert not line("queue_publish").good
    assert "worker" in line("queue_publish").command
    canary_task.apply(args=["publish"])
    seen = line("queue_publish")
    assert seen.good
    assert seen.figures["latency"] < 5
    assert not line("queue_jobs").good


def test_a_queue_that_nobody_consumes_any_more_turns_red(monkeypatch: pytest.MonkeyPatch) -> None:
    canary.passed("publish", sent=time.time() - 2, worker="w")
    later = time.time() + canary.SILENT_AFTER + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert not line("queue_publish").good


def test_a_due_post_that_nobody_takes_up_and_a_silent_worker_are_told() -> None:
    delivery = stage.scheduled(stage.sandbox())
    assert line("due").good
    Delivery.objects.update(next_at=timezone.now() - timedelta(minutes=3))
    assert not line("due").good
    assert line("leases").good
    Delivery.objects.filter(pk=delivery.pk).update(
        lease_owner="w", lease_until=timezone.now() - timedelta(minutes=1), state="publishing", step_irreversible=True
    )
    assert line("leases").figures["lost"] == 1


def test_storage_is_tried_and_leaves_nothing_behind() -> None:
    assert line("storage").good
    assert default_storage.listdir("health")[1] == []


def test_what_breaks_is_a_red_line_and_not_an_error_page(monkeypatch: pytest.MonkeyPatch, client) -> None:
    def broken(*args, **options):
        raise OSError("/secret/place")

    monkeypatch.setattr(FileSystemStorage, "save", broken)
    assert not line("storage").good
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert b"/secret/place" not in answer.content


def test_monitoring_reads_numbers_without_signing_in_and_nothing_else(client) -> None:
    channel = stage.sandbox(name="Named channel")
    stage.scheduled(channel)
    for queue in canary.QUEUES:
        canary.passed(queue, sent=time.time(), worker="host-of-ours")
    answer = client.get("/health/")
    told = json.loads(answer.content)
    assert told["lines"]["queue_publish"]["good"] is True
    assert answer.status_code == (200 if told["good"] else 503)
    for word in (b"host-of-ours", b"Named channel", b"/", b"celery", b"postgres"):
        assert word not in answer.content
    values = [value for each in told["lines"].values() for value in each.values()]
    assert all(value is None or isinstance(value, bool | int | float) for value in values)


def test_operators_read_the_page_in_their_language_and_others_do_not(signed_in) -> None:
    page = signed_in("Publisher").get("/studio/reports/desk/health/")
    assert page.status_code == 200
    assert "celery -A config worker" in page.content.decode()
    assert signed_in("Translator").get("/studio/reports/desk/health/").status_code == 302
