"""Pictures that desks sign with: logos and watermarks of brand kits, and the studio's image library they come from."""

from __future__ import annotations

import mimetypes

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access
from wagtail.images import get_image_model

from curation.clips.api.request import permitted
from curation.clips.models import BrandKit
from curation.files.ranged import ranged_response

SHOWN = {"image/png", "image/jpeg", "image/webp", "image/gif"}  # a drawing in SVG could carry a script
FOLDERS = ("images", "original_images")  # where Wagtail keeps what it makes smaller, and what was uploaded


@require_GET
@permitted("curation.view_clip")
def brand(request: HttpRequest, kit_id: int, kind: str) -> HttpResponseBase:
    """A kit's `logo`, or its `watermark`, which is the logo where it has none of its own."""
    kit = get_object_or_404(BrandKit.objects.select_related("logo", "watermark"), pk=kit_id)
    picture = kit.logo if kind == "logo" else kit.watermark or kit.logo
    if picture is None:
        raise Http404
    return _shown(request, picture.file.name)


@require_GET
@require_admin_access
def library(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """A file of the image library, as Wagtail's pages ask for it by MEDIA_URL."""
    path = f"{folder}/{name}"
    images = get_image_model()
    known = images if folder == "original_images" else images.get_rendition_model()
    if folder not in FOLDERS or not known.objects.filter(file=path).exists():
        raise Http404
    return _shown(request, path)


def _shown(request: HttpRequest, name: str) -> HttpResponseBase:
    kind, _encoding = mimetypes.guess_type(name)
    if kind not in SHOWN:
        raise Http404
    try:
        return ranged_response(request, name, content_type=kind, max_age=60)
    except FileNotFoundError as error:
        raise Http404 from error
