"""The list of captions shows whose work is what, what is due, and counts without looking at every caption."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curation.clips import assignments, services
from curation.clips.models import CaptionTrack, Clip
from curation.footage.models import Footage

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clip: Clip, footage: Footage, captioned: Callable[..., CaptionTrack], person) -> Clip:
    """“Tiger” with English captions of zhao's, late; and “Leopard” without captions."""
    source = captioned("一", "二")
    track = services.track_for(clip, "en", source=source)
    cue = source.cues.first()
    services.write_cues(track, [services.CueText(cue.start, cue.end, "One", source_id=cue.pk)], user=None)
    late = timezone.localdate() - timedelta(days=2)
    assignments.assign(track, to=person("Translator", username="zhao"), due=late, by=None)
    services.save_clip(title="Leopard", ranges=[services.Range(footage, 0.0, 2.0)], user=None)
    return clip


def shown(client: Client, **asked: str) -> str:
    answer = client.get(reverse("clips:captions"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Tiger", "Leopard"}),
        ({"who": "nobody"}, {"Tiger"}),
        ({"who": "nobody", "language": "en"}, set()),
        ({"language": "en"}, {"Tiger"}),
        ({"language": "ru"}, set()),
        ({"state": "draft", "language": "en"}, {"Tiger"}),
        ({"state": "approved"}, set()),
        ({"due": "late"}, {"Tiger"}),
        ({"due": "soon"}, {"Tiger"}),
        ({"who": "mine"}, set()),
        ({"q": "leo"}, {"Leopard"}),
        ({"who": "9" * 30, "state": "x", "language": "tlh", "due": "never", "q": "\0"}, {"Tiger", "Leopard"}),
    ],
)
def test_it_is_narrowed_down(
    signed_in: Callable[..., Client], desk: Clip, asked: dict[str, str], found: set[str]
) -> None:
    page = shown(signed_in("Publisher"), **asked)
    assert {title for title in ("Tiger", "Leopard") if f"<strong>{title}</strong>" in page} == found


def test_whose_it_is_and_that_it_is_late(signed_in: Callable[..., Client], desk: Clip) -> None:
    page = shown(signed_in("Publisher"))
    assert "zhao" in page and "late since" in page
    assert not any(secret in page for secret in ("HC-0042", "secret-valley", "43.1"))


def test_ones_own_work(desk: Clip, client: Client) -> None:
    client.force_login(CaptionTrack.objects.get(language="en").assignee)
    assert "<strong>Tiger</strong>" in shown(client, who="mine")


def test_many_clips_take_no_more_queries(
    signed_in: Callable[..., Client], desk: Clip, footage: Footage, django_assert_max_num_queries
) -> None:
    client = signed_in("Publisher")
    for number in range(12):
        made = services.save_clip(title=f"C{number}", ranges=[services.Range(footage, 0.0, 2.0)], user=None).clip
        services.write_cues(services.track_for(made, "zh-Hans"), [services.CueText(0, 1, "一")], user=None)
    with django_assert_max_num_queries(45):
        shown(client, due="")
