"""What the editor's panel and the page of approvals send: decisions and comments. JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from curation.jobs.graph import UndeclaredTransition
from publishing.posts import api, approval, comments
from publishing.posts.gate import BadBody, answering, body, text_of
from publishing.posts.models import Comment, Post, Variant
from publishing.posts.obstacles import Refused

MOST_AT_ONCE = 100


def _answer(request: HttpRequest, post_id: int) -> JsonResponse:
    post = get_object_or_404(Post.objects.select_related("clip", "version", "approved_by"), pk=post_id)
    return JsonResponse({"post": api.post_json(post, user=request.user)})


def _words(request: HttpRequest) -> str:
    return text_of(body(request), "comment", longest=approval.LONGEST)


@require_POST
@answering("publishing.change_post")
def submit(request: HttpRequest, post_id: int) -> HttpResponseBase:
    approval.submit(get_object_or_404(Post, pk=post_id), user=request.user)  # type: ignore[arg-type]
    return _answer(request, post_id)


# Who may decide is the workflow's word, not a permission's: the service asks it.
@require_POST
@answering("publishing.view_post")
def approve(request: HttpRequest, post_id: int) -> HttpResponseBase:
    approval.approve(get_object_or_404(Post, pk=post_id), user=request.user, comment=_words(request))  # type: ignore[arg-type]
    return _answer(request, post_id)


@require_POST
@answering("publishing.view_post")
def send_back(request: HttpRequest, post_id: int) -> HttpResponseBase:
    approval.send_back(get_object_or_404(Post, pk=post_id), user=request.user, comment=_words(request))  # type: ignore[arg-type]
    return _answer(request, post_id)


@require_POST
@answering("publishing.view_post")
def reject(request: HttpRequest, post_id: int) -> HttpResponseBase:
    approval.reject(get_object_or_404(Post, pk=post_id), user=request.user, comment=_words(request))  # type: ignore[arg-type]
    return _answer(request, post_id)


@require_POST
@answering("publishing.view_post")
def take_back(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Undo one's own approval."""
    approval.take_back(get_object_or_404(Post, pk=post_id), user=request.user)  # type: ignore[arg-type]
    return _answer(request, post_id)


def _chosen(request: HttpRequest) -> list[int]:
    found = body(request).get("posts")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_AT_ONCE:
        raise BadBody
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in found):
        raise BadBody
    return list(dict.fromkeys(found))


def _each(posts: list[int], act: Callable[[Post], Any]) -> JsonResponse:
    """Do it to every post by itself: what is refused is told and keeps nothing else from being done."""
    done, refused = [], []
    for post in Post.objects.filter(pk__in=posts).order_by("pk"):
        try:
            with transaction.atomic():
                act(post)
        except Refused as error:
            refused.append({"post": post.pk, "title": post.title, "error": error.obstacles[0].message})
        except UndeclaredTransition:
            refused.append({"post": post.pk, "title": post.title, "error": post.get_state_display()})
        else:
            done.append({"post": post.pk, "state": post.state})
    return JsonResponse({"done": done, "refused": refused})


@require_POST
@answering("publishing.view_post")
def approve_many(request: HttpRequest) -> HttpResponseBase:
    """Approve several posts that wait for this person."""
    return _each(_chosen(request), lambda post: approval.approve(post, user=request.user))  # type: ignore[arg-type]


@require_POST
@answering("publishing.view_post")
def take_back_many(request: HttpRequest) -> HttpResponseBase:
    """Undo them."""
    return _each(_chosen(request), lambda post: approval.take_back(post, user=request.user))  # type: ignore[arg-type]


@require_POST
@answering("publishing.view_post")
def say(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Comment on the post, or on the variant that `variant` names."""
    data = body(request)
    post = get_object_or_404(Post, pk=post_id)
    variant = None
    if data.get("variant") is not None:
        if not isinstance(data["variant"], int):
            raise BadBody
        variant = get_object_or_404(Variant.objects.select_related("channel"), pk=data["variant"], post=post)
    comments.say(post, text=text_of(data, "text"), variant=variant, user=request.user)
    return _answer(request, post_id)


@require_POST
@answering("publishing.view_post")
def settle(request: HttpRequest, post_id: int, comment_id: int) -> HttpResponseBase:
    """Resolve a comment, or with `{"open": true}` open it again."""
    comment = get_object_or_404(Comment, pk=comment_id, post_id=post_id)
    if body(request).get("open") is True:
        comments.reopen(comment)
    else:
        comments.resolve(comment, user=request.user)
    return _answer(request, post_id)
