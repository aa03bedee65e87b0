"""Resumable uploads by the tus 1.0 protocol, as tus-js-client speaks it."""

import base64
import hashlib
import uuid
from datetime import timedelta

import pytest
from django.http import UnreadablePostError
from django.urls import reverse
from django.utils import timezone

from curation.footage import uploads
from curation.footage.models import Footage, Upload
from curation.jobs.models import Job
from tests.curation.footage.conftest import ended

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}


def described(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def begin(client, size: int, **told: str) -> str:
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": described(**told or {"filename": "虎.mp4"})}
    answer = client.post(reverse("footage:uploads"), headers=headers)
    assert answer.status_code == 201, answer.content
    return answer["Location"]


def send(client, url: str, body: bytes, *, offset: int, **headers: str):
    known = TUS | {"Upload-Offset": str(offset)} | headers
    return client.patch(url, body, content_type="application/offset+octet-stream", headers=known)


def offset(client, url: str) -> int:
    answer = client.head(url, headers=TUS)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    return int(answer["Upload-Offset"])


def test_the_server_says_what_it_understands(signed_in, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = signed_in("Editor").options(reverse("footage:uploads"))
    assert (answer["Tus-Version"], answer["Tus-Max-Size"]) == ("1.0.0", "1000")
    assert set(answer["Tus-Extension"].split(",")) == {"creation", "termination", "checksum", "expiration"}


def test_a_file_sent_in_parts_becomes_footage(signed_in, tiny):
    client, content = signed_in("Editor"), tiny.read_bytes()
    url = begin(client, len(content), filename="虎 1.mp4", folder="Winter/snow/../x")
    for first in range(0, len(content), 3000):
        answer = send(client, url, content[first : first + 3000], offset=first)
        assert answer.status_code == 204
    assert int(answer["Upload-Offset"]) == len(content)
    job = ended(Job.objects.get(pk=client.get(f"{url}state/").json()["job"]))
    footage = Footage.objects.get()
    assert job.state == "done" and job.result == {"footage": footage.pk, "duplicate": False}
    assert (footage.state, footage.original_name, footage.tags) == ("ready", "虎 1.mp4", ["Winter", "snow", "x"])
    assert not uploads.part_file(Upload.objects.get()).exists()
    card = client.get(reverse("footage:card", args=[footage.pk])).json()
    assert card["state"] == "ready" and f"/studio/footage/{footage.pk}/" in card["html"]


def test_the_same_file_again_is_told_to_be_a_duplicate(signed_in, tiny, take):
    footage = take(tiny)
    client, content = signed_in("Editor"), tiny.read_bytes()
    url = begin(client, len(content))
    send(client, url, content, offset=0)
    job = ended(Upload.objects.get().job)
    assert job.result == {"footage": footage.pk, "duplicate": True} and Footage.objects.count() == 1


def test_an_upload_goes_on_after_the_connection_broke(signed_in, tiny, monkeypatch):
    client, content = signed_in("Editor"), tiny.read_bytes()
    url = begin(client, len(content))

    parts = iter([content[:1000], content[1000:2000]])

    def broken(self, size=-1):
        for part in parts:
            return part
        raise UnreadablePostError("the browser is gone")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.handlers.wsgi.WSGIRequest.read", broken)
        assert send(client, url, content, offset=0).status_code == 400
    stands = offset(client, url)
    assert stands == 2000
    assert send(client, url, content[stands:], offset=stands).status_code == 204
    ended(Upload.objects.get().job)
    assert Footage.objects.get().state == "ready"


def test_a_server_that_died_after_the_last_byte_takes_the_file_in_when_asked(signed_in, tiny):
    client, content = signed_in("Editor"), tiny.read_bytes()
    url = begin(client, len(content))
    send(client, url, content, offset=0)
    upload = Upload.objects.get()
    Job.objects.all().delete()  # as if it had died before that was written
    assert offset(client, url) == len(content)
    upload.refresh_from_db()
    assert client.get(f"{url}state/").json()["job"] == upload.job_id
    assert ended(upload.job).state == "done"


def test_a_slow_part_counts_even_if_the_server_is_stopped_in_the_middle(signed_in, monkeypatch):
    client = signed_in("Editor")
    url = begin(client, 4 * 2**20)
    parts = iter([b"x" * 2**20, b"y" * 2**20])

    def stopped(self, size=-1):
        for part in parts:
            return part
        raise SystemExit(1)

    with monkeypatch.context() as patched:
        patched.setattr("django.core.handlers.wsgi.WSGIRequest.read", stopped)
        with pytest.raises(SystemExit):
            send(client, url, b"z" * 4 * 2**20, offset=0)
    assert offset(client, url) == 2 * 2**20


def test_a_wrong_offset_is_refused_and_spoils_nothing(signed_in):
    client = signed_in("Editor")
    url = begin(client, 10)
    assert send(client, url, b"12345", offset=0).status_code == 204
    assert send(client, url, b"xxxxx", offset=3).status_code == 409
    assert send(client, url, b"xxxxx", offset=7).status_code == 409
    assert offset(client, url) == 5
    assert uploads.part_file(Upload.objects.get()).read_bytes() == b"12345"


def test_more_than_was_announced_is_refused(signed_in):
    client = signed_in("Editor")
    url = begin(client, 4)
    assert send(client, url, b"12345", offset=0).status_code == 413
    assert offset(client, url) == 0 and not Job.objects.exists()


def test_a_checksum_is_compared_and_a_wrong_part_thrown_away(signed_in):
    client = signed_in("Editor")
    url = begin(client, 8)
    good = base64.b64encode(hashlib.sha1(b"1234", usedforsecurity=False).digest()).decode()
    assert send(client, url, b"1239", offset=0, **{"Upload-Checksum": f"sha1 {good}"}).status_code == 460
    assert offset(client, url) == 0
    assert send(client, url, b"1234", offset=0, **{"Upload-Checksum": f"sha1 {good}"}).status_code == 204
    assert send(client, url, b"5", offset=4, **{"Upload-Checksum": "crc32 AAAA"}).status_code == 400
    assert offset(client, url) == 4


def test_another_persons_upload_does_not_exist_for_me(signed_in, person):
    client, other = signed_in("Editor"), signed_in("Ranger")
    url = begin(client, 4)
    assert other.head(url, headers=TUS).status_code == 404
    assert send(other, url, b"1234", offset=0).status_code == 404
    assert other.delete(url, headers=TUS).status_code == 404
    assert other.get(f"{url}state/").status_code == 404
    assert offset(client, url) == 0


def test_without_the_permission_nothing_can_be_sent(signed_in):
    client = signed_in("Translator")
    headers = TUS | {"Upload-Length": "4"}
    answer = client.post(reverse("footage:uploads"), headers=headers)
    assert answer.status_code == 403 and b"may not bring footage in" in answer.content
    assert client.get(reverse("footage:upload")).status_code == 302 and not Upload.objects.exists()


def test_a_cancelled_upload_leaves_nothing(signed_in):
    client = signed_in("Editor")
    url = begin(client, 10)
    send(client, url, b"12345", offset=0)
    part = uploads.part_file(Upload.objects.get())
    assert part.exists() and client.delete(url, headers=TUS).status_code == 204
    assert not part.exists() and client.head(url, headers=TUS).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "5"}, 412),
        (TUS, 400),
        (TUS | {"Upload-Length": "-1"}, 400),
        (TUS | {"Upload-Length": "１"}, 400),
        (TUS | {"Upload-Length": "9" * 30}, 400),
        (TUS | {"Upload-Length": str(2**40)}, 413),
        (TUS | {"Upload-Length": "5", "Upload-Metadata": "filename ***"}, 400),
        (TUS | {"Upload-Length": "5", "Upload-Metadata": "filename /w=="}, 400),
    ],
)
def test_a_malformed_beginning_is_refused(signed_in, headers, status):
    assert signed_in("Editor").post(reverse("footage:uploads"), headers=headers).status_code == status
    assert not Upload.objects.exists()


def test_a_malformed_part_is_refused(signed_in):
    client = signed_in("Editor")
    url = begin(client, 4)
    assert (
        client.patch(url, b"1234", content_type="text/plain", headers=TUS | {"Upload-Offset": "0"}).status_code == 415
    )
    assert send(client, url, b"1234", offset=0, **{"Upload-Offset": "x"}).status_code == 400
    unknown = reverse("footage:upload_part", args=[uuid.uuid4()])
    assert client.head(unknown, headers=TUS).status_code == 404
    assert client.put(url, headers=TUS).status_code == 405


def test_an_empty_file_ends_as_a_clear_failure(signed_in):
    client = signed_in("Editor")
    begin(client, 0)
    job = ended(Upload.objects.get().job)
    assert job.state == "failed"
    said = client.get(reverse("jobs:detail", args=[job.pk])).json()
    assert "empty" in said["error"]


def test_what_is_no_video_says_so_and_can_be_tried_again(signed_in):
    client = signed_in("Editor")
    url = begin(client, 5)
    send(client, url, b"words", offset=0)
    job = ended(Upload.objects.get().job)
    assert job.state == "failed" and Footage.objects.get().state == "failed"
    assert client.post(reverse("jobs:retry", args=[job.pk])).status_code == 200
    assert ended(job).error_code == Footage.objects.get().error_code


def test_a_worker_that_died_after_storing_is_followed_by_another(signed_in, tiny):
    client, content = signed_in("Editor"), tiny.read_bytes()
    send(client, begin(client, len(content)), content, offset=0)
    upload = Upload.objects.get()
    from curation.footage import services

    upload.footage = services.register(uploads.part_file(upload), original_name="虎.mp4", queue=False).footage
    upload.save()
    assert ended(upload.job).state == "done" and Footage.objects.get().state == "ready"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs/olute.mp4", "a\0b.mp4", "", "-rf.mp4", "x" * 5000])
def test_a_browsers_name_never_becomes_a_path(signed_in, name, settings):
    client = signed_in("Editor")
    begin(client, 4, filename=name, folder=name)
    upload = Upload.objects.get()
    part = uploads.part_file(upload)
    assert part.exists() and part.parent == settings.MEDIA_ROOT / "uploads" and part.name == f"{upload.pk.hex}.part"
    assert ".." not in upload.folder.split("/") and "\0" not in upload.name


def test_a_station_is_only_taken_from_those_who_may_see_it(signed_in, station):
    begin(signed_in("Editor"), 4, filename="a.mp4", station="HC-0042")
    begin(signed_in("Ranger"), 4, filename="b.mp4", station="HC-0042")
    assert dict(Upload.objects.values_list("name", "station")) == {"a.mp4": None, "b.mp4": station.pk}


def test_what_nobody_resumed_for_a_week_is_swept_away(signed_in):
    client = signed_in("Editor")
    begin(client, 4)
    fresh = begin(client, 5)
    old = Upload.objects.get(size=4)
    Upload.objects.filter(pk=old.pk).update(touched_at=timezone.now() - timedelta(days=8))
    assert uploads.sweep_expired() == 1
    assert not uploads.part_file(old).exists() and offset(client, fresh) == 0


def test_a_file_of_many_gigabytes_goes_on_beyond_four(signed_in):
    client, size, stands = signed_in("Editor"), 6 * 2**30, 5 * 2**30 + 3
    url = begin(client, size)
    upload = Upload.objects.get()
    with uploads.part_file(upload).open("r+b") as file:
        file.truncate(stands)  # sparse: it takes no room
    Upload.objects.update(received=stands)
    assert offset(client, url) == stands
    assert send(client, url, b"tiger", offset=stands - 2**32).status_code == 409
    assert send(client, url, b"tiger", offset=stands).status_code == 204
    assert offset(client, url) == stands + 5
    with uploads.part_file(upload).open("rb") as file:
        file.seek(stands - 1)
        assert file.read() == b"\0tiger"
