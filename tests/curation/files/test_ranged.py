"""A player seeks in a stored file by asking for parts of it."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.files.ranged import ranged_response

# Closing a response looks after the connections of the database.
pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 5


def answer(header: str | None = None, **more):
    if not default_storage.exists("film.mp4"):
        default_storage.save("film.mp4", ContentFile(CONTENT))
    request = RequestFactory().get("/", headers={"Range": header} if header else {})
    response = ranged_response(request, "film.mp4", content_type="video/mp4", **more)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response, body


def test_without_a_range_the_whole_file_comes():
    response, body = answer()
    assert (response.status_code, body) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-9", CONTENT[:10]),
        ("bytes=1270-", CONTENT[1270:]),
        ("bytes=-10", CONTENT[-10:]),
        ("bytes=0-99999", CONTENT),
    ],
)
def test_a_part_comes_with_its_place(header, expected):
    response, body = answer(header)
    assert (response.status_code, body) == (206, expected)
    assert response["Content-Length"] == str(len(expected))
    assert response["Content-Range"].endswith(f"/{len(CONTENT)}")


@pytest.mark.parametrize("header", ["bytes=1280-", "bytes=99999-"])
def test_a_part_outside_the_file_is_refused_with_the_size(header):
    response, _body = answer(header)
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(first=st.integers(0, 1400), length=st.integers(0, 1400))
def test_any_range_is_that_part_of_the_file(first, length):
    response, body = answer(f"bytes={first}-{first + length}")
    if first < len(CONTENT):
        assert body == CONTENT[first : first + length + 1]
    else:
        assert response.status_code == 416


@given(header=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_nonsense_is_answered_with_the_file_or_a_refusal(header):
    header = header.replace("\r", "").replace("\n", "")
    assert answer(header or None)[0].status_code in {200, 206, 416}


def test_a_range_that_ends_before_it_begins_is_none():
    assert answer("bytes=9-3")[1] == CONTENT


def test_a_download_has_a_name():
    assert 'filename="tiger.mp4"' in answer(download_as="tiger.mp4")[0]["Content-Disposition"]
