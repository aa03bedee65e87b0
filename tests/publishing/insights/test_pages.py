"""The report of the desk and its table."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.jobs.models import Job
from publishing.delivery import services
from publishing.delivery.models import Delivery
from publishing.insights import selectors
from tests.publishing import stage

pytestmark = pytest.mark.django_db


def test_the_report_counts_what_was_published(signed_in) -> None:
    stage.scheduled(stage.sandbox(), languages=("en", "ru"))
    services.publish_due()
    Delivery.objects.filter(variant__language="ru").update(published_at=timezone.now() - timedelta(days=40))
    when = selectors.period(days=30)
    assert selectors.figures(when)["published"] == 1
    assert [row["tag"] for row in selectors.per_language(when)] == ["en"]
    assert sum(day["number"] for day in selectors.per_day(when)) == 1
    assert len(selectors.per_day(when)) == 30
    page = signed_in("Editor").get(reverse("insights:index"), {"days": "90"})
    assert page.context["figures"]["published"] == 2


def test_the_table_opens_in_a_spreadsheet_and_carries_no_formula(signed_in) -> None:
    channel = stage.sandbox(name="=HYPERLINK(1)")
    delivery = stage.scheduled(channel)
    services.publish_due()
    answer = signed_in("Editor").get(reverse("insights:export"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    assert rows[1][2:4] == [delivery.variant.post.title, "'=HYPERLINK(1)"]


def test_a_worker_that_does_not_listen_is_noticed() -> None:
    assert not selectors.publishing_health().late
    stage.scheduled(stage.sandbox())
    Delivery.objects.update(next_at=timezone.now() - timedelta(minutes=2))
    assert selectors.publishing_health().late
    services.publish_due()
    assert not selectors.publishing_health().late
    Job.objects.all().delete()
    job = Job.objects.create(kind="render")
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=9))
    assert selectors.jobs_health().late


def test_a_partner_reads_no_report(client) -> None:
    assert client.get(reverse("insights:index")).status_code == 302
