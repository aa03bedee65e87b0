"""Files in an S3-compatible store: kept, read whole and in part, played, read by the ingest, removed."""

import os
import threading

import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory
from django.urls import reverse

from curation.files import browsers, names, store
from curation.files.errors import StoreError
from curation.files.local import keep, local_copy
from curation.files.ranged import ranged_response
from curation.footage import services, stored
from curation.footage.fingerprint import fingerprint, stored_fingerprint
from curation.footage.models import Footage
from curation.footage.reasons import Refused
from curation.jobs.models import Job
from tests.curation.footage.conftest import ended, station, take, tiny  # noqa: F401
from tests.fakes.store import Store

pytestmark = pytest.mark.django_db


@pytest.fixture
def large(tmp_path, s3):
    """Nine mebibytes of noise in the store, by their name, and what they are."""
    path = tmp_path / "large.mp4"
    path.write_bytes(os.urandom(9 * 2**20 + 7))
    return keep(path, "originals/ab/large.mp4"), path.read_bytes()


def test_what_is_kept_comes_back_whole_and_in_part(large):
    name, content = large
    assert store.size_of(name) == len(content)
    with local_copy(name) as copy:
        assert copy.read_bytes() == content and copy.suffix == ".mp4"
    assert not copy.exists()
    assert b"".join(store.blocks(name, start=5_000_000, length=1000)) == content[5_000_000:5_001_000]
    assert b"".join(store.blocks(name, start=len(content) - 3)) == content[-3:]


def test_a_fingerprint_is_read_from_the_store_without_a_copy_on_this_machine(large, tmp_path):
    name, content = large
    (tmp_path / "same").write_bytes(content)
    assert stored_fingerprint(name) == fingerprint(tmp_path / "same")


def test_the_copy_is_watched_as_it_comes(large):
    name, content = large
    seen = bytearray()
    with local_copy(name, watch=seen.extend) as copy:
        assert copy.read_bytes() == content
    assert bytes(seen) == content


def test_reading_goes_on_where_the_connection_to_the_store_broke(large, s3):
    name, content = large
    got = bytearray()
    for block in store.blocks(name, block=2**18):
        got.extend(block)
        if len(got) == 2**20:
            s3.die()
            timer = threading.Timer(0.3, s3.revive)
            timer.start()
    timer.join()
    assert bytes(got) == content


def test_a_store_that_stays_away_is_an_error_with_a_name(large, s3):
    name, _content = large
    s3.die()
    try:
        with pytest.raises(StoreError):
            list(store.blocks(name))
        with pytest.raises(StoreError), local_copy(name):
            pass
    finally:
        s3.revive()


def test_what_is_not_there_is_told_as_such(s3):
    with pytest.raises(FileNotFoundError), local_copy("originals/none.mp4"):
        pass
    with pytest.raises(FileNotFoundError):
        store.size_of("originals/none.mp4")
    store.delete("originals/none.mp4")


def answer(name: str, header: str | None = None, **more):
    request = RequestFactory().get("/", headers={"Range": header} if header else {})
    return ranged_response(request, name, content_type="video/mp4", **more)


def test_a_player_is_sent_to_the_store_with_an_address_for_this_file_alone(large, s3):
    import requests

    name, content = large
    response = answer(name, "bytes=0-99")
    assert response.status_code == 302 and "no-store" in response["Cache-Control"]
    got = requests.get(response["Location"], headers={"Range": "bytes=100-199"}, timeout=10)
    assert (got.status_code, got.content) == (206, content[100:200])
    assert got.headers["Content-Type"] == "video/mp4"
    other = response["Location"].replace("large.mp4", "other.mp4")
    assert requests.get(other, timeout=10).status_code == 403
    assert s3.refused == ["SignatureDoesNotMatch"]


def test_a_browser_that_cannot_reach_the_store_gets_ranges_from_the_desk(large, settings):
    settings.STORE_DIRECT = False
    name, content = large
    part = answer(name, "bytes=100-199")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{len(content)}")
    assert b"".join(part.streaming_content) == content[100:200]
    whole = answer(name, download_as="虎.mp4")
    assert b"".join(whole.streaming_content) == content and whole["Content-Length"] == str(len(content))
    assert "attachment" in whole["Content-Disposition"]


def test_signed_addresses_are_those_that_browsers_know(large, settings):
    settings.STORE_BROWSER_URL = "https://files.example.org"
    address = browsers.address_of(large[0], content_type="video/mp4")
    assert address.startswith(f"https://files.example.org/{store.bucket().name}/originals/ab/large.mp4?")


def test_footage_is_taken_in_read_shown_and_told_from_its_copy(s3: Store, tiny, take, signed_in):  # noqa: F811
    footage = take(tiny)
    assert footage.state == "ready" and footage.poster and footage.scrub_sheet
    assert set(s3.stored()) == {footage.file, footage.poster, footage.scrub_sheet}
    assert footage.file == names.original(footage.fingerprint, tiny.name)
    client = signed_in("Editor")
    for page in ("poster", "scrub"):
        shown = client.get(reverse(f"footage:{page}", args=[footage.pk]))
        assert shown.status_code == 200 and b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    film = client.get(reverse("footage:file", args=[footage.pk]), headers={"Range": "bytes=0-15"})
    assert film.status_code == 206 and b"ftyp" in b"".join(film.streaming_content)
    assert services.register(tiny).duplicate and Footage.objects.count() == 1


def test_a_proxy_is_made_in_the_store_where_a_browser_needs_one(s3: Store, tmp_path, take):  # noqa: F811
    from tests.curation.video.filming import film

    path = film(tmp_path / "camera.avi", size="64x36", rate="10", seconds=1)
    footage = take(path)
    assert footage.state == "ready" and footage.proxy in s3.stored()


def test_files_that_others_laid_into_the_bucket_are_read_where_they_lie(s3: Store, tiny):  # noqa: F811
    s3.client.upload_file(str(tiny), s3.bucket, "monitoring/cam 7/虎.mp4")
    footage = stored.register_stored("monitoring/cam 7/虎.mp4").footage
    assert ended(Job.objects.get(subject=footage.pk)).state == "done"
    footage.refresh_from_db()
    assert (footage.state, footage.file) == ("ready", "monitoring/cam 7/虎.mp4")
    assert footage.fingerprint == fingerprint(tiny)
    with pytest.raises(Refused):
        stored.register_stored("monitoring/none.mp4")


def test_a_store_that_is_away_fails_the_ingest_with_the_reason_and_can_be_tried_again(s3: Store, tiny, station):  # noqa: F811
    footage = services.register(tiny).footage
    job = Job.objects.get(subject=footage.pk)
    s3.die()
    try:
        assert ended(job).error_code == "store_failed"
        with pytest.raises(Refused, match="could not be stored"):
            stored.register_stored("monitoring/x.mp4")
    finally:
        s3.revive()
    footage.refresh_from_db()
    assert footage.state == "failed"
    again = services.queue_ingest(footage)
    assert again is not None and ended(again).state == "done"


def test_deleting_removes_the_object(large, s3):
    store.delete(large[0])
    assert not default_storage.exists(large[0]) and s3.stored() == []
