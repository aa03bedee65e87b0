"""The page of approvals: what waits for this person, each variant beside the captions it was made from."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.people import name_of
from publishing.posts import readiness, signatures
from publishing.posts.drafts import language_name
from publishing.posts.models import Comment, Post, Variant

PER_PAGE = 20
_SHOWN = 6  # cues of the source beside a text


@require_safe
@permission_required("publishing.view_post")
def index(request: HttpRequest) -> HttpResponse:
    rows = signatures.to_approve(request.user).select_related("clip", "created_by", "campaign")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    cards = [_card(post, user=request.user) for post in page]
    return render(request, "publishing/posts/reviews.html", {"page": page, "cards": cards})


def _card(post: Post, *, user: Any) -> dict[str, Any]:
    """A post as its card shows it: no place, no file name."""
    review = signatures.newest(post)
    run = review.current_workflow_state if review else None
    said = signatures.say_of(post, user)
    return {
        "post": post,
        "asked_by": name_of(run.requested_by if run else post.created_by),
        "since": review.latest_revision.created_at if review and review.latest_revision else post.updated_at,
        "say": said,
        "reason": said.reason.message if said.reason else "",
        "source": _cues(post, post.clip.source_language),
        "source_language": post.clip.source_language,
        "source_name": language_name(post.clip.source_language),
        "variants": [_variant(variant) for variant in post.variants.select_related("channel", "post__clip")],
        "comments": Comment.objects.filter(post=post, resolved_at=None).count(),
        "obstacles": _whole(post),
    }


def _variant(variant: Variant) -> dict[str, Any]:
    version = variant.post.version or variant.post.clip.version
    problems = readiness.variant_obstacles(variant, version)
    return {
        "variant": variant,
        "language": language_name(variant.language),
        "cues": [] if variant.subtitle_route == "none" else _cues(variant.post, variant.language),
        "problems": [each.message for each in problems if each.forbids],
        "remarks": [each.message for each in problems if not each.forbids],
    }


def _cues(post: Post, language: str) -> list[str]:
    track = post.clip.tracks.filter(language=language).first()
    return [cue.text for cue in track.cues.all()[:_SHOWN]] if track else []


def _whole(post: Post) -> list[str]:
    version = post.version or post.clip.version
    at = max(post.due_at or timezone.now(), timezone.now())
    return [each.message for each in readiness.source_obstacles(version, at=at)]
