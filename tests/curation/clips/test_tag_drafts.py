"""Captions out of tags say what is tagged, in every language, and nothing that is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from curation.clips import services, tag_drafts
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.footage.models import Footage, Observation, Station
from curation.species.models import Taxon
from curation.translation.corpus import LANGUAGES

pytestmark = pytest.mark.django_db


def seen(footage: Footage, name: str, **facts: Any) -> Observation:
    return Observation.objects.create(footage=footage, taxon=Taxon.objects.get(scientific_name=name), **facts)


def draft(clip: Clip, *languages: str, user: Any) -> dict[str, list[str]]:
    made = tag_drafts.draft(clip, languages=languages, user=user)
    return {track.language: [cue.text for cue in track.cues.all()] for track in made}


def test_a_tiger_is_told_in_every_language(clip: Clip, footage: Footage, person) -> None:
    Footage.objects.update(captured_at=datetime(2026, 1, 15, 23, 30, tzinfo=UTC))  # half past seven in China
    Station.objects.update(zone="Hunchun 珲春", habitat="oak forest")
    seen(footage, "Panthera tigris altaica", behavior="walking", count=1)
    told = draft(clip, *LANGUAGES, user=person("Editor"))
    assert set(told) == set(LANGUAGES)
    [chinese], [english], [russian] = told["zh-Hans"], told["en"], told["ru"]
    assert chinese.startswith("珲春：") and "东北虎" in chinese and "冬" in chinese
    assert english.startswith("Hunchun: ") and "Amur tiger" in english and "oak" in english.lower()
    assert "winter" in english and "morning" in english
    assert "тигр" in russian.lower() and "Hunchun" not in russian
    everything = str(told)
    assert not any(secret in everything for secret in ("HC-0042", "43.1", "131.2", "secret", "Secret"))


def test_a_draft_waits_for_a_person(clip: Clip, footage: Footage, person) -> None:
    seen(footage, "Panthera tigris altaica")
    draft(clip, "en", user=person("Editor"))
    cues = Cue.objects.filter(track__clip=clip)
    assert {(cue.state, cue.method) for cue in cues} == {(Cue.State.MACHINE, Cue.Method.TAGS)}
    english = clip.tracks.get(language="en")
    assert (english.state, english.cues.get().source_cue) == (
        CaptionTrack.State.MACHINE, clip.tracks.get(language="zh-Hans").cues.get(),
    )  # fmt: skip


def test_nothing_is_invented_where_nothing_is_tagged(clip: Clip, footage: Footage, person) -> None:
    Footage.objects.update(captured_at=datetime(2026, 7, 1, 16, 0, tzinfo=UTC), captured_exact=False)
    Station.objects.update(zone="", habitat="")
    clip.source_language = "en"
    clip.save()
    seen(footage, "Panthera pardus orientalis")
    [told] = draft(clip, user=person("Editor"))["en"]
    assert "leopard" in told and "summer" in told
    assert not any(word in told.lower() for word in ("night", "morning", "forest", "walk", "female", "adult"))


def test_people_count_before_machines(clip: Clip, footage: Footage, person) -> None:
    seen(footage, "Panthera tigris altaica", classification_method="machine", classified_by="detector 2")
    seen(footage, "Panthera pardus orientalis", classified_by="zhao")
    [told] = draft(clip, user=person("Editor"))["zh-Hans"]
    assert "东北豹" in told and "虎" not in told


def test_a_mother_is_told_with_her_young(clip: Clip, footage: Footage, person) -> None:
    clip.source_language = "en"
    clip.save()
    seen(footage, "Panthera tigris altaica", sex="female", life_stage="adult", count=1)
    seen(footage, "Panthera tigris altaica", life_stage="juvenile", count=2)
    [told] = draft(clip, user=person("Editor"))["en"]
    assert "two cubs" in told


def test_a_caption_begins_with_the_animal_and_can_be_read(clip: Clip, footage: Footage, person) -> None:
    track = [[second / 2, 0.1, 0.4, 0.2, 0.2, 0.9] for second in range(3, 6)]  # from 1.5 s on
    Footage.objects.update(motion={"track": track})
    seen(footage, "Panthera tigris altaica")
    draft(clip, "ja", user=person("Editor"))
    cue = clip.tracks.get(language="zh-Hans").cues.get()
    assert 0.7 <= cue.start <= 1.0, "the clip begins at half a second of the footage"
    assert 1.0 <= cue.end - cue.start <= 7.0
    assert cue.end <= clip.version.duration


def test_two_shots_of_the_same_are_told_once(clip: Clip, footage: Footage, person) -> None:
    ranges = [services.Range(footage, 0.0, 1.5), services.Range(footage, 2.0, 3.5)]
    services.save_clip(title="T", ranges=ranges, user=None, clip=clip)
    seen(footage, "Panthera tigris altaica")
    assert len(draft(clip, user=person("Editor"))["zh-Hans"]) == 1


def test_what_is_written_already_is_not_overwritten(clip: Clip, footage: Footage, captioned, person) -> None:
    seen(footage, "Panthera tigris altaica")
    captioned("一")
    with pytest.raises(services.ClipError, match="already"):
        draft(clip, user=person("Editor"))
    assert [cue.text for cue in clip.tracks.get().cues.all()] == ["一"]


def test_nothing_tagged_is_said_so(clip: Clip, person) -> None:
    with pytest.raises(services.ClipError, match="Nothing is tagged"):
        draft(clip, user=person("Editor"))


def test_footage_in_quarantine_is_not_told(clip: Clip, footage: Footage, person) -> None:
    seen(footage, "Panthera tigris altaica")
    Footage.objects.update(alarm="human")
    with pytest.raises(services.ClipError, match="Nothing is tagged"):
        draft(clip, user=person("Editor"))
