"""A calendar for other programs: as RFC 5545 says it, and only for who may read it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from publishing.posts import services as posts
from publishing.posts.calendar import ics
from publishing.posts.models.feed import CalendarFeed
from tests.publishing import stage


@given(st.text())
def test_lines_are_folded_at_75_octets_and_come_back_whole(text: str) -> None:
    line = "SUMMARY:" + ics.escaped(text)
    out = ics.folded(line)
    assert out.endswith(b"\r\n") and all(len(part) <= 75 for part in out.split(b"\r\n"))
    for part in out.split(b"\r\n"):
        part.decode()  # no character is torn
    assert out.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == line.encode("utf-8", "replace").decode()


def test_an_event_is_what_the_rfc_asks_for() -> None:
    at = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
    text = ics.write(
        [ics.Event(uid="post-1@x", title="Tiger; cubs, two\nlines\\", changed=at, at=at)], name="A"
    ).decode()
    lines = text.split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART:20270110T120000Z" in lines and "DTEND:20270110T121500Z" in lines
    assert "SUMMARY:Tiger\\; cubs\\, two\\nlines\\\\" in lines
    assert {"UID:post-1@x", "DTSTAMP:20270110T120000Z", "SEQUENCE:0"} <= set(lines)


def made(client, **asked: object) -> str:
    body = json.dumps({"name": "Mine", "asked": asked})
    answer = client.post(reverse("posts:feed_new"), body, content_type="application/json").json()
    return answer["address"][answer["address"].index("/calendar/") :]


@pytest.mark.django_db
def test_a_feed_shows_what_its_person_may_see_until_it_is_taken_back(signed_in) -> None:
    channel = stage.sandbox()
    planned = stage.approved(channel)
    due = timezone.now() + timedelta(days=3)
    posts.schedule(planned, due_at=due, time_zone="UTC", user=None)
    draft = posts.create_post(clip=planned.clip, title="A secret plan", user=None)
    type(draft).objects.filter(pk=draft.pk).update(due_at=due)
    ranger, editor = signed_in("Ranger"), signed_in("Editor")
    address, other = made(ranger), made(editor)
    text = Client().get(address).content.decode().replace("\r\n ", "")
    assert f"UID:post-{planned.pk}@" in text and "A secret plan" not in text and "Hunchun" not in text
    assert "A secret plan" in Client().get(other).content.decode().replace("\r\n ", "")
    first = [line for line in text.splitlines() if line.startswith("SEQUENCE")]
    type(planned).objects.filter(pk=planned.pk).update(created_at=timezone.now() - timedelta(minutes=9))
    planned.refresh_from_db()
    posts.reschedule(planned, due_at=due + timedelta(days=1), user=None)
    again = Client().get(address).content.decode().replace("\r\n ", "")
    assert (
        f"UID:post-{planned.pk}@" in again and [line for line in again.splitlines() if line[:8] == "SEQUENCE"] != first
    )
    feed = CalendarFeed.objects.get(user__username="ranger")
    assert feed.digest not in address and address.split("/")[-1][:-4] not in str(CalendarFeed.objects.values())
    assert editor.post(reverse("posts:feed_revoke", args=[feed.pk])).status_code == 404, "not one's own"
    ranger.post(reverse("posts:feed_revoke", args=[feed.pk]))
    assert Client().get(address).status_code == 404
    feed = CalendarFeed.objects.get(user__username="editor")
    feed.user.groups.clear()
    assert Client().get(other).status_code == 404, "without the right the address is worth nothing"


@pytest.mark.django_db
def test_a_feed_is_filtered_as_the_page_was(signed_in) -> None:
    stage.scheduled(stage.sandbox(), ahead=timedelta(days=1))
    address = made(signed_in("Editor"), language="ru")
    assert "UID:post-" not in Client().get(address).content.decode()
    assert Client().get("/calendar/guessed.ics").status_code == 404
