"""Captions are written whole or not at all, and a changed source shows in its translations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curation.clips import services
from curation.clips.models import CaptionTrack, Clip, Cue

pytestmark = pytest.mark.django_db

State = Cue.State


def text(cue: Cue, **changes: object) -> services.CueText:
    """A stored cue as a page sends it back."""
    given = {"start": cue.start, "end": cue.end, "text": cue.text, "id": cue.pk, "settings": cue.settings}
    return services.CueText(**{**given, **changes})


@pytest.fixture
def english(clip: Clip, captioned: Callable[..., CaptionTrack]) -> CaptionTrack:
    """Two captions, translated by a person and approved, source and translation."""
    source = captioned("一只东北虎在雪地里行走。", "它停下来。")
    services.approve_track(source, user=None)
    track = services.track_for(clip, "en", source=source)
    first, second = source.cues.all()
    cues = [
        services.CueText(first.start, first.end, "An Amur tiger walks in the snow.", source_id=first.pk),
        services.CueText(second.start, second.end, "It stops.", source_id=second.pk),
    ]
    services.write_cues(track, cues, user=None)
    services.approve_track(track, user=None)
    return track


def states(track: CaptionTrack) -> list[str]:
    return [cue.state for cue in track.cues.all()]


def test_an_approved_translation_stands_complete(english: CaptionTrack) -> None:
    assert english.state == CaptionTrack.State.APPROVED
    assert states(english) == [State.APPROVED, State.APPROVED]


def test_writing_the_same_again_leaves_everything_approved(english: CaptionTrack) -> None:
    before = english.revision
    services.write_cues(english, [text(cue) for cue in english.cues.all()], user=None, revision=before)
    assert (english.state, english.revision) == (CaptionTrack.State.APPROVED, before)


def test_a_changed_source_makes_its_translation_stale_and_no_other(english: CaptionTrack) -> None:
    source = english.source
    first, second = source.cues.all()
    services.write_cues(source, [text(first, text="一只东北豹在雪地里行走。"), text(second)], user=None)
    english.refresh_from_db()
    source.refresh_from_db()
    assert states(english) == [State.STALE, State.APPROVED]
    assert english.state == CaptionTrack.State.STALE
    assert states(source) == [State.EDITED, State.APPROVED]
    assert source.state == CaptionTrack.State.DRAFT
    assert english.cues.first().text == "An Amur tiger walks in the snow."


def test_a_moved_source_moves_its_translation_and_nothing_becomes_stale(english: CaptionTrack) -> None:
    first, second = english.source.cues.all()
    services.write_cues(english.source, [text(first, start=0.25), text(second)], user=None)
    english.refresh_from_db()
    assert english.cues.first().start == 0.25
    assert states(english) == [State.APPROVED, State.APPROVED]


def test_a_new_source_caption_makes_the_translation_incomplete(english: CaptionTrack) -> None:
    cues = [text(cue) for cue in english.source.cues.all()]
    services.write_cues(english.source, [*cues, services.CueText(2.9, 3.0, "它走了。")], user=None)
    english.refresh_from_db()
    assert english.state == CaptionTrack.State.STALE
    with pytest.raises(services.ClipError, match="1 captions have no translation"):
        services.approve_track(english, user=None)


def test_a_deleted_source_caption_takes_its_translation_with_it(english: CaptionTrack) -> None:
    first, _second = english.source.cues.all()
    services.write_cues(english.source, [text(first)], user=None)
    english.refresh_from_db()
    assert [cue.text for cue in english.cues.all()] == ["An Amur tiger walks in the snow."]
    assert english.state == CaptionTrack.State.APPROVED


def test_a_stale_caption_that_a_person_confirms_is_in_review(english: CaptionTrack) -> None:
    first, second = english.source.cues.all()
    services.write_cues(english.source, [text(first, text="老虎走在雪地里。"), text(second)], user=None)
    services.write_cues(english, [text(cue, confirmed=True) for cue in english.cues.all()], user=None)
    assert states(english) == [State.EDITED, State.APPROVED]
    assert english.state == CaptionTrack.State.IN_REVIEW


def test_two_editors_do_not_overwrite_each_other(clip: Clip, captioned: Callable[..., CaptionTrack]) -> None:
    track = captioned("一")
    seen = track.revision
    cue = track.cues.get()
    services.write_cues(track, [text(cue, text="二")], user=None, revision=seen)
    with pytest.raises(services.ClipError, match="meanwhile") as refused:
        services.write_cues(track, [text(cue, text="三")], user=None, revision=seen)
    assert refused.value.code == "newer_captions"
    assert track.cues.get().text == "二"


@pytest.mark.parametrize(
    ("start", "end"), [(2.0, 1.0), (1.0, 1.0), (-0.5, 1.0), (0.0, 3.2), (float("nan"), 1.0), (0.0, float("inf"))]
)
def test_one_impossible_caption_and_none_is_written(
    clip: Clip, captioned: Callable[..., CaptionTrack], start: float, end: float
) -> None:
    track = captioned("一")
    cue = track.cues.get()
    with pytest.raises(services.ClipError, match="Caption 2"):
        services.write_cues(track, [text(cue, text="二"), services.CueText(start, end, "x")], user=None)
    assert [cue.text for cue in track.cues.all()] == ["一"]


def test_text_that_no_database_takes_is_made_readable(clip: Clip) -> None:
    track = services.track_for(clip, "en")
    services.write_cues(track, [services.CueText(0, 1, "a\0b\ud800c\r\nd  ")], user=None)
    assert track.cues.get().text == "a\ufffdb?c\nd"


def test_an_empty_caption_is_kept_empty_and_not_approved(clip: Clip) -> None:
    track = services.track_for(clip, "en")
    services.write_cues(track, [services.CueText(0, 1, " ")], user=None)
    assert states(track) == [State.EMPTY]
    with pytest.raises(services.ClipError, match="empty"):
        services.approve_track(track, user=None)


def test_approving_the_last_open_caption_approves_the_track(
    clip: Clip, captioned: Callable[..., CaptionTrack], person
) -> None:
    track = captioned("一", "二")
    reviewer = person("Translator")
    first, second = track.cues.all()
    services.approve_cue(first, user=reviewer)
    track.refresh_from_db()
    assert track.state == CaptionTrack.State.DRAFT
    services.approve_cue(second, user=reviewer)
    track.refresh_from_db()
    assert (track.state, track.approved_by) == (CaptionTrack.State.APPROVED, reviewer)


def test_an_edit_withdraws_the_approval(clip: Clip, captioned: Callable[..., CaptionTrack], person) -> None:
    track = captioned("一")
    services.approve_track(track, user=person("Translator"))
    services.write_cues(track, [text(track.cues.get(), text="二")], user=None)
    assert (track.state, track.approved_by) == (CaptionTrack.State.DRAFT, None)


def test_a_language_that_we_do_not_have_is_refused(clip: Clip) -> None:
    with pytest.raises(services.ClipError, match="tlh"):
        services.track_for(clip, "tlh")


def test_regions_are_understood(clip: Clip) -> None:
    assert services.track_for(clip, "pt-BR").language == "pt"


def test_the_first_language_can_be_chosen_until_something_is_written(
    clip: Clip, captioned: Callable[..., CaptionTrack]
) -> None:
    services.set_source_language(clip, "en")
    assert clip.source_language == "en"
    services.set_source_language(clip, "zh-Hans")
    captioned("一")
    with pytest.raises(services.ClipError, match="zh-Hans"):
        services.set_source_language(clip, "ru")
