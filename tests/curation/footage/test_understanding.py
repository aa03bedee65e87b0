"""What motion tells of footage lies in its row; empty footage is tagged by a machine, and only by a machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from curation.footage import ingest
from curation.footage.blanks import BY, note_blank
from curation.footage.models import Observation
from curation.footage.quality import FAIR, GOOD, POOR, VERY_GOOD, quality_of
from curation.video.surveying.motion import Exposure, Motion, Sighting
from tests.curation.footage.conftest import saw
from tests.curation.video.filming import film, passing_film

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something passes from the second second to the fourth of six."""
    return passing_film(tmp_path_factory.mktemp("visit") / "visit.mp4", x="-80+400*(t-2)/2", size="80x60")


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return passing_film(tmp_path_factory.mktemp("nothing") / "nothing.mp4", x="400")


def a_motion(**known) -> Motion:
    track = tuple(Sighting(number / 5, 0.4, 0.4, 0.3, 0.3, 1.0) for number in range(40))
    fields = {
        "track": track, "moving": (), "share": 0.09, "animals": 1, "blank_score": 0.0, "light": "day",
        "sharpness": 0.4, "exposure": Exposure(0.4, 0.01, 0.01), "strip": None, "suggested": None, "poster": 1.0,
        "band": (), "step": 0.2,
    }  # fmt: skip
    return Motion(**fields | known)


def test_footage_with_an_animal_tells_where_and_when(visit, take):
    footage = take(visit)
    assert footage.blank is False and not footage.observations.exists()
    assert 0.05 < footage.animal_share < 0.2
    assert footage.quality in range(4)
    assert 0 <= footage.sharpness <= 1 and 0 <= footage.exposure <= 1
    assert len(footage.likeness) == 8 and footage.likeness_bands == sorted(set(footage.likeness_bands))
    start, end = footage.motion["suggested"]
    assert 1 <= start < 2.3 and 3.7 < end <= 5
    assert 2.2 < footage.motion["poster"] < 3.8
    assert footage.motion["band"][0] == footage.motion["band"][5] == 0 < max(footage.motion["band"])
    assert default_storage.exists(footage.poster) and footage.scrub["count"] == 12


def test_empty_footage_is_tagged_by_a_machine_that_says_how_sure_it_is(nothing, take):
    footage = take(nothing)
    assert (footage.blank, footage.quality, footage.animal_share, footage.likeness) == (True, None, None, [])
    said = footage.observations.get()
    assert (said.observation_type, said.classification_method, said.classified_by) == ("blank", "machine", BY)
    assert 0.75 <= said.classification_probability <= 1 and said.taxon is None


def test_what_somebody_said_before_is_left_alone(piece):
    footage = piece()
    saw(footage)
    assert note_blank(footage, motion=a_motion(track=(), blank_score=1.0)) is None
    assert footage.observations.get().observation_type == "animal"


@pytest.mark.parametrize(
    ("known", "duration"), [({"blank_score": 0.5}, 10.0), ({"blank_score": 1.0}, 0.5), ({"blank_score": 0.0}, 10.0)]
)
def test_doubtful_or_very_short_footage_is_not_tagged(piece, known, duration):
    footage = piece(duration=duration)
    assert note_blank(footage, motion=a_motion(track=(), **known)) is None
    assert not Observation.objects.exists()


def test_reading_again_does_not_say_it_twice(piece):
    footage = piece()
    empty = a_motion(track=(), blank_score=0.9)
    assert note_blank(footage, motion=empty) and note_blank(footage, motion=empty) is None


def test_the_page_gets_the_motion(visit, take, signed_in):
    footage = take(visit)
    page = signed_in("Editor").get(f"/studio/footage/{footage.pk}/")
    assert page.context["data"]["motion"]["suggested"] == footage.motion["suggested"]
    assert json.dumps(footage.motion["suggested"]).encode() in page.content.replace(b"&quot;", b'"')


@pytest.mark.parametrize(
    ("known", "quality"),
    [
        ({"share": 0.2, "sharpness": 0.6}, VERY_GOOD),
        ({"share": 0.09, "sharpness": 0.35}, GOOD),
        ({"share": 0.03, "sharpness": 0.2}, FAIR),
        ({"share": 0.02, "sharpness": 0.1, "exposure": Exposure(0.02, 0.7, 0.0)}, POOR),
        ({"track": ()}, None),
    ],
)
def test_quality_has_four_steps(known, quality):
    assert quality_of(a_motion(**known)) == quality


def test_a_heavy_file_gets_a_light_version_for_the_browser(take, tmp_path, monkeypatch):
    path = film(tmp_path / "heavy.mp4", size="1920x1080", rate="5", seconds=1, extra=["-crf", "10"])
    monkeypatch.setattr(ingest, "HEAVY", 1000)
    footage = take(path)
    assert footage.probe["browser_playable"] and footage.playable == footage.proxy
    assert default_storage.size(footage.proxy) < path.stat().st_size
