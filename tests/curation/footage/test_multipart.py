"""Files sent straight to the store: begun, signed, gone on with, completed, compared, given up, swept."""

import base64
import hashlib
import os
from datetime import timedelta

import pytest
import requests
from django.urls import reverse
from django.utils import timezone

from curation.footage import uploads
from curation.footage.models import Footage, Upload
from curation.jobs import services as jobs
from curation.jobs.models import Job
from tests.curation.footage.conftest import ended
from tests.curation.storing import s3, s3_server  # noqa: F401
from tests.fakes.store import Store

pytestmark = pytest.mark.django_db
STEP = 16 * 2**20
JSON = "application/json"


@pytest.fixture
def padded(tiny, tmp_path):
    """A film of two parts; a `free` box is what MP4 calls bytes without meaning."""
    filling = STEP
    return tiny.read_bytes() + (filling + 8).to_bytes(4, "big") + b"free" + os.urandom(filling)


def begin(client, size: int, **told):
    known = {"name": "虎.mp4", "folder": "Winter/snow", "size": size} | told
    return client.post(reverse("footage:direct_uploads"), known, content_type=JSON)


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def send(client, url: str, content: bytes, numbers=None) -> None:
    count = -(-len(content) // STEP)
    for number in numbers or range(1, count + 1):
        piece = content[(number - 1) * STEP : number * STEP]
        asked = {"parts": [{"number": number, "md5": md5(piece)}], "sent": 5}
        address = client.post(f"{url}parts/", asked, content_type=JSON).json()["urls"][str(number)]
        assert requests.put(address, data=piece, headers={"Content-MD5": md5(piece)}, timeout=20).status_code == 200


def test_a_file_sent_in_parts_becomes_footage_where_it_lies(s3: Store, signed_in, padded):  # noqa: F811
    client = signed_in("Editor")
    told = begin(client, len(padded)).json()
    assert told["partSize"] == STEP and told["parts"] == []
    send(client, told["url"], padded)
    done = client.post(f"{told['url']}complete/", {}, content_type=JSON)
    assert done.status_code == 200, done.content
    job = ended(Job.objects.get(pk=done.json()["job"]))
    footage = Footage.objects.get()
    assert job.state == "done" and job.result == {"footage": footage.pk, "duplicate": False}
    assert (footage.state, footage.original_name, footage.tags) == ("ready", "虎.mp4", ["Winter", "snow"])
    assert footage.file == Upload.objects.get().key and footage.file in s3.stored() and s3.unfinished() == []
    assert footage.size == len(padded) and len(footage.fingerprint) == 64
    assert client.get(told["url"]).json()["job"] == job.pk


def test_an_upload_goes_on_with_the_parts_that_are_missing(s3: Store, signed_in, padded):  # noqa: F811
    client = signed_in("Editor")
    url = begin(client, len(padded)).json()["url"]
    send(client, url, padded, [2])
    refused = client.post(f"{url}complete/", {}, content_type=JSON)
    assert refused.status_code == 409 and refused.json()["missing"] == [1]
    listed = client.get(reverse("footage:uploads_mine")).json()["uploads"]
    assert [(one["name"], one["received"], one["direct"]) for one in listed] == [("虎.mp4", len(padded) - STEP, True)]
    [[number, size, etag]] = client.get(url).json()["parts"]
    assert (number, size) == (2, len(padded) - STEP)
    assert etag == hashlib.md5(padded[STEP:], usedforsecurity=False).hexdigest()
    send(client, url, padded, [1])
    job = client.post(f"{url}complete/", {}, content_type=JSON).json()["job"]
    assert ended(Job.objects.get(pk=job)).state == "done"
    assert client.get(reverse("footage:uploads_mine")).json()["uploads"] == []


def test_the_same_file_again_is_linked_and_its_second_copy_removed(s3: Store, signed_in, padded):  # noqa: F811
    client = signed_in("Editor")
    for _again in range(2):
        url = begin(client, len(padded)).json()["url"]
        send(client, url, padded)
        job = ended(Job.objects.get(pk=client.post(f"{url}complete/", {}, content_type=JSON).json()["job"]))
    footage = Footage.objects.get()
    assert job.result == {"footage": footage.pk, "duplicate": True}
    assert Upload.objects.filter(footage=footage).count() == 2 and footage.arrivals.count() == 2


def test_bytes_that_changed_in_the_store_are_noticed_and_thrown_away(s3: Store, signed_in, padded):  # noqa: F811
    client = signed_in("Editor")
    url = begin(client, len(padded)).json()["url"]
    send(client, url, padded)
    job = Job.objects.get(pk=client.post(f"{url}complete/", {}, content_type=JSON).json()["job"])
    job.payload["parts"]["digest"] = "0" * 32
    job.save()
    failed = ended(job)
    assert (failed.state, failed.error_code) == ("failed", "not_what_was_sent")
    assert not Footage.objects.exists() and s3.stored() == []
    said = client.get(reverse("jobs:detail", args=[failed.pk])).json()["error"]
    assert "Send the file again" in said
    jobs.retry(failed)
    assert ended(failed).error_code == "upload_gone"


def test_a_bucket_encrypted_by_a_key_service_tells_no_digests_and_nothing_fails(s3: Store, signed_in, padded):  # noqa: F811
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.client.put_bucket_encryption(Bucket=s3.bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    try:
        client = signed_in("Editor")
        url = begin(client, len(padded)).json()["url"]
        send(client, url, padded)
        job = Job.objects.get(pk=client.post(f"{url}complete/", {}, content_type=JSON).json()["job"])
        job.payload["parts"]["digest"] = "0" * 32  # what such a store tells has nothing to do with the bytes
        job.save()
        assert ended(job).state == "done" and Footage.objects.get().state == "ready"
    finally:
        s3.client.delete_bucket_encryption(Bucket=s3.bucket)


def test_what_is_no_video_fails_with_its_reason(s3: Store, signed_in):  # noqa: F811
    client = signed_in("Editor")
    content = b"Camera 7: batteries changed.\n" * 100
    url = begin(client, len(content)).json()["url"]
    send(client, url, content)
    job = ended(Job.objects.get(pk=client.post(f"{url}complete/", {}, content_type=JSON).json()["job"]))
    assert job.state == "failed" and Footage.objects.get().state == "failed"
    # Sent again, it is not shown as done either.
    url = begin(client, len(content)).json()["url"]
    send(client, url, content)
    job = ended(Job.objects.get(pk=client.post(f"{url}complete/", {}, content_type=JSON).json()["job"]))
    assert job.state == "failed" and Footage.objects.get().arrivals.count() == 2


def test_a_worker_that_died_after_completing_is_followed_by_another(s3: Store, signed_in, padded):  # noqa: F811
    from curation.files import multipart

    client = signed_in("Editor")
    url = begin(client, len(padded)).json()["url"]
    send(client, url, padded)
    job = client.post(f"{url}complete/", {}, content_type=JSON).json()["job"]
    upload = Upload.objects.get()
    multipart.complete(upload.key, upload.multipart_id, size=upload.size)
    assert ended(Job.objects.get(pk=job)).state == "done"


def test_the_key_is_never_the_browsers_choice_and_tells_nothing(s3: Store, signed_in):  # noqa: F811
    client = signed_in("Editor")
    begin(client, 5, name="../../Hidden ridge 43.1N.mp4", key="monitoring/x.mp4", multipart_id="x")
    upload = Upload.objects.get()
    assert upload.key == f"originals/sent/{upload.pk.hex[:2]}/{upload.pk.hex}.mp4"
    address = client.post(
        reverse("footage:direct_parts", args=[upload.pk]),
        {"parts": [{"number": 1, "md5": md5(b"tiger")}], "key": "monitoring/x.mp4"},
        content_type=JSON,
    ).json()["urls"]["1"]
    assert f"/{s3.bucket}/{upload.key}?" in address and "Hidden" not in address
    assert requests.put(address, data=b"tigers", headers={"Content-MD5": md5(b"tigers")}, timeout=9).status_code == 403


def test_another_persons_upload_does_not_exist_for_me(s3: Store, signed_in):  # noqa: F811
    client, other = signed_in("Editor"), signed_in("Ranger")
    url = begin(client, 5).json()["url"]
    asked = {"parts": [{"number": 1, "md5": md5(b"tiger")}]}
    assert other.get(url).status_code == other.delete(url).status_code == 404
    for page in ("parts/", "complete/"):
        assert other.post(f"{url}{page}", asked, content_type=JSON).status_code == 404
    assert other.get(reverse("footage:uploads_mine")).json()["uploads"] == [] and len(s3.unfinished()) == 1


def test_without_the_permission_nothing_can_be_begun(s3: Store, signed_in):  # noqa: F811
    client = signed_in("Translator")
    assert begin(client, 5).status_code == 403 and client.get(reverse("footage:uploads_mine")).status_code == 403
    assert not Upload.objects.exists() and s3.unfinished() == []


@pytest.mark.parametrize(("size", "status"), [(0, 400), (-1, 400), ("5", 400), (2**50, 413)])
def test_a_malformed_beginning_is_refused(s3: Store, signed_in, size, status):  # noqa: F811
    answer = begin(signed_in("Editor"), size)
    assert answer.status_code == status and answer.json()["error"] and not Upload.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"parts": []},
        {"parts": [{"number": 2, "md5": md5(b"x")}]},
        {"parts": [{"number": 0, "md5": md5(b"x")}]},
        {"parts": [{"number": 1, "md5": "***"}]},
        {"parts": [{"number": 1, "md5": "AAAA"}]},
        {"parts": [{"number": "x", "md5": md5(b"x")}]},
        {"parts": ["x"]},
        {"parts": [{"number": n, "md5": md5(b"x")} for n in range(1, 102)]},
    ],
)
def test_malformed_parts_are_refused(s3: Store, signed_in, asked):  # noqa: F811
    client = signed_in("Editor")
    url = begin(client, 5).json()["url"]
    assert client.post(f"{url}parts/", asked, content_type=JSON).status_code == 400


def test_a_store_that_is_away_is_told_as_such_and_nothing_is_lost(s3: Store, signed_in, padded):  # noqa: F811
    client = signed_in("Editor")
    url = begin(client, len(padded)).json()["url"]
    send(client, url, padded)
    s3.die()
    try:
        assert begin(client, 5).status_code == 503
        away = client.get(url)
        assert away.status_code == 503 and "Nothing is lost" in away.json()["error"]
        assert client.post(f"{url}complete/", {}, content_type=JSON).status_code == 503
        assert client.delete(url).status_code == 503 and Upload.objects.count() == 1
    finally:
        s3.revive()
    job = client.post(f"{url}complete/", {}, content_type=JSON).json()["job"]
    assert ended(Job.objects.get(pk=job)).state == "done"


def test_a_cancelled_upload_leaves_nothing_in_the_store(s3: Store, signed_in, padded):  # noqa: F811
    client = signed_in("Editor")
    url = begin(client, len(padded)).json()["url"]
    send(client, url, padded, [1])
    assert client.delete(url).status_code == 200
    assert s3.unfinished() == s3.stored() == [] and client.get(url).status_code == 404


def test_what_nobody_resumed_for_a_week_is_swept_out_of_the_store(s3: Store, signed_in, padded):  # noqa: F811
    client = signed_in("Editor")
    done = begin(client, len(padded)).json()["url"]
    send(client, done, padded)
    ended(Job.objects.get(pk=client.post(f"{done}complete/", {}, content_type=JSON).json()["job"]))
    old = begin(client, len(padded)).json()["url"]
    send(client, old, padded, [1])
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=8))
    begin(client, 5)
    assert uploads.sweep_expired() == 2
    footage = Footage.objects.get()
    assert footage.file in s3.stored() and len(s3.unfinished()) == 1 and Upload.objects.count() == 1


def test_where_browsers_do_not_reach_the_store_tus_brings_the_file_there(s3: Store, signed_in, settings, tiny):  # noqa: F811
    settings.STORE_DIRECT = False
    from tests.curation.footage import test_tus as tus

    client, content = signed_in("Editor"), tiny.read_bytes()
    assert begin(client, 5).status_code == 404
    url = tus.begin(client, len(content))
    tus.send(client, url, content, offset=0)
    assert ended(Upload.objects.get().job).state == "done" and Footage.objects.get().file in s3.stored()
