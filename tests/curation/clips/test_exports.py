"""What is exported says the same when it is read again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curation.clips import services
from curation.clips.models import CaptionTrack, Clip
from curation.subtitles import formats

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ending", ["vtt", "srt", "ttml"])
def test_an_export_reads_back(clip: Clip, ending: str) -> None:
    track = services.track_for(clip, "ar")
    cues = [
        services.CueText(0.0, 1.25, "نمر سيبيري"),
        services.CueText(1.25, 1.5, ""),
        services.CueText(1.5, 3.0, "two\nlines & <more>"),
    ]
    services.write_cues(track, cues, user=None)
    read = formats.parse(services.export(track, ending), ending=f".{ending}")
    assert [(cue.start, cue.end) for cue in read.cues] == [(0.0, 1.25), (1.5, 3.0)]
    assert read.cues[0].text == "نمر سيبيري"


def test_another_format_is_no_format(captioned: Callable[..., CaptionTrack]) -> None:
    with pytest.raises(KeyError):
        services.export(captioned("一"), "exe")
