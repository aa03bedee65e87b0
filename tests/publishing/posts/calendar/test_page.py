"""The calendar's own requests: one for a month, whatever is in it; moves that say what is in the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing.posts.models import Campaign, Post, Variant
from tests.publishing import stage

pytestmark = pytest.mark.django_db
BERLIN = {"local": "2027-03-28T02:30", "zone": "Europe/Berlin"}


def asked(client, **filters: object) -> dict:
    told = {"from": "2027-01-01T00:00:00Z", "to": "2027-02-01T00:00:00Z", "zone": "Asia/Shanghai", **filters}
    return client.get(reverse("posts:calendar_posts"), told).json()


def send(client, name: str, post: Post, body: dict):
    return client.post(reverse(f"posts:{name}", args=[post.pk]), json.dumps(body), content_type="application/json")


def many(number: int) -> None:
    clip, channel = stage.clip(), stage.sandbox()
    start = datetime(2027, 1, 1, tzinfo=UTC)
    rows = [Post(clip=clip, title=f"P{n}", due_at=start + timedelta(minutes=4 * n)) for n in range(number)]
    Variant.objects.bulk_create(
        [Variant(post=post, channel=channel, language="en") for post in Post.objects.bulk_create(rows)]
    )


def test_a_month_of_ten_thousand_posts_is_one_answer_of_few_queries(signed_in, django_assert_max_num_queries) -> None:
    many(10_000)
    client = signed_in("Editor")
    with django_assert_max_num_queries(25):
        found = asked(client, each=3)
    assert sum(found["counts"].values()) == 10_000
    assert len(found["posts"]) <= 3 * 32 and set(found["counts"]) >= {"2027-01-01", "2027-01-28"}
    assert any(day["name"] == "New Year’s Day" for day in found["occasions"])


def test_filters_find_what_they_say(signed_in) -> None:
    client = signed_in("Publisher")
    campaign = Campaign.objects.create(name="Tiger Day", slug="tiger-day", colour="#aa3300")
    due = datetime(2027, 1, 10, 12, tzinfo=UTC)
    post = stage.approved(stage.sandbox())
    Post.objects.filter(pk=post.pk).update(due_at=due, campaign=campaign)
    taxon = post.clip.version.segments.get().footage.observations.get().taxon_id
    for filters in (
        {"channel": post.variants.get().channel_id},
        {"language": "en"},
        {"campaign": campaign.pk},
        {"species": taxon},
        {"show": "unwritten"},
    ):
        assert [each["id"] for each in asked(client, **filters)["posts"]] == [post.pk], filters
    for filters in ({"channel": 10**9}, {"language": "ru"}, {"campaign": 10**9}, {"species": 10**9}, {"show": "open"}):
        assert asked(client, **filters)["posts"] == [], filters
    send(client, "move", post, {"at": due.isoformat(), "zone": "UTC"})
    (chip,) = asked(client, show="open")["posts"]
    assert chip["campaign"]["colour"] == "#aa3300" and chip["state"] == "scheduled"


def test_a_move_says_what_clocks_do_and_who_was_faster(signed_in) -> None:
    client = signed_in("Publisher")
    post = stage.scheduled(stage.sandbox(), ahead=timedelta(days=1)).variant.post
    gap = send(client, "move", post, BERLIN)
    assert gap.status_code == 422 and gap.json()["instead"] == "2027-03-28T03:30"
    twice = send(client, "move", post, {"local": "2027-10-31T02:30", "zone": "Europe/Berlin"})
    assert twice.json()["twice"] == ["UTC+2", "UTC+1"]
    stale = send(client, "move", post, {"at": "2027-01-10T12:00:00Z", "seen": "2027-01-01T00:00:00Z"})
    assert stale.status_code == 409 and "meanwhile" in stale.json()["error"]
    seen = post.due_at.isoformat()
    moved = send(
        client, "move", post, {"local": "2027-10-31T02:30", "zone": "Europe/Berlin", "second": True, "seen": seen}
    )
    assert moved.json()["chip"]["at"] == "2027-10-31T01:30:00+00:00"
    back = send(client, "move_back", post, {"undo": moved.json()["undo"]})
    assert back.json()["chip"]["at"] == seen


def test_a_draft_gets_a_proposal_and_those_without_right_get_nothing(signed_in) -> None:
    editor, reader = signed_in("Editor"), signed_in("Translator")
    post = stage.approved(stage.sandbox())
    at = {"at": (timezone.now() + timedelta(days=1)).isoformat(), "zone": "UTC"}
    assert send(editor, "move", post, at).status_code == 403, "an editor schedules nothing"
    Post.objects.filter(pk=post.pk).update(state="draft")
    assert send(reader, "move", post, at).status_code == 403
    assert send(editor, "move", post, at).status_code == 200
    post.refresh_from_db()
    assert (post.state, bool(post.due_at)) == ("draft", True)


def test_what_stands_in_the_way_is_marked(signed_in) -> None:
    client, channel = signed_in("Publisher"), stage.sandbox()
    first = stage.approved(channel, languages=("en", "ru"))
    second = stage.approved(channel, source=first.clip)
    at = datetime(2027, 1, 10, 12, tzinfo=UTC)
    send(client, "move", first, {"at": at.isoformat(), "zone": "UTC"})
    moved = send(client, "move", second, {"at": (at + timedelta(minutes=10)).isoformat(), "zone": "UTC"}).json()
    assert len(moved["chip"]["marks"]) == 2 and "near it" in moved["chip"]["marks"][0]
    marks = {chip["id"]: chip["marks"] for chip in asked(client)["posts"]}
    assert any("Several languages" in mark for mark in marks[first.pk])
    far = client.get(reverse("posts:hours", args=[second.pk]), {"at": (at + timedelta(days=9)).isoformat()}).json()
    assert far["clashes"] == [] and far["best"][0]["missing"] >= 0


def test_who_may_only_propose_may_take_the_proposal_back_and_nothing_else(signed_in) -> None:
    client = signed_in("Editor")
    draft = Post.objects.create(clip=stage.clip(), title="A draft")
    moved = send(client, "move", draft, {"local": "2027-06-01T20:00", "zone": "Asia/Shanghai"})
    undo = moved.json()["undo"]
    nowhere = send(client, "move_back", draft, {"undo": {**undo, "zone": "Mars/Olympus"}})
    assert nowhere.status_code == 422 and "Mars/Olympus" in nowhere.json()["error"]
    assert send(client, "move_back", draft, {"undo": undo}).status_code == 200
    draft.refresh_from_db()
    assert draft.due_at is None
    post = stage.scheduled(stage.sandbox(), ahead=timedelta(days=2)).variant.post
    due = post.due_at
    told = {"post": post.pk, "state": "draft", "due_at": None, "zone": "UTC"}
    assert send(client, "move_back", post, {"undo": told}).status_code == 403
    post.refresh_from_db()
    assert (post.state, post.due_at) == (Post.State.SCHEDULED, due)
