"""Down again: from the post, from the channel, when rights end; and what only a person can remove."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from curation.footage.models import Footage
from publishing.connectors.errors import Rejected
from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import notices, services, takedowns
from publishing.delivery.models import Delivery, DeliveryNotice, SandboxPost, TakedownProposal
from publishing.posts.models import Channel
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Delivery.State


def published(channel: Channel | None = None, **options) -> Delivery:
    return services.run_now(stage.scheduled(channel or stage.sandbox(), **options))


def by_hand_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self, remote_id, checkpoint):
        raise Rejected("take_down_by_hand", {"platform": "TikTok"})

    monkeypatch.setattr(SandboxConnector, "take_down", refuse)


def test_all_of_a_post_is_taken_down(client, person) -> None:
    delivery = published(languages=("en", "ru"))
    services.publish_due()
    other = published()
    client.force_login(person("Publisher"))
    page = f"{reverse('delivery:takedowns')}?post={delivery.variant.post_id}"
    assert client.get(page).content.decode().count('lang="') >= 2
    client.post(reverse("delivery:take_all_down"), {"post": delivery.variant.post_id})
    services.publish_due()
    assert set(Delivery.objects.exclude(pk=other.pk).values_list("state", flat=True)) == {State.TAKEN_DOWN}
    assert SandboxPost.objects.count() == 1, "another post stays"


def test_all_of_a_channel_is_taken_down(client, person) -> None:
    channel = stage.sandbox()
    published(channel)
    published(channel)
    other = published(stage.sandbox(name="Another"))
    client.force_login(person("Publisher"))
    client.post(reverse("delivery:take_all_down"), {"channel": channel.pk})
    services.publish_due()
    assert list(SandboxPost.objects.values_list("channel", flat=True)) == [other.variant.channel_id]


def test_nobody_without_the_right_takes_anything_down(client, person) -> None:
    delivery = published()
    client.force_login(person("Editor"))
    assert (
        "take-all-down"
        not in client.get(f"{reverse('delivery:takedowns')}?post={delivery.variant.post_id}").content.decode()
    )
    client.post(reverse("delivery:take_all_down"), {"post": delivery.variant.post_id})
    client.post(reverse("delivery:removed_by_hand", args=[delivery.pk]))
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED


@pytest.mark.parametrize("what", ["withdrawn", "embargo", "alarm"])
def test_ended_rights_are_proposed_once_and_told(what: str, client, person) -> None:
    publisher = person("Publisher")
    publisher.email = "publisher@example.org"
    publisher.save()
    delivery = published()
    assert takedowns.review_rights() == 0
    if what == "withdrawn":
        Footage.objects.update(state=Footage.State.WITHDRAWN)
    elif what == "embargo":
        Footage.objects.update(embargo_until=timezone.now() + timedelta(days=3))
    else:
        Footage.objects.update(alarm="gun")
    assert takedowns.review_rights() == 1
    assert takedowns.review_rights() == 0
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED, "a person decides"
    client.force_login(publisher)
    page = client.get(reverse("delivery:takedowns")).content.decode()
    assert delivery.variant.post.title in page and "Secret Spring" not in page and "HC-0417" not in page
    DeliveryNotice.objects.update(next_at=timezone.now())
    notices.send_due()
    assert [each.to for each in mail.outbox] == [["publisher@example.org"]]
    assert "HC-0417" not in mail.outbox[0].body and "Secret Spring" not in mail.outbox[0].body
    proposal = TakedownProposal.objects.get()
    client.post(reverse("delivery:decide_takedowns"), {"proposal": proposal.pk, "do": "take"})
    services.publish_due()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("taken", publisher)
    assert SandboxPost.objects.count() == 0


def test_a_channel_that_says_so_takes_down_at_once() -> None:
    channel = stage.sandbox()
    Channel.objects.update(takedown=Channel.Takedown.AT_ONCE)
    delivery = published(channel)
    Footage.objects.update(state=Footage.State.WITHDRAWN)
    takedowns.review_rights()
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.TAKEN_DOWN
    assert list(delivery.ledger.values_list("kind", flat=True))[-3:] == ["rights_ended", "takedown_asked", "taken_down"]


def test_what_is_left_on_purpose_is_not_proposed_again_until_rights_end_anew(client, person) -> None:
    publisher = person("Publisher")
    delivery = published()
    Footage.objects.update(state=Footage.State.WITHDRAWN)
    takedowns.review_rights()
    client.force_login(publisher)
    client.post(reverse("delivery:decide_takedowns"), {"proposal": TakedownProposal.objects.get().pk, "do": "keep"})
    assert takedowns.review_rights() == 0
    assert delivery.ledger.get(kind="left_standing").actor == publisher
    Footage.objects.update(state=Footage.State.READY)
    takedowns.review_rights()
    assert TakedownProposal.objects.get().state == "over"
    Footage.objects.update(state=Footage.State.WITHDRAWN)
    assert takedowns.review_rights() == 1


def test_what_only_a_person_can_remove_is_a_list_to_tick_off(client, person, monkeypatch) -> None:
    publisher = person("Publisher")
    by_hand_only(monkeypatch)
    delivery = published()
    services.ask_take_down(delivery, user=publisher)
    services.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.PUBLISHED, "take_down_by_hand")
    client.force_login(publisher)
    assert delivery.remote_url in client.get(reverse("delivery:takedowns")).content.decode()
    client.post(reverse("delivery:removed_by_hand", args=[delivery.pk]))
    delivery.refresh_from_db()
    assert delivery.state == State.TAKEN_DOWN
    assert delivery.ledger.get(kind="taken_down_by_hand").actor == publisher
    client.post(reverse("delivery:removed_by_hand", args=[delivery.pk]))
    assert delivery.ledger.filter(kind="taken_down_by_hand").count() == 1


def test_what_a_program_can_remove_is_not_ticked_off() -> None:
    with pytest.raises(takedowns.NotByHand):
        takedowns.removed_by_hand(published(), user=None)
