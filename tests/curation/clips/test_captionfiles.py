"""Captions come out of files whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curation.clips import captionfiles, services
from curation.clips.models import CaptionTrack, Clip, Cue

pytestmark = pytest.mark.django_db

VTT = """WEBVTT

00:00.000 --> 00:01.000
The tiger walks.

00:01.000 --> 00:02.500
It stops.

00:02.800 --> 00:09.000
Too long.

00:20.000 --> 00:21.000
After the end.
"""


def bring_in(clip: Clip, language: str, text: str, name: str = "captions.vtt") -> list[captionfiles.Problem]:
    source = None if language == clip.source_language else clip.tracks.filter(language=clip.source_language).first()
    document = captionfiles.read(text.encode(), name=name)
    return captionfiles.bring_in(clip, language, document, source=source, user=None)


def test_a_file_becomes_captions_and_tells_what_did_not_fit(clip: Clip) -> None:
    problems = bring_in(clip, "zh-Hans", VTT)
    track = clip.tracks.get()
    assert [(cue.start, cue.end, cue.text, cue.method) for cue in track.cues.all()] == [
        (0.0, 1.0, "The tiger walks.", Cue.Method.IMPORT),
        (1.0, 2.5, "It stops.", Cue.Method.IMPORT),
        (2.8, 3.0, "Too long.", Cue.Method.IMPORT),
    ]
    assert [each.says.partition(" ")[2][:2] for each in problems] == ["3 ", "4 "]


def test_a_translation_finds_its_sources_by_the_time(clip: Clip, captioned: Callable[..., CaptionTrack]) -> None:
    source = captioned("老虎走。", "它停下。", "三")
    bring_in(clip, "en", VTT)
    english = clip.tracks.get(language="en")
    assert english.source == source
    assert [cue.source_cue.text for cue in english.cues.all()] == ["老虎走。", "它停下。", "三"]


def test_the_same_moment_keeps_its_row_and_its_translation(clip: Clip, captioned: Callable[..., CaptionTrack]) -> None:
    source = captioned("老虎走。", "它停下。", "三")
    bring_in(clip, "en", VTT)
    before = [cue.pk for cue in source.cues.all()]
    bring_in(clip, "zh-Hans", VTT.replace("It stops.", "它停下。"))
    assert [cue.pk for cue in source.cues.all()] == before
    english = clip.tracks.get(language="en")
    assert [cue.state for cue in english.cues.all()] == [Cue.State.STALE, Cue.State.EDITED, Cue.State.STALE]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("MZ\0\0 not captions", "a.exe", "unknown_captions"),
        ("nothing here", "a.srt", "unreadable_captions"),
        ("WEBVTT\n\n01:00:00.000 --> 01:00:01.000\nfar away\n", "a.vtt", "no_captions_in_file"),
    ],
)
def test_what_is_no_file_of_captions_changes_nothing(
    clip: Clip, captioned: Callable[..., CaptionTrack], text: str, name: str, code: str
) -> None:
    captioned("一")
    with pytest.raises(services.ClipError) as refused:
        bring_in(clip, "zh-Hans", text, name)
    assert refused.value.code == code
    assert [cue.text for cue in clip.tracks.get().cues.all()] == ["一"]
    with pytest.raises(services.ClipError):
        bring_in(clip, "en", text, name)
    assert not clip.tracks.filter(language="en").exists(), "nothing is half stored"


def test_a_caption_that_is_too_long_leaves_everything_as_it_was(
    clip: Clip, captioned: Callable[..., CaptionTrack]
) -> None:
    captioned("一")
    with pytest.raises(services.ClipError, match="20000 characters"):
        bring_in(clip, "zh-Hans", f"WEBVTT\n\n00:00.000 --> 00:01.000\n{'x' * 20_000}\n")
    assert [cue.text for cue in clip.tracks.get().cues.all()] == ["一"]
