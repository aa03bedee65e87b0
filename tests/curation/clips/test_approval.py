"""Captions are approved by one reader, or by two different ones where the language demands it; what they approved is
remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curation.clips import services, tracks
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.language import services as language
from curation.language.models import MemoryUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def russian(clip: Clip, captioned: Callable[..., CaptionTrack]) -> CaptionTrack:
    """Two captions with their Russian translation, where two readers are demanded."""
    language.set_rule("ru", second_review=True, machine=True, user=None)
    source = captioned("一只东北虎在雪地里行走。", "它停下来。")
    track = services.track_for(clip, "ru", source=source)
    texts = ["Амурский тигр идёт по снегу.", "Он останавливается."]
    cues = [
        services.CueText(cue.start, cue.end, text, source_id=cue.pk)
        for cue, text in zip(source.cues.all(), texts, strict=True)
    ]
    return services.write_cues(track, cues, user=None)


def states(track: CaptionTrack) -> set[str]:
    return set(track.cues.values_list("state", flat=True))


def test_two_different_readers_approve(russian: CaptionTrack, person) -> None:
    first, second = person("Translator", username="zhao"), person("Publisher", username="lin")
    services.approve_track(russian, user=first)
    assert (states(russian), russian.state) == ({Cue.State.CHECKED}, CaptionTrack.State.IN_REVIEW)
    with pytest.raises(services.ClipError, match="two different readers"):
        services.approve_track(russian, user=first)
    services.approve_track(russian, user=second)
    assert (states(russian), russian.state) == ({Cue.State.APPROVED}, CaptionTrack.State.APPROVED)
    cue = russian.cues.first()
    assert (cue.checked_by, cue.approved_by, russian.approved_by) == (first, second, second)
    assert cue.approved_at is not None
    told = tracks.cue_json(cue)
    assert (told["checkedBy"], told["approvedBy"]) == ("zhao", "lin")


def test_one_caption_waits_for_its_second_reader(russian: CaptionTrack, person) -> None:
    first, second = person("Translator", username="zhao"), person("Publisher", username="lin")
    one, _other = russian.cues.all()
    services.approve_cue(one, user=first)
    with pytest.raises(services.ClipError) as refused:
        services.approve_cue(one, user=first)
    assert refused.value.code == "second_reader"
    services.approve_track(russian, user=second)
    assert [cue.state for cue in russian.cues.all()] == [Cue.State.APPROVED, Cue.State.CHECKED]
    assert russian.state == CaptionTrack.State.IN_REVIEW


def test_a_change_between_the_readers_begins_anew(russian: CaptionTrack, person) -> None:
    first, second = person("Translator", username="zhao"), person("Publisher", username="lin")
    services.approve_track(russian, user=first)
    cues = [
        services.CueText(cue.start, cue.end, cue.text.replace("идёт", "бежит"), id=cue.pk) for cue in russian.cues.all()
    ]
    services.write_cues(russian, cues, user=first)
    assert [cue.state for cue in russian.cues.all()] == [Cue.State.EDITED, Cue.State.CHECKED]
    assert russian.cues.first().checked_by is None
    services.approve_track(russian, user=second)
    assert russian.state != CaptionTrack.State.APPROVED


def test_a_changed_source_takes_both_readers_words_back(russian: CaptionTrack, person) -> None:
    services.approve_track(russian, user=person("Translator", username="zhao"))
    services.approve_track(russian, user=person("Publisher", username="lin"))
    source = russian.source
    texts = [services.CueText(cue.start, cue.end, "新" + cue.text, id=cue.pk) for cue in source.cues.all()]
    services.write_cues(source, texts, user=None)
    cue = russian.cues.first()
    assert (cue.state, cue.checked_by, cue.approved_by, cue.approved_at) == (Cue.State.STALE, None, None, None)


def test_what_was_approved_is_in_the_memory(russian: CaptionTrack, person) -> None:
    services.approve_track(russian, user=person("Translator", username="zhao"))
    assert not MemoryUnit.objects.exists(), "the first reader's word is not enough"
    services.approve_track(russian, user=person("Publisher", username="lin"))
    [match] = language.memory("zh-Hans", "ru").exact("它停下来。")
    assert match.unit.target == "Он останавливается."


def test_many_captions_are_written_and_approved_in_few_queries(
    clip: Clip, django_assert_max_num_queries, person
) -> None:
    source = services.track_for(clip, "zh-Hans")
    texts = [services.CueText(n * 0.01, n * 0.01 + 0.01, f"第{n}句") for n in range(300)]
    with django_assert_max_num_queries(40):
        services.write_cues(source, texts, user=None)
    english = services.track_for(clip, "en", source=source)
    rows = [services.CueText(cue.start, cue.end, f"Line {cue.pk}", source_id=cue.pk) for cue in source.cues.all()]
    services.write_cues(english, rows, user=None)
    changed = [services.CueText(cue.start, cue.end, cue.text + "！", id=cue.pk) for cue in source.cues.all()]
    with django_assert_max_num_queries(40):
        services.write_cues(source, changed, user=None)
    assert set(english.cues.values_list("state", flat=True)) == {Cue.State.STALE}
    with django_assert_max_num_queries(40):
        services.approve_track(english, user=person("Translator"))
    assert states(english) == {Cue.State.APPROVED}
    with django_assert_max_num_queries(40):
        assert len(tracks.tracks_json(clip)) == 2
