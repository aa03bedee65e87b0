"""What depends on captions hears of their changes: it is held with the reason, and goes on when they are in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from curation.clips import services as clips
from curation.clips.models import CaptionTrack, Clip, Rendition
from publishing.delivery import reasons, recheck
from publishing.delivery import services as delivery_services
from publishing.delivery.models import Delivery
from publishing.posts.models import Post
from tests.publishing import stage

pytestmark = pytest.mark.django_db

AHEAD = timedelta(hours=1)


@pytest.fixture
def clip() -> Clip:
    """A clip whose English captions translate its Chinese ones."""
    made = stage.clip()
    source = made.tracks.get(language="zh-Hans")
    for track in made.tracks.exclude(pk=source.pk):
        CaptionTrack.objects.filter(pk=track.pk).update(source=source)
        track.cues.update(source_cue=source.cues.get())
    return made


@pytest.fixture
def burnt(clip: Clip) -> Delivery:
    """Planned for Mastodon, which shows no captions of its own: they are in the picture."""
    return stage.scheduled(stage.mastodon("http://127.0.0.1:9", "t"), source=clip, ahead=AHEAD)


def rewrite(clip: Clip, language: str, text: str, *, confirmed: bool = False) -> CaptionTrack:
    track = clip.tracks.get(language=language)
    cues = [clips.CueText(cue.start, cue.end, text, id=cue.pk, confirmed=confirmed) for cue in track.cues.all()]
    return clips.write_cues(track, cues, user=None)


def now(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return Delivery.objects.select_related("variant__post__clip", "variant__rendition").get(pk=delivery.pk)


def test_a_changed_source_holds_what_carries_its_translation(
    clip: Clip, burnt: Delivery, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(clip, "zh-Hans", "两只东北虎走过雪地")
    held = now(burnt)
    assert held.state == Delivery.State.HELD
    assert "out of date" in reasons.sentence(held)
    assert held.ledger.filter(kind="refused", data__code="captions_stale").exists()


def test_it_goes_on_when_the_translation_is_approved_and_its_picture_is_made_anew(
    clip: Clip, burnt: Delivery, django_capture_on_commit_callbacks
) -> None:
    before = burnt.variant.rendition_id
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(clip, "zh-Hans", "两只东北虎走过雪地")
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(clip, "en", "Two Amur tigers walk through the snow")
    assert "nobody has approved" in reasons.sentence(now(burnt)) or now(burnt).error_code == "captions_stale"
    with django_capture_on_commit_callbacks(execute=True):
        clips.approve_track(clip.tracks.get(language="en"), user=None)
    free = now(burnt)
    assert (free.state, free.error_code, free.due_at) == (Delivery.State.SCHEDULED, "", burnt.due_at)
    assert free.ledger.filter(kind="released").exists()
    assert free.variant.rendition_id != before
    assert free.variant.rendition.cues[0][2] == "Two Amur tigers walk through the snow"
    assert free.variant.rendition.state == Rendition.State.QUEUED


def test_words_that_nobody_approved_do_not_replace_approved_ones(
    clip: Clip, burnt: Delivery, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(clip, "en", "A leopard walks through the snow")
    assert now(burnt).state == Delivery.State.HELD
    assert "nobody has approved the change" in reasons.sentence(now(burnt))


def test_at_the_hour_an_older_picture_is_not_sent(clip: Clip, burnt: Delivery) -> None:
    """Also where nobody told: the worker asks once more."""
    rewrite(clip, "en", "An Amur tigress walks through the snow")
    clips.approve_track(clip.tracks.get(language="en"), user=None)
    Delivery.objects.filter(pk=burnt.pk).update(state=Delivery.State.SCHEDULED, due_at=timezone.now())
    assert recheck.judge(now(burnt), now=timezone.now()) is None
    Delivery.objects.filter(pk=burnt.pk).update(next_at=timezone.now())
    delivery_services.publish_due()
    after = now(burnt)
    assert after.state == Delivery.State.PREPARING
    assert after.ledger.filter(kind="waits_for_video").exists()
    assert after.variant.rendition.cues[0][2] == "An Amur tigress walks through the snow"


def test_captions_of_a_newer_cut_do_not_go_with_an_older_one(
    clip: Clip, burnt: Delivery, django_capture_on_commit_callbacks
) -> None:
    footage = clip.version.segments.get().footage
    with django_capture_on_commit_callbacks(execute=True):
        clips.save_clip(title="T", ranges=[clips.Range(footage, 1.25, 6.0)], user=None, clip=clip)
    assert now(burnt).state == Delivery.State.HELD
    with django_capture_on_commit_callbacks(execute=True):
        for language in ("zh-Hans", "en"):
            clips.approve_track(clip.tracks.get(language=language), user=None)
    held = now(burnt)
    assert held.state == Delivery.State.HELD
    verdict = recheck.judge(held, now=timezone.now())
    assert verdict is not None
    assert verdict.fields["error_code"] == "captions_of_another_cut"


def test_what_carries_its_captions_beside_it_is_held_too(clip: Clip, django_capture_on_commit_callbacks) -> None:
    delivery = stage.scheduled(stage.sandbox(), source=clip, ahead=AHEAD)
    assert delivery.variant.subtitle_route == "track"
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(clip, "zh-Hans", "两只东北虎走过雪地")
    assert now(delivery).state == Delivery.State.HELD


def test_another_clips_posts_are_left_alone(burnt: Delivery, django_capture_on_commit_callbacks) -> None:
    other = stage.clip(title="Another")
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(other, "en", "Something else")
    assert (now(burnt).state, Post.objects.get().state) == (Delivery.State.SCHEDULED, Post.State.SCHEDULED)
