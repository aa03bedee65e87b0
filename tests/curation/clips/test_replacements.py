"""Find and replace: seen before, done as one, taken back as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from curation.clips import replacements, services
from curation.clips.models import CaptionReplacement, CaptionTrack, Clip, Cue
from curation.footage.models import Collection, CollectionItem, Footage


def search(find: str, replace: str, language: str = "zh-Hans", **options: bool) -> replacements.Search:
    return replacements.search(find=find, replace=replace, language=language, **options)


@pytest.fixture
def english(clip: Clip, captioned: Callable[..., CaptionTrack]) -> CaptionTrack:
    source = captioned("老虎来了。", "豹子也来了。")
    track = services.track_for(clip, "en", source=source)
    first, second = source.cues.all()
    cues = [
        services.CueText(first.start, first.end, "The tiger comes. Tigers!", source_id=first.pk),
        services.CueText(second.start, second.end, "<i>The leopard</i> comes too.", source_id=second.pk),
    ]
    return services.write_cues(track, cues, user=None)


@pytest.mark.django_db
def test_a_look_changes_nothing_and_shows_before_and_after(english: CaptionTrack) -> None:
    [hit] = replacements.hits(search("tiger", "Amur tiger", "en", whole_word=True))
    assert (hit.before, hit.after) == ("The tiger comes. Tigers!", "The Amur tiger comes. Tigers!")
    assert english.cues.first().text == hit.before


@pytest.mark.django_db
def test_case_counts_where_it_is_asked_for(english: CaptionTrack) -> None:
    assert len(replacements.hits(search("THE", "A", "en"))) == 2
    assert replacements.hits(search("THE", "A", "en", match_case=True)) == []


@pytest.mark.django_db
def test_tags_are_no_words(english: CaptionTrack) -> None:
    hits = replacements.hits(search("i", "X", "en", match_case=True))
    assert [hit.after for hit in hits] == ["The tXger comes. TXgers!"]


@pytest.mark.django_db
def test_it_is_done_told_and_taken_back_with_approvals(english: CaptionTrack, person) -> None:
    user = person("Publisher")
    source = english.source
    services.approve_track(source, user=user)
    services.approve_track(english, user=user)
    revision = CaptionTrack.objects.get(pk=source.pk).revision
    done = replacements.replace(search("老虎", "东北虎"), user=user)
    assert [cue.text for cue in source.cues.all()] == ["东北虎来了。", "豹子也来了。"]
    assert [cue.state for cue in source.cues.all()] == [Cue.State.EDITED, Cue.State.APPROVED]
    assert [cue.state for cue in english.cues.all()] == [Cue.State.STALE, Cue.State.APPROVED]
    source.refresh_from_db()
    assert source.revision > revision, "an editor who has the page open is told"
    entries = ModelLogEntry.objects.filter(content_type__model="captionreplacement")
    assert [entry.data["captions"] for entry in entries] == [1]
    assert replacements.undo(done, user=user) == 1
    assert [cue.text for cue in source.cues.all()] == ["老虎来了。", "豹子也来了。"]
    assert {cue.state for track in (source, english) for cue in track.cues.all()} == {Cue.State.APPROVED}
    english.refresh_from_db()
    assert english.state == CaptionTrack.State.APPROVED
    with pytest.raises(services.ClipError, match="taken back already"):
        replacements.undo(done, user=user)


@pytest.mark.django_db
def test_what_somebody_wrote_since_is_not_taken_back(english: CaptionTrack) -> None:
    done = replacements.replace(search("来了", "走了"), user=None)
    first = english.source.cues.first()
    Cue.objects.filter(pk=first.pk).update(text="别的话。")
    assert replacements.undo(done, user=None) == 1
    assert [cue.text for cue in english.source.cues.all()] == ["别的话。", "豹子也来了。"]


@pytest.mark.django_db
def test_only_clips_with_footage_of_a_collection(english: CaptionTrack, footage: Footage, person) -> None:
    collection = Collection.objects.create(name="Winter", owner=person("Editor"))
    clips = replacements.clips_with(collection.items.values("footage"))
    assert replacements.hits(search("来了", "走了"), clips) == []
    CollectionItem.objects.create(collection=collection, footage=footage)
    assert len(replacements.hits(search("来了", "走了"), clips)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("find", "replace"), [("", "x"), (" ", "x"), ("x" * 401, ""), ("\ud800", "x"), ("a\0", "x")])
def test_what_cannot_be_looked_for_is_refused(find: str, replace: str) -> None:
    with pytest.raises(services.ClipError) as refused:
        search(find, replace)
    assert refused.value.code == "bad_search"


@pytest.mark.django_db
def test_a_caption_that_would_be_empty_stops_all_of_it(english: CaptionTrack) -> None:
    with pytest.raises(services.ClipError, match="Nothing was changed"):
        replacements.replace(search("老虎来了。", ""), user=None)
    assert not CaptionReplacement.objects.exists()
    assert english.source.cues.first().text == "老虎来了。"


@given(text=st.text(max_size=60), find=st.text(min_size=1, max_size=3), put=st.text(max_size=5))
def test_what_is_put_in_is_never_understood_as_a_pattern(text: str, find: str, put: str) -> None:
    wanted = replacements.Search(find, put, "en", match_case=True)
    if "<" not in text:
        assert wanted.applied(text) == text.replace(find, put).strip()
