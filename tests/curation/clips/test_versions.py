"""Every saving of a clip is a version of its own, and nobody overwrites what somebody else has saved."""

from __future__ import annotations

import math

import pytest

from curation.clips import services
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Cue
from curation.footage.models import Footage

pytestmark = pytest.mark.django_db


def saved(clip: Clip, footage: Footage, start: float, end: float, **options: object) -> ClipVersion:
    return services.save_clip(
        title=clip.title, ranges=[services.Range(footage, start, end)], user=None, clip=clip, **options
    )


def test_a_version_never_changes(clip: Clip, footage: Footage) -> None:
    first = clip.version
    second = saved(clip, footage, 1.0, 2.0, base_version=1)
    assert (second.number, second.duration) == (2, 1.0)
    assert [(part.start, part.end) for part in first.segments.all()] == [(0.5, 3.5)]


def test_saving_the_same_cut_again_makes_no_version(clip: Clip, footage: Footage) -> None:
    again = services.save_clip(
        title="Tigress", ranges=[services.Range(footage, 0.5, 3.5)], user=None, clip=clip, base_version=1
    )
    clip.refresh_from_db()
    assert (again.number, clip.title, clip.versions.count()) == (1, "Tigress", 1)


def test_who_began_with_an_older_version_is_told(clip: Clip, footage: Footage) -> None:
    saved(clip, footage, 1.0, 2.0, base_version=1)
    with pytest.raises(services.ClipError, match="version 2") as refused:
        saved(clip, footage, 1.5, 2.0, base_version=1)
    assert refused.value.code == "newer_version"
    assert clip.versions.count() == 2


def test_a_clip_of_several_stretches_keeps_their_order(footage: Footage) -> None:
    version = services.save_clip(
        title="Two", ranges=[services.Range(footage, 3.0, 4.0), services.Range(footage, 0.0, 0.5)], user=None
    )
    assert [(part.start, part.end) for part in version.segments.all()] == [(3.0, 4.0), (0.0, 0.5)]
    assert version.duration == 1.5


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (2.0, 1.0, "bad_stretch"),
        (-0.1, 1.0, "bad_stretch"),
        (0.0, 4.2, "bad_stretch"),
        (math.nan, 1.0, "bad_stretch"),
        (0.0, math.inf, "bad_stretch"),
        (1.0, 1.1, "too_short"),
    ],
)
def test_an_impossible_cut_is_refused_whole(footage: Footage, start: float, end: float, code: str) -> None:
    with pytest.raises(services.ClipError) as refused:
        services.save_clip(title="x", ranges=[services.Range(footage, start, end)], user=None)
    assert refused.value.code == code
    assert str(refused.value)
    assert not Clip.objects.exists()


def test_a_clip_needs_a_name_and_a_stretch(footage: Footage) -> None:
    with pytest.raises(services.ClipError, match="name"):
        services.save_clip(title="  ", ranges=[services.Range(footage, 0, 1)], user=None)
    with pytest.raises(services.ClipError, match="stretch"):
        services.save_clip(title="x", ranges=[], user=None)


@pytest.mark.parametrize("state", ["registered", "failed", "quarantined", "withdrawn"])
def test_only_ready_footage_is_cut(footage: Footage, state: str) -> None:
    footage.state = state
    with pytest.raises(services.ClipError, match="not ready"):
        services.save_clip(title="x", ranges=[services.Range(footage, 0, 1)], user=None)


def test_another_cut_makes_the_captions_stale_and_keeps_their_text(clip: Clip, footage: Footage, captioned) -> None:
    track = captioned("一只东北虎", "雪地")
    services.approve_track(track, user=None)
    saved(clip, footage, 1.0, 3.5)
    track.refresh_from_db()
    assert track.state == CaptionTrack.State.STALE
    assert {(cue.text, cue.state) for cue in track.cues.all()} == {
        ("一只东北虎", Cue.State.STALE), ("雪地", Cue.State.STALE),
    }  # fmt: skip


def test_captions_move_with_their_picture(clip: Clip, footage: Footage, captioned) -> None:
    track = captioned("一", "二", "三")
    before = track.revision
    saved(clip, footage, 1.5, 3.5)
    # The picture of the first is gone; its text stays where a person finds it.
    assert [(cue.text, cue.start, cue.end) for cue in track.cues.all()] == [
        ("一", 0.0, 1.0), ("二", 0.0, 1.0), ("三", 1.0, 2.0),
    ]  # fmt: skip
    track.refresh_from_db()
    assert track.revision > before
