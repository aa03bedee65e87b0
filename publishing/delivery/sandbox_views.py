"""The sandbox's public pages: a neutral social feed of what was published there."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from curation.files.ranged import ranged_response
from publishing.connectors.text import links
from publishing.delivery.models import SandboxPost
from publishing.posts.drafts import language_name
from publishing.posts.texts import Piece, pieces

PER_PAGE = 20


def _shown(post: SandboxPost) -> dict[str, object]:
    return {
        "post": post,
        "pieces": text_pieces(post.text),
        "language_name": language_name(post.language),
        "tracks": [
            {"language": tag, "name": language_name(tag), "default": tag == post.language} for tag in post.tracks
        ],
    }


def text_pieces(text: str) -> list[Piece]:
    """Words, links and hashtags of a text; the template escapes every piece."""
    return pieces(text, links(text))


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    posts = SandboxPost.objects.select_related("channel")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "publishing/delivery/sandbox.html", {"page": page, "posts": [_shown(post) for post in page]})


@require_safe
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    row = get_object_or_404(SandboxPost.objects.select_related("channel"), pk=post_id)
    if request.method == "GET":
        SandboxPost.objects.filter(pk=row.pk).update(views=F("views") + 1)
    return render(request, "publishing/delivery/sandbox.html", {"posts": [_shown(row)], "single": True})


@require_safe
def video(request: HttpRequest, post_id: int) -> HttpResponseBase:
    return _file(request, get_object_or_404(SandboxPost, pk=post_id).file, content_type="video/mp4")


@require_safe
def poster(request: HttpRequest, post_id: int) -> HttpResponseBase:
    return _file(request, get_object_or_404(SandboxPost, pk=post_id).poster, content_type="image/jpeg")


def _file(request: HttpRequest, name: str, *, content_type: str) -> HttpResponseBase:
    if not name or not default_storage.exists(name):
        raise Http404
    return ranged_response(request, name, content_type=content_type)


@require_safe
def captions(request: HttpRequest, post_id: int, language: str) -> HttpResponse:
    row = get_object_or_404(SandboxPost, pk=post_id)
    if language not in row.tracks:
        raise Http404
    return HttpResponse(row.tracks[language], content_type="text/vtt; charset=utf-8")
