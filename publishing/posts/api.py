"""What the post editor and the calendar ask for and send: JSON in, JSON out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curation.people import name_of
from curation.subtitles.languages import LANGUAGES
from curation.video.shapes import SHAPES
from publishing.posts import hours, outlook, readiness, rounds, selectors, services, signatures
from publishing.posts.gate import BadBody, answering, body, number_of, text_of
from publishing.posts.models import Channel, Post, Variant
from publishing.posts.wording import deriving, shown
from publishing.posts.wording.bodies import more_of

_ROUTES = ("track", "burn_in", "none")


def post_json(post: Post, *, user: Any) -> dict[str, Any]:
    """A post with everything the editor shows."""
    variants = list(post.variants.select_related("channel", "rendition", "delivery", "post__clip"))
    local = hours.local_hour(post.due_at, zone_name=post.time_zone) if post.due_at else None
    desk = deriving.Desk(post)
    return {
        "id": post.pk,
        "title": post.title,
        "state": post.state,
        "stateLabel": post.get_state_display(),
        "local": local.strftime("%Y-%m-%dT%H:%M") if local else "",
        "zone": post.time_zone,
        "tolerance": post.tolerance,
        "approvedBy": ", ".join(name_of(each) for each in signatures.approvers(post)) or name_of(post.approved_by),
        "review": rounds.review_json(post, user=user),
        "clip": selectors.clip_json(post.clip),
        "variants": [variant_json(variant) | shown.variant_words(variant, desk) for variant in variants],
        **shown.post_words(post, desk),
        "obstacles": [each.as_json() for each in _whole(post)],
        "may": {
            "edit": user.has_perm("publishing.change_post"),
            "approve": user.has_perm("publishing.approve_post"),
            "schedule": user.has_perm("publishing.schedule_post"),
        },
    }


def _whole(post: Post) -> list[readiness.Obstacle]:
    version = post.version or post.clip.version
    return list(readiness.source_obstacles(version, at=max(post.due_at or timezone.now(), timezone.now())))


def variant_json(variant: Variant) -> dict[str, Any]:
    """A variant with its outlook and, once scheduled, its delivery."""
    delivery = getattr(variant, "delivery", None)
    found = {
        "id": variant.pk,
        "channel": variant.channel_id,
        "language": variant.language,
        "text": variant.text,
        "altText": variant.alt_text,
        "shape": variant.shape,
        "route": variant.subtitle_route,
        "delivery": None,
        **outlook.variant_outlook(variant),
    }
    if delivery is not None:
        url = reverse("delivery:detail", args=[delivery.pk])
        found["delivery"] = {
            "state": delivery.state,
            "label": delivery.get_state_display(),
            "url": url,
            "remote": delivery.remote_url,
        }
    return found


def _post(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("clip", "version", "approved_by", "campaign"), pk=post_id)


def _unsaved(post: Post, data: dict[str, Any], *, strict: bool) -> Variant:
    """The variant that a body describes, not stored; what it does not name is as it was. Raises BadBody.

    strict: also Refused for a link that is none, which is only told while it is being typed.
    """
    channel = get_object_or_404(Channel, pk=number_of(data, "channel"))
    language, shape, route = text_of(data, "language"), text_of(data, "shape", default="16:9"), text_of(data, "route")
    if language not in LANGUAGES or shape not in SHAPES or (route and route not in _ROUTES):
        raise BadBody
    kept = post.variants.filter(channel=channel, language=language).select_related("rendition").first()
    variant = Variant(
        post=post, channel=channel, language=language, text=text_of(data, "text"), alt_text=text_of(data, "altText"),
        shape=shape, subtitle_route=route or "none",
    )  # fmt: skip
    if kept is not None:
        variant.pk = kept.pk
        for name in ("title", "tags", "link", "thumbnail_at", "options"):
            setattr(variant, name, getattr(kept, name))
        if (kept.shape, kept.subtitle_route) == (shape, route):
            variant.rendition = kept.rendition
    for name, value in more_of(data, channel, strict=strict).items():
        setattr(variant, name, value)
    return variant


@require_safe
@answering("publishing.view_post")
def detail(request: HttpRequest, post_id: int) -> HttpResponseBase:
    return JsonResponse(post_json(_post(post_id), user=request.user))


@require_POST
@answering("publishing.view_post")
def measure(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Lengths, refusals and losses of words that are being typed; nothing is stored."""
    variant = _unsaved(_post(post_id), body(request), strict=False)
    return JsonResponse(outlook.variant_outlook(variant) | {"tracked": shown.link_json(variant)})


@require_POST
@answering("publishing.change_post")
def begin(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Make a variant with words to begin with."""
    post, data = _post(post_id), body(request)
    channel = get_object_or_404(Channel, pk=number_of(data, "channel"))
    language = text_of(data, "language")
    if language not in LANGUAGES:
        raise BadBody
    variant = deriving.begin(post, channel=channel, language=language, user=request.user)  # type: ignore[arg-type]
    return JsonResponse({"post": post_json(_post(post_id), user=request.user), "variant": variant.pk})


@require_POST
@answering("publishing.change_post")
def write(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Store a variant's words."""
    post, data = _post(post_id), body(request)
    wanted = _unsaved(post, data, strict=True)
    services.write_variant(
        post, channel=wanted.channel, language=wanted.language, text=wanted.text, alt_text=wanted.alt_text,
        shape=wanted.shape, subtitle_route=wanted.subtitle_route if data.get("route") else None, user=request.user,  # type: ignore[arg-type]
        more={name: getattr(wanted, name) for name in ("title", "tags", "link", "thumbnail_at", "options")},
    )  # fmt: skip
    return JsonResponse({"post": post_json(_post(post_id), user=request.user)})


@require_http_methods(["DELETE"])
@answering("publishing.change_post")
def remove(request: HttpRequest, post_id: int, variant_id: int) -> HttpResponseBase:
    variant = get_object_or_404(Variant.objects.select_related("post", "channel"), pk=variant_id, post_id=post_id)
    services.remove_variant(variant, user=request.user)  # type: ignore[arg-type]
    return JsonResponse({"post": post_json(_post(post_id), user=request.user)})


@require_POST
@answering("publishing.change_post")
def rename(request: HttpRequest, post_id: int) -> HttpResponseBase:
    post, data = _post(post_id), body(request)
    tolerance = number_of(data, "tolerance") if "tolerance" in data else None
    if tolerance is not None and not 1 <= tolerance <= 7 * 24 * 60:
        raise BadBody
    services.rename(post, title=text_of(data, "title", longest=200), tolerance=tolerance, user=request.user)  # type: ignore[arg-type]
    return JsonResponse({"post": post_json(_post(post_id), user=request.user)})


@require_POST
@answering("publishing.view_post")
def hour(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """What a local hour means, and what the audience's clocks show then."""
    return JsonResponse(outlook.due_at_of(_post(post_id), body(request)))


@require_POST
@answering("publishing.schedule_post")
def schedule(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Schedule, or move what is scheduled. `now` publishes at once."""
    post, data = _post(post_id), body(request)
    if data.get("now") is True:
        due_at, zone = timezone.now(), text_of(data, "zone", default=post.time_zone)
    else:
        found = outlook.due_at_of(post, data)
        if "error" in found:
            return JsonResponse({"error": found["error"], **found}, status=422)
        due_at, zone = datetime.fromisoformat(found["due_at"]), text_of(data, "zone", default=post.time_zone)
    services.schedule(post, due_at=due_at, time_zone=zone, user=request.user)  # type: ignore[arg-type]
    return JsonResponse({"post": post_json(_post(post_id), user=request.user)})


@require_POST
@answering("publishing.schedule_post")
def unschedule(request: HttpRequest, post_id: int) -> HttpResponseBase:
    services.cancel(_post(post_id), user=request.user)  # type: ignore[arg-type]
    return JsonResponse({"post": post_json(_post(post_id), user=request.user)})
