"""Archive masters keep the original's own pictures where nothing but the ends was changed, and say so."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from django.core.files.storage import default_storage

from curation.clips import masters, services
from curation.clips.edit import Edit, ShotEdit
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Rendition
from curation.clips.proofs import sentences
from curation.files.local import keep
from curation.footage.models import Footage
from curation.jobs import services as jobs
from curation.video.probe import probe
from tests.curation.video.filming import film, shown

pytestmark = pytest.mark.django_db

State = Rendition.State
MASTER = services.Wanted(preset="archive_master")


@pytest.fixture(scope="module")
def often(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `reel`, with a key frame every half second."""
    extra = ("-g", "12", "-metadata", "location=+43.1234+131.2345/")
    return film(tmp_path_factory.mktemp("masters") / "often.mp4", seconds=4, sound=True, extra=extra)


@pytest.fixture
def original(footage: Footage, often: Path) -> Footage:
    keep(often, footage.file)
    return footage


def saved(clip: Clip, *shots: services.Range, edit: Edit | None = None) -> ClipVersion:
    return services.save_clip(title="T", ranges=list(shots), edit=edit or Edit(), user=None, clip=clip)


def newest(clip: Clip) -> ClipVersion:
    assert clip.version is not None
    return clip.version


def rendered(version: ClipVersion, *wanted: services.Wanted) -> list[Rendition]:
    made = services.request_renditions(version, list(wanted))
    assert made[0].job is not None
    jobs.run(made[0].job.pk)
    for rendition in made:
        rendition.refresh_from_db()
    return made


def path_of(rendition: Rendition) -> Path:
    return Path(default_storage.path(rendition.file))


def test_a_plain_cut_keeps_the_pictures_of_its_original(clip: Clip, original: Footage, often: Path) -> None:
    version = saved(clip, services.Range(original, 0.2, 1.4), services.Range(original, 2.0, 3.6))
    master, plain = rendered(version, MASTER, services.Wanted("1:1"))
    assert (master.state, plain.state) == (State.READY, State.READY), (master.error_code, plain.error_code)
    found = probe(path_of(master))
    assert (found.display_width, found.display_height, found.frame_count) == (320, 180, 70)
    assert (master.width, master.duration, master.size) == (320, pytest.approx(2.8), path_of(master).stat().st_size)
    assert not any("43.1234" in value for value in found.tags.values())
    assert default_storage.exists(master.poster)
    assert (master.proof["cut"]["method"], master.proof["frame_count"]) == ("smart", 70)
    assert master.proof["cut"]["bytes_copied"] > 0
    assert "cut" not in plain.proof
    frames, source = shown(path_of(master)), shown(often)
    wanted = [*range(5, 35), *range(50, 90)]
    differences = [abs(frames[n].astype(int) - source[at].astype(int)).mean() for n, at in enumerate(wanted)]
    assert max(differences) < 3
    assert sum(difference == 0 for difference in differences) > 30, "most pictures are the original's own bytes"
    assert any("original's own" in sentence for sentence in sentences(master.proof))


DARK = {"look": {"shadows": 0.5}}


@pytest.mark.parametrize(
    ("shot", "edit"),
    [({}, DARK), ({"look": DARK["look"]}, {}), ({"speed": 2.0}, {}), ({"mute": True}, {}), ({"gain": -3.0}, {}),
     ({"fade_in": 0.5}, {}), ({}, {"gain": 2.0})],
)  # fmt: skip
def test_what_was_changed_is_encoded(clip: Clip, footage: Footage, shot: dict, edit: dict) -> None:
    version = saved(clip, services.Range(footage, 0.5, 3.5, ShotEdit.from_dict(shot)), edit=Edit.from_dict(edit))
    segments = list(version.segments.select_related("footage", "version"))
    assert masters.plain_cut(version, segments, shape="16:9") is None


def test_another_shape_or_another_original_is_encoded(clip: Clip, footage: Footage) -> None:
    segments = list(newest(clip).segments.select_related("footage", "version"))
    assert masters.plain_cut(newest(clip), segments, shape="9:16") is None
    assert masters.plain_cut(newest(clip), segments, shape="16:9") is not None
    first = Footage.objects.get()
    footage.pk, footage.fingerprint, footage.file = None, "cd" * 32, "originals/cd/cd/other.mp4"
    footage.save(force_insert=True)
    version = saved(clip, services.Range(first, 0.5, 3.5), services.Range(footage, 0, 1))
    both = list(version.segments.select_related("footage", "version"))
    assert masters.plain_cut(version, both, shape="16:9") is None


def test_why_a_master_was_encoded_is_told(clip: Clip, filmed: Footage) -> None:
    version = saved(clip, services.Range(filmed, 0.5, 2.5, ShotEdit(speed=2.0)))
    [master] = rendered(version, MASTER)
    assert (master.state, master.proof["cut"]["reason"]) == (State.READY, "edited")
    assert any("more than a plain cut" in sentence for sentence in sentences(master.proof))


def test_an_original_that_cannot_be_cut_is_encoded(clip: Clip, footage: Footage, tmp_path: Path) -> None:
    keep(film(tmp_path / "old.avi", seconds=4, codec="mpeg4"), footage.file)
    [master] = rendered(newest(clip), MASTER)
    assert (master.state, master.proof["cut"]["reason"]) == (State.READY, "container")
    assert any("MP4" in sentence for sentence in sentences(master.proof))
    assert numpy.ptp(shown(path_of(master))[0]) > 0


def test_captions_are_never_left_out_of_a_master(
    clip: Clip, original: Footage, captioned: Callable[..., CaptionTrack]
) -> None:
    captioned("一只东北虎")
    plain, burnt = rendered(newest(clip), MASTER, services.Wanted(preset="archive_master", language="zh-Hans"))
    assert plain.digest != burnt.digest
    assert (plain.proof["cut"]["method"], burnt.proof["cut"]["method"]) == ("smart", "encoded")
    bare, lettered = shown(path_of(plain))[20].astype(int), shown(path_of(burnt))[20][::4, ::4].astype(int)
    assert abs(bare - lettered).max() > 100


def test_a_full_disk_is_told_by_the_row_and_leaves_nothing(
    clip: Clip, filmed: Footage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_disk: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(full_disk))
    for wanted in (services.Wanted(), MASTER):
        [rendition] = rendered(newest(clip), wanted)
        assert (rendition.state, rendition.error_code, rendition.file) == (State.FAILED, "disk_full", "")
        assert rendition.job is not None
        assert (rendition.job.state, rendition.job.error_code) == ("failed", "disk_full")
    assert not [path for path in full_disk.rglob("*") if path.name != "ballast"]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    [again] = rendered(newest(clip), MASTER)
    assert again.state == State.READY


@pytest.fixture
def full_disk(tmp_path: Path):
    """A disk with room for a few kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    (place / "ballast").write_bytes(bytes(48 * 1024))
    yield place
    subprocess.run(["umount", "-l", place], check=True)
