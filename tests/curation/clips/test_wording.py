"""Footage is found by what the clips made of it say."""

from __future__ import annotations

from curation.clips import services
from curation.clips.models import Clip
from curation.footage import search
from curation.footage.models import Footage
from curation.footage.query import FootageQuery


def found(text: str) -> list[Footage]:
    return search.run(FootageQuery(q=text), search.SYSTEM).items


def test_titles_and_captions_find_footage_until_they_change(clip: Clip, footage: Footage, captioned) -> None:
    services.save_clip(title="Dawn on the ridge", ranges=[services.Range(footage, 0.5, 3.5)], user=None, clip=clip)
    track = captioned("母虎带着幼崽", "She listens.")
    assert found("ridge") == found("带着") == found("listens") == [footage]
    services.write_cues(track, [], user=None)
    assert found("带着") == [] and found("ridge") == [footage]


def test_footage_that_is_cut_out_is_no_longer_found_by_the_clip(clip: Clip, footage: Footage) -> None:
    other = Footage.objects.create(
        state="ready", fingerprint="f" * 64, file="originals/o.mp4", size=1, original_name="o.mp4", duration=9.0
    )
    services.save_clip(title="Ridge", ranges=[services.Range(footage, 0.5, 3.5)], user=None, clip=clip)
    services.save_clip(title="Ridge", ranges=[services.Range(other, 0.5, 3.5)], user=None, clip=clip)
    assert found("ridge") == [other]
