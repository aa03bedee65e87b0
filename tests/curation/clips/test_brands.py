"""Publishers keep the kits that clips are signed with; one of them is the default."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from curation.clips.brands import default_kit
from curation.clips.models import BrandKit

pytestmark = pytest.mark.django_db

KIT = {"title": "Winter", "name_zh": "东北虎豹", "name_en": "Tiger desk", "colour": "#102030", "accent": "#d9772b",
       "corner": "top_left", "opacity": "0.5", "default": "on"}  # fmt: skip


def test_a_new_desk_can_sign_its_clips() -> None:
    kit = default_kit()
    assert kit is not None and kit.name_zh == "东北虎豹文化国际传播中心"


def test_another_kit_becomes_the_default(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Publisher")
    answer = client.post(reverse("brands:add"), KIT)
    assert answer.status_code == 302, answer.context["form"].errors
    assert [kit.title for kit in BrandKit.objects.filter(default=True)] == ["Winter"]
    assert default_kit() == BrandKit.objects.get(title="Winter")
    assert "Winter" in client.get(reverse("brands:index")).content.decode()


def test_a_wrong_colour_is_refused_by_name(signed_in: Callable[..., Client]) -> None:
    answer = signed_in("Publisher").post(reverse("brands:add"), KIT | {"accent": "orange"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["accent"])


def test_editors_use_kits_and_do_not_change_them(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Editor")
    assert client.post(reverse("brands:add"), KIT).status_code == 302
    assert not BrandKit.objects.filter(title="Winter").exists()
