"""The proof of a render sees what is wrong with it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest

from curation.video.errors import VideoError
from curation.video.limits import Limits
from curation.video.producing.encode import Picture
from curation.video.producing.proof import prove
from tests.curation.video.filming import ffmpeg
from tests.curation.video.producing.orders import cut


def test_the_proof_sees_what_is_wrong(loud: Path, tmp_path: Path) -> None:
    picture = Picture(64, 64, Fraction(25))
    cut(loud, tmp_path / "out.mp4", start=0, end=1)
    for frames, sound, wanted, complaint in (
        (26, True, picture, "frame_count"),
        (25, False, picture, "sound"),
        (25, True, dataclasses.replace(picture, width=66), "size"),
        (25, True, dataclasses.replace(picture, rate=Fraction(24)), "constant_frame_rate"),
    ):
        with pytest.raises(VideoError, match=complaint):
            prove(tmp_path / "out.mp4", picture=wanted, frames=frames, sound=sound, limits=Limits())
    marked = tmp_path / "marked.mp4"
    ffmpeg("-i", tmp_path / "out.mp4", "-c", "copy", "-metadata", "title=den", "-movflags", "+faststart", marked)
    with pytest.raises(VideoError, match="no_metadata"):
        prove(marked, picture=picture, frames=25, sound=True, limits=Limits())
