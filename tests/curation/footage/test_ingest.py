"""A file is taken in once, read, and pictured; what cannot be read says why and keeps its file."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from curation.footage import services
from curation.footage.fingerprint import fingerprint
from curation.footage.models import Arrival, Footage
from curation.footage.reasons import Refused, reason
from curation.jobs import services as jobs
from curation.jobs.models import Job
from tests.curation.video.filming import film

pytestmark = pytest.mark.django_db


def test_a_film_becomes_ready_with_facts_and_pictures(tiny, take):
    footage = take(tiny, folder="Hunchun/2026-01")
    assert (footage.state, footage.width, footage.height, footage.duration) == ("ready", 64, 36, 1.0)
    assert footage.fingerprint == fingerprint(tiny) and len(footage.fingerprint) == 64
    assert footage.tags == ["Hunchun", "2026-01"] and footage.light == "day"
    assert footage.playable == footage.file and not footage.proxy
    with default_storage.open(footage.file) as stored:
        assert stored.read() == tiny.read_bytes()
    with default_storage.open(footage.scrub_sheet) as sheet, Image.open(sheet) as picture:
        assert max(picture.size) < 60_000
        assert picture.width == footage.scrub["columns"] * footage.scrub["tile_width"]
    assert default_storage.exists(footage.poster)


def test_the_same_file_again_is_linked_and_not_read_again(tiny, take, tmp_path):
    first = take(tiny)
    copy = tmp_path / "other name.mp4"
    copy.write_bytes(tiny.read_bytes())
    arrival = services.register(copy)
    assert arrival.duplicate and arrival.footage == first
    assert Footage.objects.count() == 1 and Job.objects.filter(state="queued").count() == 0
    assert list(Arrival.objects.values_list("original_name", "duplicate")) == [
        ("tiny.mp4", False),
        ("other name.mp4", True),
    ]


@pytest.mark.parametrize("content", [b"this is no video, only words\n" * 20, b""])
def test_what_is_no_video_fails_with_a_reason_and_keeps_its_file(take, tmp_path, content):
    path = tmp_path / "IMG_0001.mp4"
    path.write_bytes(content)
    footage = take(path)
    assert footage.state == "failed"
    assert "{" not in reason(footage) and "%(" not in reason(footage) and reason(footage).endswith(".")
    with default_storage.open(footage.file) as stored:
        assert stored.read() == content
    job = Job.objects.get()
    assert (job.state, job.error_code) == ("failed", footage.error_code)


def test_a_failure_can_be_tried_again(tiny, take, tmp_path):
    path = tmp_path / "half.mp4"
    path.write_bytes(tiny.read_bytes()[:-400])
    footage = take(path)
    assert footage.state == "failed"
    default_storage.delete(footage.file)
    (tmp_path / "whole").write_bytes(tiny.read_bytes())
    from curation.files.local import keep

    keep(tmp_path / "whole", footage.file)
    jobs.run(services.queue_ingest(footage).pk)
    footage.refresh_from_db()
    assert (footage.state, footage.error_code) == ("ready", "")


def test_footage_whose_file_is_gone_says_so(tiny, take):
    arrival = services.register(tiny)
    default_storage.delete(arrival.footage.file)
    jobs.run(services.open_job(arrival.footage).pk)
    arrival.footage.refresh_from_db()
    assert arrival.footage.error_code == "file_gone" and "no longer there" in reason(arrival.footage)


def test_a_worker_that_died_half_way_is_followed_by_another(tiny):
    footage = services.register(tiny).footage
    job = services.open_job(footage)
    assert jobs.claim(job.pk) is not None and services.begin_reading(footage)  # and then the power goes
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    jobs.run(job.pk)
    footage.refresh_from_db()
    assert footage.state == "ready"


def test_a_second_request_for_the_same_file_waits_for_the_first_ones_job(tiny):
    footage = services.register(tiny).footage
    assert services.queue_ingest(footage) == services.open_job(footage)
    services.register(tiny)
    assert Job.objects.count() == 1


def test_a_proxy_is_made_only_where_a_browser_needs_one(take, tmp_path):
    footage = take(film(tmp_path / "old camera.avi", size="64x36", rate="10", seconds=1, codec="mjpeg"))
    assert footage.state == "ready" and footage.proxy and footage.playable == footage.proxy
    assert default_storage.exists(footage.proxy) and footage.file.endswith(".avi")


def test_a_file_that_knows_its_place_is_never_played_as_it_is(take, tmp_path, signed_in):
    extra = ["-metadata", "location=+43.1234+131.2345/", "-movflags", "use_metadata_tags"]
    path = film(tmp_path / "phone.mp4", size="64x36", rate="10", seconds=1, extra=extra)
    assert b"+43.1234" in path.read_bytes()
    footage = take(path)
    assert footage.probe["browser_playable"] and footage.playable == footage.proxy
    answer = signed_in("Editor").get(f"/studio/footage/{footage.pk}/file/")
    assert b"43.12" not in b"".join(answer.streaming_content)


def test_grey_pictures_are_of_the_night(take, tmp_path):
    grey = film(tmp_path / "ir.mp4", size="64x36", rate="10", seconds=1, extra=["-vf", "hue=s=0"])
    assert take(grey).light == "night"


@pytest.mark.parametrize(
    ("name", "folder", "moment", "source", "exact"),
    [
        ("20180516_112634.mp4", "", datetime(2018, 5, 16, 1, 26, 34, tzinfo=UTC), "file_name", True),
        ("0001.mp4", "card/24-11-2017", datetime(2017, 11, 23, 14, 0, tzinfo=UTC), "folder", False),
        ("0001.mp4", "card", None, "", True),
    ],
)
def test_the_capture_time_is_read_in_the_stations_zone(tiny, take, station, name, folder, moment, source, exact):
    footage = take(tiny, original_name=name, folder=folder, station=station)  # Vladivostok is ten hours ahead
    assert (footage.captured_at, footage.captured_source, footage.captured_exact) == (moment, source, exact)


def test_a_time_that_a_person_entered_stays(tiny, take):
    footage = take(tiny, original_name="20180516_112634.mp4")
    said = datetime(2020, 1, 1, tzinfo=UTC)
    Footage.objects.filter(pk=footage.pk).update(state="failed", captured_at=said, captured_source="person")
    footage.refresh_from_db()
    jobs.run(services.queue_ingest(footage).pk)
    footage.refresh_from_db()
    assert (footage.state, footage.captured_at, footage.captured_source) == ("ready", said, "person")


def test_names_of_places_do_not_become_tags(tiny, take, station):
    footage = take(tiny, folder="Winter/hc-0042 north/43.1234, 131.2345/52TGN1234567890/Taï_687002_647212/old")
    assert footage.tags == ["Winter", "old"]
    assert footage.folder.startswith("Winter/hc-0042 north")  # rangers still see all of it


def test_a_new_station_takes_its_name_out_of_older_tags(tiny, take, piece):
    footage = piece(tags=["Winter", "Snow valley 7"])
    from curation.footage.models import Station

    Station.objects.create(code="SV7", name="snow valley", zone="Hunchun")
    assert services.withdraw_place_tags() == 1
    footage.refresh_from_db()
    assert footage.tags == ["Winter"]


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_what_is_no_file_is_refused_and_nothing_is_stored(tmp_path, what):
    path = tmp_path if what == "folder" else tmp_path / "nothing.mp4"
    with pytest.raises(Refused):
        services.register(path)
    assert not Footage.objects.exists() and not Arrival.objects.exists()


def test_a_file_that_changes_while_it_is_read_is_refused_and_nothing_is_stored(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "fingerprint", lambda path: "0" * 64)
    with pytest.raises(Refused) as refused:
        services.register(tiny)
    assert refused.value.code == "changed_meanwhile"
    assert not Footage.objects.exists()
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_cancelling_leaves_the_footage_waiting(tiny):
    footage = services.register(tiny).footage
    job = services.open_job(footage)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    jobs.run(job.pk)
    footage.refresh_from_db()
    job.refresh_from_db()
    assert (footage.state, job.state) == ("registered", "cancelled")
    assert services.queue_ingest(footage) is not None
