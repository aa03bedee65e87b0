"""Quotas of platforms: said when a post is scheduled, kept to at its hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from publishing.connectors.capabilities import Quota, Source
from publishing.connectors.errors import TryLater
from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import quotas, services
from publishing.delivery.models import Delivery, SandboxPost
from publishing.delivery.reasons import sentence
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post
from publishing.posts.obstacles import Refused
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Delivery.State
SOURCE = Source(title="A test", url="https://example.org/", checked=date(2026, 11, 23))
HOUR = timedelta(hours=1)


def allow(monkeypatch: pytest.MonkeyPatch, limit: int, *, seconds: int = 86_400, scope: str = "account") -> None:
    """Let the sandbox take so many posts a day, as TikTok takes five."""
    quota = Quota(what="post", limit=limit, seconds=seconds, source=SOURCE, scope=scope)
    monkeypatch.setattr(SandboxConnector, "capabilities", replace(SandboxConnector.capabilities, quotas=(quota,)))


def at_hour(channel: Channel, hours: float, **options) -> Delivery:
    return stage.scheduled(channel, ahead=hours * HOUR, **options)


def test_the_sixth_of_a_day_is_refused_with_the_next_free_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, 5)
    channel = stage.sandbox()
    first, *_rest = [at_hour(channel, hour) for hour in range(1, 6)]
    with pytest.raises(Refused) as refused:
        at_hour(channel, 7)
    (told,) = refused.value.obstacles
    assert (told.code, told.params["number"], told.params["limit"]) == ("quota_full", 6, 5)
    assert told.params["next"] == first.due_at + timedelta(days=1)
    assert "number 6 within 24.0 hours" in told.message
    assert at_hour(channel, 26).state == State.SCHEDULED


def test_a_post_in_the_middle_may_not_push_a_later_one_out(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, 2)
    channel = stage.sandbox()
    at_hour(channel, 1)
    at_hour(channel, 20)
    with pytest.raises(Refused):
        at_hour(channel, 10)


def test_two_languages_of_one_post_take_two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, 1)
    with pytest.raises(Refused) as refused:
        at_hour(stage.sandbox(), 1, languages=("en", "ru"))
    assert [each.code for each in refused.value.obstacles] == ["quota_full"]


def test_moving_a_post_does_not_count_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, 1)
    delivery = at_hour(stage.sandbox(), 1)
    posts.reschedule(delivery.variant.post, due_at=timezone.now() + 3 * HOUR, user=None)


def test_a_short_delay_is_only_said(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, 1, seconds=600)
    channel = stage.sandbox()
    at_hour(channel, 1)
    assert at_hour(channel, 1).state == State.SCHEDULED, "ten minutes later is within its tolerance of an hour"
    post = stage.approved(channel)
    told = quotas.obstacles(list(post.variants.all()), at=timezone.now() + HOUR)
    assert [(each.code, each.severity) for each in told] == [("quota_delays_at_once", "warning")]
    assert "takes no more than 1 within 10 min." in told[0].message


def test_many_posts_at_one_hour_are_said_to_go_out_minutes_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """TikTok takes six requests a minute and account: the day's quota alone would not tell."""
    day = Quota(what="post", limit=50, seconds=86_400, source=SOURCE)
    minute = Quota(what="request", limit=2, seconds=60, source=SOURCE)
    monkeypatch.setattr(SandboxConnector, "capabilities", replace(SandboxConnector.capabilities, quotas=(minute, day)))
    channel = stage.sandbox()
    for _ in range(4):
        at_hour(channel, 1)
    post = stage.approved(channel)
    at = Delivery.objects.order_by("due_at").first().due_at  # type: ignore[union-attr]
    (told,) = quotas.obstacles(list(post.variants.all()), at=at)
    assert (told.code, told.severity, told.params["limit"]) == ("quota_delays_at_once", "warning", 2)
    assert "no more than 2 within 1 min." in told.message and told.params["minutes"] >= 1


def test_another_account_has_a_quota_of_its_own_and_an_app_shares_one(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, 1)
    at_hour(stage.sandbox(), 1)
    at_hour(stage.sandbox(name="Another"), 1)
    allow(monkeypatch, 2, scope="app")
    with pytest.raises(Refused):
        at_hour(stage.sandbox(name="A third"), 2)


def test_at_the_hour_a_spent_quota_delays_within_tolerance(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = stage.sandbox()
    services.run_now(stage.scheduled(channel))
    delivery = stage.scheduled(channel)
    allow(monkeypatch, 1, seconds=1800)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.PREPARING and delivery.next_at > timezone.now() + timedelta(minutes=29)
    assert "quota" in sentence(delivery)
    Delivery.objects.exclude(pk=delivery.pk).update(published_at=timezone.now() - timedelta(minutes=31))
    Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now())
    assert services.run_now(delivery).state == State.PUBLISHED
    assert list(delivery.ledger.values_list("kind", flat=True)).count("quota_waits") == 1


def test_at_the_hour_a_quota_spent_for_longer_is_a_missed_hour_with_its_reason(monkeypatch) -> None:
    channel = stage.sandbox()
    services.run_now(stage.scheduled(channel))
    delivery = stage.scheduled(channel)
    allow(monkeypatch, 1)
    services.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.MISSED, "quota_missed")
    assert "60 minutes" in sentence(delivery) and SandboxPost.objects.count() == 1
    assert delivery.variant.post.state == Post.State.CLOSED


def test_a_platform_that_puts_it_off_for_too_long_makes_it_missed_at_once(monkeypatch) -> None:
    delivery = stage.scheduled(stage.sandbox())

    def spent(self, *arguments, **options):
        raise TryLater("quota_spent", {"platform": "Sandbox", "seconds": 40_000}, after=40_000)

    monkeypatch.setattr(SandboxConnector, "_publish", spent)
    services.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.MISSED, "late_by_platform")
    assert "40000 seconds" in sentence(delivery)


def test_a_channels_card_is_told_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, 5)
    channel = stage.sandbox()
    services.run_now(stage.scheduled(channel))
    at_hour(channel, 2)
    (standing,) = quotas.standings(channel)
    assert (standing.limit, standing.used, standing.planned, standing.left) == (5, 1, 1, 4)
