"""Footage to cut and clips to caption; the films are made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import curation.work  # noqa: F401  (declares the jobs)
from curation.clips import services
from curation.clips.models import CaptionTrack, Clip
from curation.files import names
from curation.files.local import keep
from curation.footage.models import Footage, Station
from tests.curation.video.filming import film

SECONDS = 4.0


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds, 320 x 180, 25 pictures a second, with a tone."""
    return film(tmp_path_factory.mktemp("clips") / "reel.mp4", seconds=SECONDS, sound=True)


@pytest.fixture
def footage(db: None) -> Footage:
    """Footage as ingest leaves it, at a station whose place is a secret; its file is not there."""
    station = Station.objects.create(code="HC-0042", zone="Hunchun", latitude=43.1234, longitude=131.2345)
    return Footage.objects.create(
        state=Footage.State.READY, fingerprint="ab" * 32, file=names.original("ab" * 32, "reel.mp4"), size=1,
        original_name="secret-valley-0001.mp4", folder="Secret valley/2026", station=station, duration=SECONDS,
        width=320, height=180, frame_rate=25.0, probe={"browser_playable": True, "tags": {"location": "+43.1234"}},
        scrub={"columns": 4, "rows": 1, "tile_width": 160, "tile_height": 90, "interval": 1.0, "count": 4},
    )  # fmt: skip


@pytest.fixture
def filmed(footage: Footage, reel: Path) -> Footage:
    """The same, with its file."""
    keep(reel, footage.file)
    return footage


@pytest.fixture
def clip(footage: Footage) -> Clip:
    """Three seconds of the footage."""
    return services.save_clip(title="Tiger", ranges=[services.Range(footage, 0.5, 3.5)], user=None).clip


@pytest.fixture
def captioned(clip: Clip) -> Callable[..., CaptionTrack]:
    """`captioned("一", "二")` writes captions of the clip, one after another, in its own language."""

    def write(*texts: str) -> CaptionTrack:
        track = services.track_for(clip, clip.source_language)
        step = 3.0 / len(texts)
        cues = [services.CueText(start=n * step, end=(n + 1) * step, text=text) for n, text in enumerate(texts)]
        return services.write_cues(track, cues, user=None)

    return write
