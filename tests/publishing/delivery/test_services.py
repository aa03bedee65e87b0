"""From a due row to a published post, with every way in which it may not go well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from curation.clips.models import CaptionTrack, Rendition
from curation.footage.models import Footage
from publishing.connectors.errors import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import carriage, lease, services
from publishing.delivery.models import Delivery, LedgerEntry, SandboxPost
from publishing.posts import channels
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriage, "FIRST_PAUSE", 0.01)


def kinds(delivery: Delivery) -> list[str]:
    return list(delivery.ledger.values_list("kind", flat=True))


def behave(monkeypatch: pytest.MonkeyPatch, error: Exception, *, method: str = "_publish", times: int = 1) -> None:
    """Let the sandbox fail as a platform would, `times` times."""
    genuine = getattr(SandboxConnector, method)
    left = [times]

    def fail(self, *arguments, **options):
        if left[0]:
            left[0] -= 1
            raise error
        return genuine(self, *arguments, **options)

    monkeypatch.setattr(SandboxConnector, method, fail)


def test_a_due_delivery_is_published_once_with_its_captions() -> None:
    delivery = stage.scheduled(stage.sandbox(), languages=("en", "ru"))
    assert services.publish_due() == 2
    assert services.publish_due() == 0
    shown = SandboxPost.objects.get(language="en")
    assert shown.text == "A tiger in the snow (en)"
    assert next(iter(shown.tracks)) == "en"
    assert "An Amur tiger walks through the snow" in shown.tracks["en"]
    assert SandboxPost.objects.count() == 2
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED
    assert delivery.remote_url.endswith(f"/sandbox/{delivery.remote_id}/")
    assert delivery.lease_until is None and delivery.lease_owner == ""
    assert kinds(delivery) == [
        "planned", "claimed", "checked", "step_started", "step_done", "step_announced", "published",
    ]  # fmt: skip
    assert delivery.variant.post.state == Post.State.CLOSED
    assert delivery.variant.channel.last_success_at is not None


def test_nothing_goes_out_before_its_hour() -> None:
    delivery = stage.scheduled(stage.sandbox(), ahead=timedelta(minutes=5))
    assert services.publish_due() == 0
    assert services.run_now(delivery).state == State.SCHEDULED


def test_the_due_query_is_one_query(django_assert_num_queries) -> None:
    stage.scheduled(stage.sandbox(), ahead=timedelta(days=1))
    with django_assert_num_queries(3):  # a savepoint, the query, its release
        services.publish_due()


def test_a_delivery_waits_for_its_video(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    Rendition.objects.update(state=Rendition.State.RENDERING)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.PREPARING and delivery.next_at > timezone.now()
    Rendition.objects.update(state=Rendition.State.READY)
    assert services.run_now(delivery).state == State.PUBLISHED


def test_a_failed_video_fails_the_delivery_and_says_so() -> None:
    delivery = stage.scheduled(stage.sandbox())
    Rendition.objects.update(state=Rendition.State.FAILED)
    assert services.run_now(delivery).error_code == "rendition_failed"
    assert SandboxPost.objects.count() == 0


def test_late_beyond_its_tolerance_it_is_missed_and_says_how_late() -> None:
    delivery = stage.scheduled(stage.sandbox())
    Delivery.objects.update(
        due_at=timezone.now() - timedelta(minutes=61), next_at=timezone.now() - timedelta(minutes=61)
    )
    services.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.MISSED, "late")
    assert delivery.error_params["minutes"] == 61
    assert SandboxPost.objects.count() == 0


@pytest.mark.parametrize("what", ["embargo", "withdrawn", "stale", "paused", "leak", "draft"])
def test_what_has_become_wrong_since_scheduling_holds_it_back(what: str) -> None:
    delivery = stage.scheduled(stage.sandbox())
    variant = delivery.variant
    if what == "embargo":
        Footage.objects.update(embargo_until=timezone.now() + timedelta(days=1))
    elif what == "withdrawn":
        Footage.objects.update(state=Footage.State.WITHDRAWN)
    elif what == "stale":
        CaptionTrack.objects.update(state=CaptionTrack.State.STALE)
    elif what == "paused":
        Channel.objects.update(state=Channel.State.PAUSED)
    elif what == "leak":
        variant.text = "Seen at HC-0417"
        variant.save()
    else:
        Post.objects.update(state=Post.State.DRAFT)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.HELD
    assert SandboxPost.objects.count() == 0
    from publishing.delivery.reasons import sentence

    assert sentence(delivery)


def test_a_platform_that_asks_for_patience_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    behave(monkeypatch, TryLater("rate_limited", {"platform": "Sandbox", "seconds": 30}, after=30))
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHING and not delivery.step_irreversible
    assert delivery.next_at > timezone.now() + timedelta(seconds=29)
    Delivery.objects.update(next_at=timezone.now())
    assert services.run_now(delivery).state == State.PUBLISHED
    assert SandboxPost.objects.count() == 1


def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    monkeypatch.setattr(carriage, "ATTEMPTS", 3)
    behave(monkeypatch, TryLater("unreachable", {"host": "example.org"}), times=9)
    assert services.run_now(delivery).error_code == "gave_up"
    assert kinds(delivery).count("try_later") == 2


def test_a_refusal_ends_it_with_the_platforms_words(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    behave(monkeypatch, Rejected("rejected", {"platform": "Sandbox", "words": "no cats"}))
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.FAILED
    assert delivery.variant.post.state == Post.State.CLOSED
    services.again(delivery, user=None)
    assert services.run_now(delivery).state == State.PUBLISHED


def test_a_lost_sign_in_disconnects_the_channel_and_holds_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    error = NeedsReconnect("reconnect", {"platform": "Sandbox", "words": "token revoked"})
    behave(monkeypatch, error)
    services.publish_due()
    delivery.refresh_from_db()
    channel = Channel.objects.get()
    assert (delivery.state, channel.state) == (State.HELD, Channel.State.DISCONNECTED)
    assert "token revoked" in channel.state_reason
    channels.verify(channel, user=None, feed=None)
    assert channel.state == Channel.State.ACTIVE
    assert services.run_now(delivery).state == State.PUBLISHED


def test_an_unknown_outcome_is_never_repeated_blindly(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    behave(monkeypatch, OutcomeUnknown("unknown_cut_off", {"host": "Sandbox"}))
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.UNCONFIRMED
    for _minute in range(7):
        Delivery.objects.update(next_at=timezone.now())
        services.sweep_leases()
        services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.UNCONFIRMED, "the sandbox knows no repeats, so a person decides"
    assert SandboxPost.objects.count() == 0
    assert kinds(delivery).count("looked") == len(carriage.LOOK_PAUSES)


def test_a_post_that_is_there_after_all_is_adopted(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    genuine = SandboxConnector._publish

    def publish_and_fall_silent(self, draft, checkpoint):
        genuine(self, draft, checkpoint)
        raise OutcomeUnknown("unknown_timed_out", {"host": "Sandbox"})

    monkeypatch.setattr(SandboxConnector, "_publish", publish_and_fall_silent)
    services.publish_due()
    Delivery.objects.update(next_at=timezone.now())
    services.sweep_leases()
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED and delivery.remote_id
    assert "adopted" in kinds(delivery)
    assert SandboxPost.objects.count() == 1


def test_a_person_decides(monkeypatch: pytest.MonkeyPatch, person) -> None:
    publisher = person("Publisher")
    delivery = stage.scheduled(stage.sandbox())
    behave(monkeypatch, OutcomeUnknown("unknown_cut_off", {"host": "Sandbox"}))
    services.publish_due()
    delivery.refresh_from_db()
    assert services.look(delivery, user=publisher) is services.Sight.ABSENT
    services.go_again(delivery, user=publisher)
    assert services.run_now(delivery).state == State.PUBLISHED
    assert SandboxPost.objects.count() == 1
    assert LedgerEntry.objects.get(kind="goes_again").actor == publisher
    with pytest.raises(services.NotUnconfirmed):
        services.go_again(delivery, user=publisher)


def test_a_person_adopts_what_the_machine_cannot_see(monkeypatch: pytest.MonkeyPatch, person) -> None:
    delivery = stage.scheduled(stage.sandbox())
    behave(monkeypatch, OutcomeUnknown("unknown_cut_off", {"host": "Sandbox"}))
    services.publish_due()
    services.adopt(delivery, user=person("Publisher"), url="https://example.org/p/1")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.remote_url) == (State.PUBLISHED, "https://example.org/p/1")


def test_a_worker_lost_before_the_irreversible_step_costs_nothing() -> None:
    delivery = stage.scheduled(stage.sandbox())
    held = lease.claim_due()
    assert held is not None and services.publish_due() == 0, "a row with a living lease is nobody else's"
    lease.change(held, state=State.PREPARING)
    lease.change(held, state=State.PUBLISHING, step="upload")
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    services.sweep_leases()
    with pytest.raises(lease.LeaseLost):
        lease.change(held, step="publish")
    assert services.run_now(delivery).state == State.PUBLISHED
    assert SandboxPost.objects.count() == 1


def test_a_worker_lost_within_the_irreversible_step_leaves_it_unconfirmed() -> None:
    delivery = stage.scheduled(stage.sandbox())
    held = lease.claim_due()
    lease.change(held, state=State.PREPARING)
    lease.change(held, state=State.PUBLISHING, step="publish", step_irreversible=True, announced_at=timezone.now())
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.publish_due() == 0, "never claimed again before it is swept"
    services.sweep_leases()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.UNCONFIRMED, "lease_expired")
    assert SandboxPost.objects.count() == 0


def test_a_fault_of_ours_keeps_its_evidence_and_spares_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    first = stage.scheduled(stage.sandbox(), languages=("en", "ru"))
    behave(monkeypatch, ZeroDivisionError("of ours"), method="run")
    services.publish_due()
    first.refresh_from_db()
    assert first.state == State.FAILED
    assert "ZeroDivisionError" in first.ledger.get(kind="broke").data["details"]
    assert SandboxPost.objects.count() == 1


def test_a_post_is_taken_down_and_the_ledger_says_who_asked(person) -> None:
    publisher = person("Publisher")
    delivery = stage.scheduled(stage.sandbox())
    services.publish_due()
    delivery.refresh_from_db()
    services.ask_take_down(delivery, user=publisher)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.TAKEN_DOWN
    assert SandboxPost.objects.count() == 0
    assert LedgerEntry.objects.get(kind="takedown_asked").actor == publisher


def test_editing_a_scheduled_post_cancels_it_and_it_can_be_planned_again() -> None:
    channel = stage.sandbox()
    delivery = stage.scheduled(channel, ahead=timedelta(hours=1))
    post = delivery.variant.post
    posts.write_variant(post, channel=channel, language="en", text="Another text", alt_text="A tiger walks.")
    delivery.refresh_from_db()
    assert (post.state, delivery.state) == (Post.State.DRAFT, State.CANCELLED)
    posts.approve(post, user=None)
    posts.schedule(post, due_at=timezone.now(), time_zone="Asia/Shanghai", user=None)
    assert services.run_now(delivery).state == State.PUBLISHED
    assert SandboxPost.objects.get().text == "Another text"


def test_no_secret_reaches_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = stage.sandbox()
    channel.sealed = stage.seal({"access_token": "very-secret-word"})
    channel.save()
    delivery = stage.scheduled(channel)
    behave(monkeypatch, TryLater("unreachable", {"host": "very-secret-word.example.org"}))
    services.publish_due()
    written = str(list(delivery.ledger.values_list("data", flat=True)))
    assert "very-secret-word" not in written and "•••" in written


def test_what_stands_although_it_failed_is_adopted_when_it_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that took the post and refused to tell how it goes: found in benchmarks/exactly_once.py."""
    genuine = SandboxConnector._publish

    def publish_and_fail(self, *arguments, **options):
        genuine(self, *arguments, **options)
        raise Rejected("rejected", {"platform": "Sandbox", "words": "302"})

    with monkeypatch.context() as once:
        once.setattr(SandboxConnector, "_publish", publish_and_fail)
        delivery = services.run_now(stage.scheduled(stage.sandbox()))
    assert delivery.state == State.FAILED
    with monkeypatch.context() as forgetful:  # a platform that would not know a repeat
        forgetful.setattr(SandboxConnector, "_publish", lambda *arguments, **options: pytest.fail("published again"))
        services.again(delivery, user=None)
        assert services.run_now(delivery).state == State.PUBLISHED
    assert SandboxPost.objects.count() == 1 and kinds(delivery)[-1] == "adopted"


def test_what_was_refused_in_its_last_step_goes_again_from_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    behave(monkeypatch, Rejected("rejected", {"platform": "Sandbox", "words": "no"}))
    delivery = services.run_now(stage.scheduled(stage.sandbox()))
    assert delivery.state == State.FAILED and delivery.announced_at is not None
    services.again(delivery, user=None)
    assert services.run_now(delivery).state == State.PUBLISHED
    assert SandboxPost.objects.count() == 1
    assert kinds(delivery)[-6:] == ["checked", "looked", "step_started", "step_done", "step_announced", "published"]
