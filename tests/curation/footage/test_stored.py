"""Files that lie in the store already become footage where they lie."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from curation.files.local import keep
from curation.footage import stored
from curation.footage.models import Arrival, Footage, Observation
from curation.footage.reasons import Refused
from curation.footage.services import queue_ingest
from curation.footage.stored import StoredFile
from curation.jobs.models import Job
from tests.curation.footage.conftest import ended, saw

pytestmark = pytest.mark.django_db


def lay(path: Path, key: str) -> str:
    return keep(path, key)


def job_of(footage: Footage) -> Job:
    return Job.objects.get(kind="ingest", subject=footage.pk)


def test_a_file_becomes_footage_where_it_lies(tiny, station):
    key = lay(tiny, "monitoring/2026/cam 7/IMG_0001.mp4")
    arrival = stored.register_stored(key, folder="cam 7/Hidden ridge", station=station, media_id="m-1")
    footage = arrival.footage
    assert (footage.state, footage.size, footage.fingerprint) == ("registered", tiny.stat().st_size, None)
    assert footage.tags == ["cam 7"] and footage.station == station
    assert ended(job_of(footage)).state == "done"
    footage.refresh_from_db()
    assert (footage.state, footage.file) == ("ready", key)
    assert footage.fingerprint and footage.fingerprint in footage.poster


def test_what_is_here_already_is_merged_and_the_others_file_stays(tiny, take, station):
    original = take(tiny)
    key = lay(tiny, "monitoring/copy.mp4")
    copy = stored.register_stored(key, station=station, media_id="m-2").footage
    seen = saw(copy)
    job = ended(job_of(copy))
    assert job.state == "done" and job.result == {"footage": original.pk, "duplicate": True}
    assert not Footage.objects.filter(pk=copy.pk).exists()
    original.refresh_from_db()
    assert (original.station, original.media_id, original.state) == (station, "m-2", "ready")
    assert Observation.objects.get(pk=seen.pk).footage_id == original.pk
    assert list(Arrival.objects.filter(footage=original).values_list("duplicate", flat=True)) == [False, True]
    assert default_storage.exists(key) and default_storage.exists(original.file)
    assert stored.standing_for(copy.pk) == original and stored.standing_for(10**9) is None


def test_a_file_that_was_lost_is_found_again_in_its_copy(tiny, take):
    original = take(tiny)
    default_storage.delete(original.file)
    key = lay(tiny, "monitoring/copy.mp4")
    ended(job_of(stored.register_stored(key).footage))
    original.refresh_from_db()
    assert original.file == key


def test_footage_can_stay_in_the_archive_until_somebody_wants_it(tiny):
    footage = stored.register_stored(lay(tiny, "monitoring/later.mp4"), read=False).footage
    assert footage.state == "catalogued" and not Job.objects.exists()
    job = queue_ingest(footage)
    assert job is not None and ended(job).state == "done"
    footage.refresh_from_db()
    assert footage.state == "ready"


def test_many_are_registered_at_once_or_none(tiny):
    files = [StoredFile(f"monitoring/{n}.mp4", size=10) for n in range(50)]
    assert [one.footage.file for one in stored.register_many(files)] == [file.key for file in files]
    assert Job.objects.count() == 50
    with pytest.raises(Refused, match="Nothing of this name is there"):
        stored.register_many([StoredFile("monitoring/50.mp4", size=1), StoredFile("monitoring/gone.mp4")])
    assert Footage.objects.count() == 50


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x.mp4", "a/../../x.mp4", "a//b.mp4", "originals/ab/cd/x.mp4", "uploads/x.part"]
)
def test_keys_that_lead_elsewhere_are_refused(key):
    with pytest.raises(Refused, match="outside them"):
        stored.register_stored(key)
    assert not Footage.objects.exists()


def test_a_file_that_is_no_video_fails_with_its_reason(tmp_path):
    text = tmp_path / "x.mp4"
    text.write_text("batteries changed")
    footage = stored.register_stored(lay(text, "monitoring/x.mp4")).footage
    assert ended(job_of(footage)).state == "failed"
    footage.refresh_from_db()
    assert footage.state == "failed" and footage.fingerprint


def test_a_copy_of_what_could_not_be_read_fails_like_it(tmp_path):
    text = tmp_path / "x.mp4"
    text.write_text("batteries changed")
    first = stored.register_stored(lay(text, "monitoring/x.mp4")).footage
    ended(job_of(first))
    copy = stored.register_stored(lay(text, "monitoring/y.mp4")).footage
    job = ended(job_of(copy))
    assert job.state == "failed" and Footage.objects.get().state == "failed"
    assert stored.standing_for(copy.pk) == first
