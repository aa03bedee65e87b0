"""Machine translation helps and never harms: what it is unsure of stays empty, what people wrote stays theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from curation.clips import services, tracks, translator
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.language import services as language

pytestmark = pytest.mark.django_db

IN_FIELD = "一只东北虎在雪地里行走。"
OUTSIDE = "董事会昨天批准了第三季度的分红方案。"


@pytest.fixture
def echo(settings: Any) -> None:
    """The engine without a model."""
    settings.TRANSLATION_MODEL = translator.ECHO


@pytest.fixture
def model() -> None:
    """The model that ships with Pugmark."""
    if "en" not in translator.targets("zh-Hans"):
        pytest.skip("the shipped translation model is absent")


def translated(source: CaptionTrack, *languages: str, **options: Any) -> Job:
    job = services.translate_track(source, languages, user=None, **options)
    return jobs.run(job.pk) or job


def track(clip: Clip, language: str) -> CaptionTrack:
    return clip.tracks.get(language=language)


def test_machine_text_is_marked_as_such(clip: Clip, captioned: Callable[..., CaptionTrack], echo: None) -> None:
    job = translated(captioned("一", "二"), "en", "ar")
    assert job.state == Job.State.DONE
    assert job.result["languages"]["ar"] == {"translated": 2, "left_to_a_person": 0}
    english = track(clip, "en")
    assert english.state == CaptionTrack.State.MACHINE
    assert [(cue.text, cue.state) for cue in english.cues.all()] == [
        ("[en] 一", Cue.State.MACHINE), ("[en] 二", Cue.State.MACHINE),
    ]  # fmt: skip


def test_what_a_person_wrote_or_approved_is_not_overwritten(
    clip: Clip, captioned: Callable[..., CaptionTrack], echo: None
) -> None:
    source = captioned("一", "二", "三")
    translated(source, "en")
    english = track(clip, "en")
    first, second, third = english.cues.all()
    services.approve_cue(first, user=None)
    rows = [
        services.CueText(cue.start, cue.end, "Mine" if cue == second else cue.text, id=cue.pk)
        for cue in (first, second, third)
    ]
    services.write_cues(english, rows, user=None)
    translated(source, "en")
    assert [(cue.text, cue.state) for cue in english.cues.all()] == [
        ("[en] 一", Cue.State.APPROVED), ("Mine", Cue.State.EDITED), ("[en] 三", Cue.State.MACHINE),
    ]  # fmt: skip
    english.refresh_from_db()
    assert english.state == CaptionTrack.State.IN_REVIEW


def test_what_is_out_of_date_is_translated_again_only_when_asked(
    clip: Clip, captioned: Callable[..., CaptionTrack], echo: None
) -> None:
    source = captioned("一")
    translated(source, "en")
    services.approve_track(track(clip, "en"), user=None)
    cue = source.cues.get()
    services.write_cues(source, [services.CueText(cue.start, cue.end, "新", id=cue.pk)], user=None)
    translated(source, "en")
    assert [(cue.text, cue.state) for cue in track(clip, "en").cues.all()] == [("[en] 一", Cue.State.STALE)]
    translated(source, "en", replace_stale=True)
    assert [(cue.text, cue.state) for cue in track(clip, "en").cues.all()] == [("[en] 新", Cue.State.MACHINE)]


def test_abstaining_takes_no_text_away(
    clip: Clip, captioned: Callable[..., CaptionTrack], echo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = captioned("一")
    translated(source, "en")
    services.approve_track(track(clip, "en"), user=None)
    cue = source.cues.get()
    long = "长" * 1999
    services.write_cues(source, [services.CueText(cue.start, cue.end, long, id=cue.pk)], user=None)
    monkeypatch.setattr("curation.translation.engines.echo.MAX_LENGTH", 100)
    translated(source, "en", replace_stale=True)
    kept = track(clip, "en").cues.get()
    assert (kept.text, kept.state) == ("[en] 一", Cue.State.STALE)
    assert tracks.cue_json(kept)["abstained"] == "The text is too long for this model."


def test_a_cancelled_translation_writes_nothing(clip: Clip, captioned: Callable[..., CaptionTrack], echo: None) -> None:
    job = services.translate_track(captioned("一"), ["en"], user=None)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert not clip.tracks.filter(language="en").exists()


def test_a_pair_that_no_model_has_is_said_plainly(captioned: Callable[..., CaptionTrack]) -> None:
    with pytest.raises(services.ClipError, match="zh-Hant") as refused:
        services.translate_track(captioned("一"), ["zh-Hant"], user=None)
    assert refused.value.code == "no_engine"
    assert "translation_model install" in str(refused.value)


def test_there_must_be_something_to_translate(clip: Clip, echo: None) -> None:
    with pytest.raises(services.ClipError) as refused:
        services.translate_track(services.track_for(clip, "zh-Hans"), ["en"], user=None)
    assert refused.value.code == "no_captions"


def test_the_shipped_model_translates_its_field_and_abstains_outside(
    clip: Clip, captioned: Callable[..., CaptionTrack], model: None
) -> None:
    job = translated(captioned(IN_FIELD, OUTSIDE), "en", "ru", "ko")
    assert job.state == Job.State.DONE, job.error_detail
    told = job.result["languages"]
    assert sum(each["translated"] for each in told.values()) >= 1
    for tag, word in {"en": "tiger", "ru": "тигр", "ko": "호랑이"}.items():
        known, unknown = track(clip, tag).cues.all()
        if known.text:
            assert word in known.text.lower()
            assert (known.state, known.abstained) == (Cue.State.MACHINE, "")
        for cue in [known, unknown] if not known.text else [unknown]:
            assert (cue.text, cue.state) == ("", Cue.State.EMPTY)
            assert tracks.cue_json(cue)["abstained"]


def test_what_was_approved_is_used_again_word_for_word(
    clip: Clip, captioned: Callable[..., CaptionTrack], echo: None
) -> None:
    source = captioned("<i>一只</i>东北虎。", "二。")
    language.remember(
        source_language="zh-Hans", target_language="en", source="一只东北虎。", target="One Amur tiger.", user=None
    )
    translated(source, "en")
    first, second = track(clip, "en").cues.all()
    assert (first.text, first.method, first.match, first.state) == (
        "One Amur tiger.", Cue.Method.MEMORY, 100, Cue.State.MACHINE,
    )  # fmt: skip
    assert (second.text, second.method) == ("[en] 二。", Cue.Method.MACHINE)
    assert second.provenance["sentences"] == ["二。"]


def test_a_memory_that_breaks_todays_terms_is_not_taken(
    clip: Clip, captioned: Callable[..., CaptionTrack], echo: None
) -> None:
    source = captioned("一只东北虎。")
    language.remember(
        source_language="zh-Hans", target_language="en", source="一只东北虎。", target="An Amur leopard.", user=None
    )
    translated(source, "en")
    [cue] = track(clip, "en").cues.all()
    assert cue.text != "An Amur leopard."


def test_a_sentence_over_two_captions_is_translated_as_one(
    clip: Clip, captioned: Callable[..., CaptionTrack], echo: None
) -> None:
    translated(captioned("雪停了以后，", "他们慢慢地走回家。"), "en")
    first, second = track(clip, "en").cues.all()
    assert first.provenance["sentences"] == second.provenance["sentences"] == ["雪停了以后，他们慢慢地走回家。"]
    assert first.text
    assert second.text
    assert "[en]" not in second.text


def test_a_language_whose_rule_forbids_the_machine_is_refused(
    captioned: Callable[..., CaptionTrack], echo: None
) -> None:
    language.set_rule("ar", second_review=False, machine=False, user=None)
    with pytest.raises(services.ClipError, match="forbids") as refused:
        services.translate_track(captioned("一"), ["ar"], user=None)
    assert refused.value.code == "machine_forbidden"
    assert "ar" not in translator.targets("zh-Hans")


def test_text_that_looks_like_tags_stays_text(clip: Clip, captioned: Callable[..., CaptionTrack], echo: None) -> None:
    translated(captioned("&lt;b&gt; &amp; 虎"), "en")
    [cue] = track(clip, "en").cues.all()
    assert "<b>" not in cue.text
