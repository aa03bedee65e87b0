"""The ledger's page and its decisions, and the sandbox's public page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing.connectors.errors import OutcomeUnknown
from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import services
from publishing.delivery.models import Delivery, SandboxPost
from tests.publishing import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> Delivery:
    delivery = stage.scheduled(stage.sandbox())

    def lose(self, draft, checkpoint):
        monkeypatch.undo()
        raise OutcomeUnknown("unknown_timed_out", {"host": "Sandbox"})

    monkeypatch.setattr(SandboxConnector, "_publish", lose)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.UNCONFIRMED
    return delivery


def act(client, delivery: Delivery, name: str, **data: str):
    return client.post(reverse(f"delivery:{name}", args=[delivery.pk]), data, follow=True)


def test_the_ledger_reads_like_a_flight_recorder(signed_in, unconfirmed) -> None:
    page = signed_in("Publisher").get(reverse("delivery:detail", args=[unconfirmed.pk])).content.decode()
    kinds = ["planned", "claimed", "checked", "step_started", "step_done", "step_announced", "unconfirmed"]
    places = [page.index(f'data-kind="{kind}"') for kind in kinds]
    assert places == sorted(places)
    assert "may or may not be published" in page
    assert "HC-0417" not in page and "Secret Spring" not in page


def test_a_publisher_looks_and_lets_it_go_again(signed_in, unconfirmed) -> None:
    client = signed_in("Publisher")
    assert "not to be seen there" in act(client, unconfirmed, "look").content.decode()
    act(client, unconfirmed, "publish_again")
    services.publish_due()
    unconfirmed.refresh_from_db()
    assert (unconfirmed.state, SandboxPost.objects.count()) == (Delivery.State.PUBLISHED, 1)
    assert "has changed meanwhile" in act(client, unconfirmed, "publish_again").content.decode()
    services.publish_due()
    assert SandboxPost.objects.count() == 1


def test_an_adopted_post_needs_a_real_address(signed_in, unconfirmed) -> None:
    client = signed_in("Publisher")
    act(client, unconfirmed, "adopt", url="javascript:alert(1)")
    unconfirmed.refresh_from_db()
    assert unconfirmed.state == Delivery.State.UNCONFIRMED
    act(client, unconfirmed, "adopt", url="https://example.org/p/1")
    unconfirmed.refresh_from_db()
    assert unconfirmed.remote_url == "https://example.org/p/1"


@pytest.mark.parametrize("name", ["look", "adopt", "publish_again", "go", "cancel", "take_down"])
def test_an_editor_decides_nothing_here(signed_in, unconfirmed, name: str) -> None:
    act(signed_in("Editor"), unconfirmed, name)
    unconfirmed.refresh_from_db()
    assert unconfirmed.state == Delivery.State.UNCONFIRMED
    assert not unconfirmed.ledger.filter(actor__isnull=False).exists()


def test_a_rights_manager_takes_a_post_down(signed_in) -> None:
    delivery = stage.scheduled(stage.sandbox())
    services.publish_due()
    act(signed_in("Rights manager"), delivery, "take_down")
    services.publish_due()
    assert SandboxPost.objects.count() == 0


def test_the_list_is_filtered(signed_in, unconfirmed) -> None:
    client = signed_in("Publisher")
    title = unconfirmed.variant.post.title
    assert title in client.get(reverse("delivery:index"), {"show": "troubled"}).content.decode()
    assert title not in client.get(reverse("delivery:index"), {"show": "published"}).content.decode()
    assert title not in client.get(reverse("delivery:index"), {"language": "ru"}).content.decode()


def test_the_sandbox_shows_post_video_and_captions_to_anybody(client) -> None:
    delivery = stage.scheduled(stage.sandbox())
    services.publish_due()
    delivery.refresh_from_db()
    feed = client.get(reverse("sandbox:feed")).content.decode()
    assert "A tiger in the snow (en)" in feed and 'lang="en"' in feed
    assert "Nothing here is published to the world" in feed
    post = SandboxPost.objects.get()
    video = client.get(reverse("sandbox:video", args=[post.pk]), headers={"range": "bytes=4-7"})
    assert (video.status_code, b"".join(video.streaming_content)) == (206, b"ftyp")
    captions = client.get(reverse("sandbox:captions", args=[post.pk, "en"]))
    assert captions.content.decode().startswith("WEBVTT")
    assert client.get(reverse("sandbox:captions", args=[post.pk, "ko"])).status_code == 404
    assert client.get(delivery.remote_url).status_code == 200


def test_the_sandbox_takes_no_text_for_markup(client) -> None:
    channel = stage.sandbox()
    text = '<script>alert(1)</script> #虎 https://park.example/?a="><b>'
    SandboxPost.objects.create(channel=channel, key="k", text=text, language="en", published_at=timezone.now())
    page = client.get(reverse("sandbox:feed")).content.decode()
    assert "<script>alert" not in page and "<b>" not in page
    assert "&lt;script&gt;" in page
