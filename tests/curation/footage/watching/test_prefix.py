"""A watched prefix of an S3-compatible store: objects become footage where they lie."""

import pytest

from curation.footage.models import Arrival, Footage, WatchedFile, WatchedPlace
from curation.footage.watching import prefix, services
from curation.jobs.models import Job
from tests.curation.footage.conftest import ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(s3):
    return WatchedPlace.objects.create(kind="store", address="monitoring/")


def lay(s3, key, body=b"words"):
    s3.client.put_object(Bucket=s3.bucket, Key=key, Body=body)


def test_objects_are_registered_where_they_lie_and_read(s3, watched, look, tiny, station):
    watched.station = station
    watched.save()
    lay(s3, "monitoring/cam 7/虎.mp4", tiny.read_bytes())
    lay(s3, "elsewhere/x.mp4", tiny.read_bytes())
    for name in ("notes.txt", ".hidden.mp4", "b.mp4.part", ".cache/c.mp4"):
        lay(s3, f"monitoring/{name}")
    before = set(s3.stored())
    place = look(watched, times=1)
    footage = Footage.objects.get()
    assert (place.taken, place.waiting, footage.file) == (1, 0, "monitoring/cam 7/虎.mp4")
    assert (footage.original_name, footage.folder, footage.tags) == (
        "虎.mp4",
        "monitoring/cam 7",
        ["monitoring", "cam 7"],
    )
    assert footage.station == station and Arrival.objects.get().origin == "store"
    assert set(s3.stored()) == before
    assert ended(Job.objects.get(subject=footage.pk)).state == "done"
    footage.refresh_from_db()
    assert footage.state == "ready" and footage.fingerprint
    assert look(watched).taken == 1


def test_a_replaced_object_is_a_new_arrival(s3, watched, look):
    lay(s3, "monitoring/a.mp4", b"one")
    look(watched, times=1)
    lay(s3, "monitoring/a.mp4", b"two")
    assert look(watched).taken == 2 and WatchedFile.objects.count() == 1


def test_a_listing_goes_on_where_it_stopped(s3, watched, look, monkeypatch):
    for number in range(9):
        lay(s3, f"monitoring/{number}.mp4", b"x" * number)
    small = prefix.pages
    monkeypatch.setattr(prefix, "pages", lambda address, after: small(address, after=after, size=4))
    monkeypatch.setattr(services, "BUDGET", 0.0)
    places = [look(watched, times=1) and (watched.position, watched.taken) for _look in range(3)]
    assert places == [("monitoring/3.mp4", 4), ("monitoring/7.mp4", 8), ("monitoring/8.mp4", 9)]
    assert watched.looked_at is None
    look(watched, times=1)
    assert watched.position == "" and watched.looked_at is not None


def test_a_store_that_is_away_is_told(s3, watched, look):
    s3.die()
    try:
        place = look(watched, times=1)
        assert place.error_code == "store_away" and place.error_params["problem"]
    finally:
        s3.revive()
    assert look(watched, times=1).error_code == ""


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("originals/", "own_prefix"),
        ("orig", "own_prefix"),
        ("previews/ab/", "own_prefix"),
        ("", "prefix_shape"),
        ("/x/", "prefix_shape"),
        ("s3://bucket/x", "prefix_shape"),
    ],
)
def test_prefixes_that_may_not_be_watched(s3, watched, look, address, code):
    watched.address = address
    watched.save()
    assert look(watched, times=1).error_code == code


def test_without_a_store_there_is_no_prefix(db, look):
    place = WatchedPlace.objects.create(kind="store", address="monitoring/")
    assert look(place, times=1).error_code == "no_store"
