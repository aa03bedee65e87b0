"""Publishers keep the kits that clips are signed with; one of them is the default."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images import get_image_model

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


def a_logo(title: str = "Paw") -> Any:
    content = BytesIO()
    Picture.new("RGBA", (40, 20), (31, 77, 58, 200)).save(content, "PNG")
    return get_image_model().objects.create(title=title, file=ContentFile(content.getvalue(), name="paw.png"))


def test_a_kits_pictures_are_shown_to_who_may_see_clips(signed_in: Callable[..., Client], client: Client) -> None:
    kit = default_kit()
    assert kit is not None
    address = reverse("clips:brand_picture", args=[kit.pk, "watermark"])
    editor = signed_in("Editor")
    assert editor.get(address).status_code == 404
    kit.logo = a_logo()
    kit.save()
    answer = editor.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Picture.open(BytesIO(answer.getvalue())).size == (40, 20)
    assert client.get(address).status_code in {302, 401, 403}


def test_the_image_library_shows_its_pictures_and_nothing_else_of_the_store(
    signed_in: Callable[..., Client], client: Client
) -> None:
    picture = a_logo()
    editor = signed_in("Publisher")
    # As Wagtail keeps what it made smaller.
    smaller = picture.renditions.create(
        filter_spec="max-20x20", width=20, height=10, file=ContentFile(picture.file.read(), name="paw.max-20x20.png")
    )
    picture.file.close()
    for address in (picture.file.url, smaller.file.url):
        answer = editor.get(address)
        assert answer["Content-Type"] == "image/png"
        assert answer.getvalue()
        assert client.get(address).status_code == 302
    default_storage.save("original_images/secret.png", ContentFile(b"x"))
    assert editor.get("/files/original_images/secret.png").status_code == 404
    assert editor.get("/files/footage/1.png").status_code == 404
