"""Figures are asked for when they are due, as gently as the platform demands; the kind of an error is the policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.connectors.errors import CannotLook, ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import services as deliveries
from publishing.delivery.models import SandboxPost
from publishing.insights import collecting, services
from publishing.insights.models import Pace, Watch
from publishing.posts.models import Channel
from tests.fakes.mastodon import TOKEN, MastodonServer
from tests.publishing import stage
from tests.samples import sample

pytestmark = pytest.mark.django_db


def watched(channel: Channel | None = None, **options: object) -> Watch:
    delivery = stage.scheduled(channel or stage.sandbox(), **options)
    deliveries.publish_due()
    services.enrol()
    Watch.objects.update(next_at=timezone.now())
    return Watch.objects.get(delivery=delivery)


def collected(watch: Watch) -> Watch:
    Watch.objects.update(next_at=timezone.now())
    collecting.collect_due()
    watch.refresh_from_db()
    return watch


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[ConnectorError]]:
    """Errors that the sandbox raises one after the other when it is asked; then it answers again."""
    errors: list[ConnectorError] = []
    kind = SandboxConnector.insights

    def told(self: SandboxConnector, remote_id: str, checkpoint: dict) -> object:
        if errors:
            raise errors.pop(0)
        return kind(self, remote_id, checkpoint)

    monkeypatch.setattr(SandboxConnector, "insights", told)
    yield errors


def test_what_people_open_on_the_sandbox_is_measured(client) -> None:
    watch = watched()
    page = SandboxPost.objects.get()
    for _time in range(3):
        assert client.get(f"/sandbox/{page.pk}/").status_code == 200
    assert collected(watch).views == 3
    assert watch.next_at > timezone.now()
    assert collecting.collect_due() == 0


def test_a_real_answer_of_a_platform_is_kept() -> None:
    with MastodonServer(description=sample("api/mastodon.openapi.json"), polls=0) as server:
        delivery = deliveries.run_now(stage.scheduled(stage.mastodon(server.url, TOKEN)))
        services.enrol()
        watch = collected(Watch.objects.get(delivery=delivery))
    assert watch.measured_at
    assert watch.likes is not None
    assert watch.views is None  # Mastodon counts none
    assert watch.state == Watch.State.WATCHING


def test_a_platform_that_asks_for_a_pause_gets_it_from_the_whole_channel(answer) -> None:
    channel = stage.sandbox()
    first = watched(channel)
    second = watched(channel)
    answer.append(TryLater("rate_limited", {"platform": "Sandbox", "seconds": 900}, after=900))
    assert collecting.collect_due() == 1
    pace = Pace.objects.get(channel=channel)
    assert pace.not_before > timezone.now() + timedelta(seconds=800)
    Watch.objects.update(next_at=timezone.now())
    assert collecting.collect_due() == 0
    Pace.objects.update(not_before=timezone.now())
    assert collected(first).measured_at
    assert collected(second).measured_at


def test_a_platform_that_fails_is_asked_again_by_itself(answer) -> None:
    watch, other = watched(), watched(stage.sandbox(name="Another"))
    answer.append(TryLater("server_error", {"platform": "Sandbox", "status": 500}))
    collecting.collect_due()
    rows = {row.pk: row for row in Watch.objects.all()}
    assert sorted(row.attempts for row in rows.values()) == [0, 1]
    assert {row.measured_at is None for row in rows.values()} == {True, False}
    assert collected(watch).measured_at
    assert collected(other).attempts == 0


def test_a_platform_that_cannot_tell_is_not_asked_again(answer) -> None:
    answer.append(CannotLook("cannot_measure", {"platform": "Sandbox"}))
    watch = collected(watched())
    assert watch.state == Watch.State.UNMEASURABLE
    assert collecting.collect_due() == 0


def test_a_sign_in_that_ended_disconnects_the_channel_and_waits(answer) -> None:
    answer.append(NeedsReconnect("reconnect", {"platform": "Sandbox", "words": "revoked"}))
    watch = collected(watched())
    watch.channel.refresh_from_db()
    assert watch.channel.state == Channel.State.DISCONNECTED
    assert collecting.collect_due() == 0
    Channel.objects.update(state=Channel.State.ACTIVE)
    assert collecting.collect_due() == 1


def test_a_post_that_somebody_deleted_there_is_noted_after_a_second_look() -> None:
    watch = watched()
    SandboxPost.objects.all().delete()
    assert collected(watch).state == Watch.State.WATCHING
    assert watch.next_at > timezone.now() + timedelta(hours=5)
    assert collected(watch).state == Watch.State.GONE
    assert watch.get_state_display() == "No longer there"


def test_a_refusal_ends_after_the_third(answer) -> None:
    answer.extend(Rejected("rejected", {"platform": "Sandbox", "words": "no", "status": 400}) for _time in range(3))
    watch = watched()
    states = [collected(watch).state for _time in range(3)]
    assert states == ["watching", "watching", "refused"]


def test_what_was_taken_down_is_not_asked_for() -> None:
    watch = watched()
    deliveries.ask_take_down(watch.delivery, user=None)
    deliveries.publish_due()
    services.follow(recent=True)
    watch.refresh_from_db()
    assert watch.state == Watch.State.TAKEN_DOWN


def test_one_channel_is_asked_by_one_worker_at_a_time() -> None:
    channel = stage.sandbox()
    watched(channel)
    watched(channel)
    held = collecting.claim_due()
    assert held is not None
    assert collecting.claim_due() is None
    Watch.objects.filter(pk=held.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert collecting.claim_due() is not None


def test_who_lost_the_lease_writes_nothing() -> None:
    watch = watched()
    held = collecting.claim_due()
    assert held is not None
    assert services.record(watch, {"views": 9}, at=timezone.now(), owner="somebody else") is None
    assert not watch.measurements.exists()
