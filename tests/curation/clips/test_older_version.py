"""The studio of an older version: everything is seen, nothing can be changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.clips import services
from curation.clips.models import Clip
from curation.footage.models import Footage

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(clip: Clip, footage: Footage) -> Clip:
    """The clip with a second version, one second shorter."""
    services.save_clip(
        title="Tigress", ranges=[services.Range(footage, 0.5, 2.5)], user=None, clip=clip, base_version=1
    )
    return clip


def page_data(client: Client, clip: Clip, query: str) -> Any:
    page = client.get(reverse("clips:edit", args=[clip.pk]) + query).content.decode()
    return json.loads(page.partition('<script id="studio-data" type="application/json">')[2].partition("</script>")[0])


def test_an_older_version_can_only_be_looked_at(signed_in: Callable[..., Client], twice: Clip) -> None:
    data = page_data(signed_in("Editor"), twice, "?version=1")
    assert (data["number"], data["looking"], data["maySave"], data["draft"]) == (1, 1, False, None)
    assert [segment["end"] for segment in data["segments"]] == [3.5]


@pytest.mark.parametrize("query", ["", "?version=2", "?version="])
def test_the_newest_version_is_changed_as_ever(signed_in: Callable[..., Client], twice: Clip, query: str) -> None:
    data = page_data(signed_in("Editor"), twice, query)
    assert (data["number"], data["maySave"]) == (2, True)
    assert "looking" not in data


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "²", "1" * 40])
def test_a_version_that_is_not_there_is_not_found(signed_in: Callable[..., Client], twice: Clip, number: str) -> None:
    assert signed_in("Editor").get(reverse("clips:edit", args=[twice.pk]), {"version": number}).status_code == 404


def test_a_version_comes_with_the_clips_name_to_be_put_together(signed_in: Callable[..., Client], twice: Clip) -> None:
    told = signed_in("Editor").get(reverse("clips:version", args=[twice.pk, 1])).json()
    assert (told["title"], told["notes"], told["number"]) == ("Tigress", "", 1)
