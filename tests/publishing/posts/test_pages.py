"""The pages and their scripts' requests: who may do what, what is shown, and what never is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from publishing.delivery.models import Delivery
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post, Variant
from publishing.posts.seal import unseal
from tests.fakes.mastodon import TOKEN, MastodonServer
from tests.publishing import stage
from tests.samples import sample

pytestmark = pytest.mark.django_db
SECRETS = ("HC-0417", "Secret Spring", "43.1", "130.9", "IMG_0001")


def send(client, name: str, post: Post, body: dict | None = None):
    url = reverse(f"posts:{name}", args=[post.pk])
    return client.post(url, json.dumps(body or {}), content_type="application/json")


def test_the_editor_shows_the_post_and_no_place(signed_in) -> None:
    post = stage.approved(stage.sandbox())
    page = signed_in("Publisher").get(reverse("posts:edit", args=[post.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert "A tiger in the snow (en)" in text
    assert not any(secret in text for secret in SECRETS)


def test_the_counter_is_the_one_that_refuses(signed_in) -> None:
    channel = stage.mastodon("http://127.0.0.1:9", "t")
    post = stage.approved(channel)
    text = "👨‍👩‍👧 @ranger@park.example https://park.example/" + "x" * 300
    answer = send(
        signed_in("Editor"), "measure", post, {"channel": channel.pk, "language": "en", "text": text, "route": "none"}
    )
    count = next(each for each in answer.json()["counts"] if each["field"] == "text")
    assert (count["length"], count["limit"]) == (1 + 1 + len("@ranger") + 1 + 23, 500)
    assert Variant.objects.get().text == "A tiger in the snow (en)", "measuring stores nothing"


def test_what_a_platform_loses_is_shown_before_scheduling(signed_in) -> None:
    channel = stage.mastodon("http://127.0.0.1:9", "t")
    post = stage.approved(channel)
    answer = send(
        signed_in("Editor"), "measure", post, {"channel": channel.pk, "language": "en", "text": "A", "route": "burn_in"}
    )
    assert [each["code"] for each in answer.json()["losses"]] == ["subtitles_burnt_in"]


def test_from_a_clip_to_the_calendar_through_the_pages(signed_in) -> None:
    client = signed_in("Publisher")
    channel, clip = stage.sandbox(), stage.clip()
    stage.finished(clip.version)
    begun = client.post(reverse("posts:new"), {"clip": clip.pk})
    post = Post.objects.get()
    assert begun.url == reverse("posts:edit", args=[post.pk])
    assert send(client, "begin", post, {"channel": channel.pk, "language": "en"}).status_code == 200
    assert (
        send(
            client, "write", post, {"channel": channel.pk, "language": "en", "text": "Tiger", "altText": "A tiger"}
        ).status_code
        == 200
    )
    local = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT20:00")
    refused = send(client, "schedule", post, {"local": local, "zone": "Asia/Shanghai"})
    assert refused.status_code == 422 and "approved" in refused.json()["error"]
    assert send(client, "approve", post).json()["post"]["state"] == "approved"
    answer = send(client, "schedule", post, {"local": local, "zone": "Asia/Shanghai"})
    assert answer.json()["post"]["state"] == "scheduled"
    assert answer.json()["post"]["local"] == local
    around = {
        "from": (timezone.now() - timedelta(days=1)).isoformat(),
        "to": (timezone.now() + timedelta(days=5)).isoformat(),
    }
    chip = client.get(reverse("posts:calendar_posts"), around).json()["posts"][0]
    assert (chip["state"], chip["languages"], chip["movable"]) == ("scheduled", ["en"], True)
    moved = send(client, "move", post, {"at": (timezone.now() + timedelta(days=2)).isoformat()})
    assert moved.status_code == 200
    assert Delivery.objects.get().due_at > timezone.now() + timedelta(days=1, hours=23)
    assert send(client, "move", post, {"at": "2020-01-01T00:00:00Z"}).status_code == 422


def test_an_hour_that_does_not_exist_is_explained(signed_in) -> None:
    post = stage.approved(stage.sandbox())
    answer = send(signed_in("Publisher"), "hour", post, {"local": "2027-03-28T02:30", "zone": "Europe/Berlin"}).json()
    assert answer["instead"] == "2027-03-28T03:30" and "Europe/Berlin" in answer["error"]
    twice = send(signed_in_again(post), "hour", post, {"local": "2026-10-25T02:30", "zone": "Europe/Berlin"}).json()
    assert twice["twice"] == ["UTC+2", "UTC+1"]


def signed_in_again(post: Post):
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username="publisher"))
    return client


def test_the_audiences_clock_stands_beside(signed_in) -> None:
    post = stage.approved(stage.sandbox())  # its audience lives in Moscow
    answer = send(signed_in("Publisher"), "hour", post, {"local": "2027-01-10T20:00", "zone": "Asia/Shanghai"}).json()
    assert answer["audiences"][0]["local"] == "2027-01-10T15:00"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("Editor", {"write"}), ("Translator", set()), ("Ranger", set()), ("Publisher", {"write", "approve", "schedule"})],
)
def test_who_may_write_approve_and_schedule(signed_in, role: str, allowed: set[str]) -> None:
    channel = stage.sandbox()
    post = posts.create_post(clip=stage.clip(), title="", user=None)
    posts.write_variant(post, channel=channel, language="en", text="A", alt_text="A")
    client = signed_in(role)
    body = {"channel": channel.pk, "language": "en", "text": "B", "now": True}
    for name in ("write", "approve", "schedule"):
        answer = send(client, name, post, body)
        if name in allowed:
            assert answer.status_code != 403, name
            continue
        # Who may approve is the workflow's to say: its refusal is one among other reasons, so 422.
        assert answer.status_code == (422 if name == "approve" else 403) and answer.json()["error"], name
        post.refresh_from_db()
        assert post.state == Post.State.DRAFT, "nothing happened"


def test_nobody_without_an_account_reads_anything(client) -> None:
    post = stage.approved(stage.sandbox())
    for name in ("posts:calendar", "posts:channels"):
        assert client.get(reverse(name)).status_code == 302
    assert client.get(reverse("posts:detail", args=[post.pk])).status_code in {302, 403}


def test_a_channel_is_connected_checked_and_never_shows_its_secret(signed_in) -> None:
    client = signed_in("Publisher")
    with MastodonServer(description=sample("api/mastodon.openapi.json")) as server:
        form = {"name": "Tigers", "time_zone": "Europe/Berlin", "languages": ["en"], "setting_server": server.url}
        page = client.post(
            reverse("posts:channel_add", args=["mastodon"]), {**form, "secret_access_token": TOKEN}, follow=True
        )
        channel = Channel.objects.get()
        assert channel.handle.startswith("@tigers@") and channel.verified_at
        assert unseal(channel.sealed) == {"access_token": TOKEN}
        edit = client.get(reverse("posts:channel_edit", args=[channel.pk]))
        for answer in (page, edit):
            assert TOKEN not in answer.content.decode()
        client.post(
            reverse("posts:channel_edit", args=[channel.pk]), {**form, "name": "Renamed", "secret_access_token": ""}
        )
        channel.refresh_from_db()
        assert (channel.name, unseal(channel.sealed)) == ("Renamed", {"access_token": TOKEN})
        wrong = {**form, "secret_access_token": "wrong-token-wrong"}
        page = client.post(reverse("posts:channel_edit", args=[channel.pk]), wrong, follow=True)
        channel.refresh_from_db()
        assert channel.state == Channel.State.DISCONNECTED
        assert "wrong-token-wrong" not in page.content.decode()


def test_a_channels_rules_are_chosen_kept_and_noted(signed_in) -> None:
    client, channel = signed_in("Publisher"), stage.sandbox()
    address = reverse("posts:channel_edit", args=[channel.pk])
    page = client.get(address).content.decode()
    assert "A second person must approve" in page and "Take it down at once" in page
    form = {"name": "Try-out", "time_zone": "Europe/Moscow", "languages": ["en"]}
    client.post(address, {**form, "two_person": "on", "takedown": "at_once"})
    channel.refresh_from_db()
    assert (channel.two_person, channel.takedown) == (True, Channel.Takedown.AT_ONCE)
    noted = ModelLogEntry.objects.get(object_id=str(channel.pk), action="wagtail.edit")
    assert noted.data["after"] == {"two_person": True, "takedown": "at_once"} and noted.user is not None
    client.post(address, {**form, "takedown": "never"})
    channel.refresh_from_db()
    assert (channel.two_person, channel.takedown) == (True, Channel.Takedown.AT_ONCE), "no choice of the form"
    client.post(address, form)
    channel.refresh_from_db()
    assert (channel.two_person, channel.takedown) == (False, Channel.Takedown.AT_ONCE)


def test_pages_lead_to_what_is_left_of_a_post_and_on_a_channel(signed_in) -> None:
    delivery = stage.scheduled(stage.sandbox())
    post, channel = delivery.variant.post, delivery.variant.channel
    client = signed_in("Publisher")
    left = reverse("delivery:takedowns")
    of_post, of_channel = f"{left}?post={post.pk}", f"{left}?channel={channel.pk}"
    assert of_channel in client.get(reverse("posts:channels")).content.decode()
    editor = reverse("posts:edit", args=[post.pk])
    assert of_post not in client.get(editor).content.decode(), "nothing is out yet"
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.PUBLISHED, published_at=timezone.now())
    assert of_post in client.get(editor).content.decode()
    assert client.get(of_post).status_code == 200


def test_a_channel_with_posts_is_kept(signed_in) -> None:
    channel = stage.sandbox()
    stage.approved(channel)
    page = signed_in("Publisher").post(reverse("posts:channel_delete", args=[channel.pk]), follow=True)
    assert Channel.objects.exists() and "Pause it instead" in page.content.decode()
