"""Many hours from one table: tried without a trace, applied whole, taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from publishing.delivery.models import Delivery
from publishing.posts.calendar import table, timetable
from publishing.posts.models import Post, Variant
from publishing.posts.models.timetable import Timetable
from tests.publishing import stage

pytestmark = pytest.mark.django_db
HEAD = ["clip", "channel", "language", "date", "time", "zone", "twice", "title", "text", "alt_text"]


def row(clip: object, **change: object) -> list[object]:
    told = {"clip": clip, "channel": "Try-out", "language": "en", "date": "2027-01-10", "time": "19:30",
            "text": "Tiger", "alt_text": "A tiger", **change}  # fmt: skip
    return [told.get(name, "") for name in HEAD]


def tried(user, *rows: list[object], then: timetable.Then = "schedule") -> Timetable:
    made = Timetable.objects.create(
        zone="Asia/Shanghai", created_by=user, kept={"then": then},
        rows=[{"line": each.line, "cells": dict(each.cells), "faults": list(each.faults)}
              for each in table.read(table.written([HEAD, *rows]))],
    )  # fmt: skip
    run(made, user)
    return made


def run(made: Timetable, user, **options: bool) -> dict:
    told = timetable.run(made, user=user, step=lambda _: None, **{"apply": False, **options})
    made.refresh_from_db()
    return told


def errors(made: Timetable) -> list[str]:
    return [" ".join(line["errors"]) for line in made.report]


def test_a_trial_leaves_nothing_and_applying_does_what_it_said(person) -> None:
    user, channel, clip = person("Publisher"), stage.sandbox(), stage.clip()
    made = tried(user, row(clip.pk), row(clip.title, language="ru", text="Тигр"), row(clip.pk, date="2027-03-01"))
    assert errors(made) == ["", "", ""] and not Post.objects.exists() and not Delivery.objects.exists()
    assert run(made, user, apply=True) == {"rows": 3, "refused": 0}
    first, second = Post.objects.order_by("due_at")
    assert first.variants.count() == 2, "rows of one clip and moment are one post"
    assert first.due_at == datetime.fromisoformat("2027-01-10T19:30+03:00"), (
        "the audience's hour where no zone is named"
    )
    assert (first.state, second.state, Delivery.objects.count()) == ("scheduled", "scheduled", 3)
    timetable.take_back(made, user=user, step=lambda _: None)
    made.refresh_from_db()
    assert made.state == "undone" and not Post.objects.exists() and not Delivery.objects.exists()
    assert channel.name == "Try-out"


def test_each_refused_row_says_why_and_all_or_the_good_ones_go(person) -> None:
    user, clip = person("Publisher"), stage.clip()
    stage.sandbox()
    made = tried(
        user,
        row(clip.pk, title="Good"),
        row("No such clip"),
        row(clip.pk, channel="Elsewhere"),
        row(clip.pk, language="tlh"),
        row(clip.pk, date="2027-02-30"),
        row(clip.pk, time="25:99"),
        row(clip.pk, date="2027-03-28", time="02:30", zone="Europe/Berlin"),
        row(clip.pk, date="2027-10-31", time="02:30", zone="Europe/Berlin"),
        row(clip.pk, date="2020-01-01"),
        row(clip.pk, zone="Mars/Olympus"),
        row(clip.pk, date="2027-05-01", text="Camera hc 0417 caught her"),
        row(clip.pk, title="Good"),
    )
    said = errors(made)
    assert said[0] == ""
    wanted = ["No such clip", "Elsewhere", "tlh", "2027-02-30", "25:99", "03:30", "second", "over already", "Mars",
    "", "Line 2"]  # fmt: skip
    assert all(words in text and text for words, text in zip(wanted, said[1:], strict=True)), said
    run(made, user, apply=True)
    assert not Post.objects.exists() and made.state == "tried", "one refused row, and nothing is stored"
    run(made, user, apply=True, good_only=True)
    assert (Post.objects.count(), made.state) == (1, "applied")


def test_the_second_of_two_hours_may_be_meant(person) -> None:
    user, clip = person("Publisher"), stage.clip()
    stage.sandbox()
    rows = [
        row(clip.pk, date="2027-10-31", time="02:30", zone="Europe/Berlin", twice=which)
        for which in ("first", "second")
    ]
    made = tried(user, *rows)
    assert [line["at"] for line in made.report] == ["2027-10-31T00:30:00+00:00", "2027-10-31T01:30:00+00:00"]


def test_without_the_right_to_approve_drafts_wait_for_it(person) -> None:
    user, clip = person("Publisher"), stage.clip()
    stage.sandbox()
    made = tried(user, row(clip.pk), then="review")
    run(made, user, apply=True)
    post = Post.objects.get()
    assert (post.state, bool(post.due_at), Delivery.objects.count()) == ("in_review", True, 0)


def test_a_file_goes_through_the_page(signed_in) -> None:
    clip, client = stage.clip(), signed_in("Publisher")
    stage.sandbox()
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(content: bytes):
        sent = SimpleUploadedFile("week.csv", content)
        return client.post(reverse("posts:timetables"), {"file": sent, "zone": "Asia/Shanghai", "then": "review"})

    mixed = send("clip,channel,language,date,time\n虎".encode() + "\n虎".encode("gb18030"))
    assert mixed.status_code == 422 and "GB18030" in mixed.content.decode()
    answer = send(table.written([HEAD, row(clip.pk)]))
    made = Timetable.objects.get()
    assert answer.url == reverse("posts:timetable", args=[made.pk])
    job = timetable.running(made)
    assert job is not None
    from curation.jobs import services as jobs

    jobs.run(job.pk)
    page = client.get(answer.url).content.decode()
    assert clip.title in page and "HC-0417" not in page
    report = client.get(reverse("posts:timetable_report", args=[made.pk]))
    assert report["Content-Type"].startswith("text/csv")
    assert client.get(reverse("posts:timetable_template")).content.startswith(b"\xef\xbb\xbfpost,clip")
    assert Variant.objects.count() == 0


@pytest.mark.parametrize("role", ["Editor", "Translator", "Ranger"])
def test_only_those_who_schedule_send_tables(signed_in, role: str) -> None:
    assert signed_in(role).get(reverse("posts:timetables")).status_code == 302
