"""Parts of an upload: their sizes for any file, their digest, their life in the store."""

import hashlib
import os
from datetime import UTC, datetime, timedelta

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from curation.files import multipart
from curation.files.multipart import PartDigest
from tests.fakes.store import Store

GB, MIB, TIB = 10**9, 2**20, 2**40


@pytest.mark.parametrize(
    ("size", "part", "count"),
    [
        (1, 16 * MIB, 1),
        (16 * MIB, 16 * MIB, 1),
        (16 * MIB + 1, 16 * MIB, 2),
        (50 * GB, 16 * MIB, 2981),
        (64 * 2**30, 16 * MIB, 4096),
        (160_000 * MIB, 16 * MIB, 10_000),
        (160_000 * MIB + 1, 17 * MIB, 9412),
        (5 * TIB, 525 * MIB, 9987),
    ],
)
def test_a_file_of_any_size_fits_into_ten_thousand_parts(size, part, count):
    assert (multipart.part_size(size), multipart.part_count(size)) == (part, count)


@given(size=st.integers(1, 5 * TIB))
def test_parts_make_up_the_whole_file(size):
    count, step = multipart.part_count(size), multipart.part_size(size)
    assert count <= multipart.MOST_PARTS and 5 * MIB <= step <= 5 * 2**30
    last = multipart.length_of(count, size=size)
    assert (count - 1) * step + last == size and 0 < last <= step


@given(size=st.integers(0, 40), step=st.integers(1, 12), cuts=st.lists(st.integers(1, 9)))
def test_the_digest_of_parts_does_not_depend_on_how_they_are_read(size, step, cuts):
    content, digest, place = os.urandom(size), PartDigest(step), 0
    for cut in cuts:
        digest.update(content[place : place + cut])
        place += cut
    digest.update(content[place:])
    parts = [content[first : first + step] for first in range(0, size, step)]
    md5 = [hashlib.md5(part, usedforsecurity=False) for part in parts]
    told = multipart.digest_of(
        multipart.Part(number, len(part), one.hexdigest())
        for number, (part, one) in enumerate(zip(parts, md5, strict=True), start=1)
    )
    assert digest.hexdigest() == told


def put(name: str, upload_id: str, number: int, body: bytes, *, said: bytes | None = None) -> requests.Response:
    md5 = hashlib.md5(body if said is None else said, usedforsecurity=False)
    url = multipart.sign(name, upload_id, number=number, length=len(said or body), md5=md5.digest())
    import base64

    headers = {"Content-MD5": base64.b64encode(md5.digest()).decode()}
    return requests.put(url, data=body, headers=headers, timeout=20)


def test_parts_are_sent_listed_and_made_one_file(s3: Store):
    name = "originals/sent/ab/x.mp4"
    number = multipart.begin(name, content_type="video/mp4")
    pieces = [os.urandom(16 * MIB), os.urandom(100)]
    for index, piece in enumerate(pieces, start=1):
        assert put(name, number, index, piece).status_code == 200
    found = list(multipart.parts(name, number))
    size = sum(map(len, pieces))
    assert [part.size for part in found] == [16 * MIB, 100] and multipart.missing(found, size=size) == []
    assert multipart.missing(found[:1], size=size) == [2]
    multipart.complete(name, number, size=size)
    multipart.complete(name, number, size=size)  # the worker died before it could say so
    got = s3.client.get_object(Bucket=s3.bucket, Key=name)
    assert got["Body"].read() == b"".join(pieces) and got["ContentType"] == "video/mp4"


def test_a_part_that_is_not_what_was_announced_is_refused_by_the_store(s3: Store):
    name = "originals/sent/ab/x.mp4"
    number = multipart.begin(name, content_type="video/mp4")
    assert put(name, number, 1, b"other bytes", said=b"tiger bytes").status_code == 400
    assert put(name, number, 1, b"longer than said", said=b"said").status_code == 403
    assert s3.refused == ["BadDigest", "SignatureDoesNotMatch"] and not list(multipart.parts(name, number))


def test_uploads_that_nobody_ended_are_found_and_aborted(s3: Store):
    number = multipart.begin("originals/sent/ab/x.mp4", content_type="video/mp4")
    multipart.begin("elsewhere/y.mp4", content_type="video/mp4")
    now = datetime.now(UTC)
    found = list(multipart.begun("originals/sent/", before=now + timedelta(minutes=1)))
    assert found == [("originals/sent/ab/x.mp4", number)]
    assert not list(multipart.begun("originals/sent/", before=datetime(2001, 1, 1, tzinfo=UTC)))
    multipart.abort(*found[0])
    multipart.abort(*found[0])
    assert s3.unfinished() == ["elsewhere/y.mp4"]


def test_an_upload_that_the_store_forgot_is_told_as_such(s3: Store):
    number = multipart.begin("originals/sent/ab/x.mp4", content_type="video/mp4")
    multipart.abort("originals/sent/ab/x.mp4", number)
    with pytest.raises(FileNotFoundError):
        list(multipart.parts("originals/sent/ab/x.mp4", number))
    with pytest.raises(FileNotFoundError):
        multipart.complete("originals/sent/ab/x.mp4", number, size=5)
