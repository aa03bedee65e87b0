"""Write, approve, schedule and withdraw posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from curation.clips.models import Clip, Rendition
from curation.clips.renditions import request_rendition
from curation.video.producing.presets import PRESETS
from publishing.connectors.registry import UnknownPlatform
from publishing.posts import approval, hours, platform_limits, readiness
from publishing.posts.approval import approve as approve
from publishing.posts.approval import reject as reject
from publishing.posts.approval import send_back as send_back
from publishing.posts.approval import submit as submit
from publishing.posts.approval import take_back as take_back
from publishing.posts.carrier import carrier
from publishing.posts.drafts import capabilities_of, lends_title
from publishing.posts.models import Channel, Post, Variant
from publishing.posts.obstacles import Obstacle, Refused
from publishing.posts.states import POST

GRACE = timedelta(minutes=2)  # "now" is a little past when it arrives


def create_post(*, clip: Clip, title: str, user: AbstractBaseUser | None, demo: bool = False) -> Post:
    """Begin a post about a clip."""
    return Post.objects.create(clip=clip, title=title.strip() or clip.title, created_by=user, demo=demo)  # type: ignore[misc]


@transaction.atomic
def write_variant(
    post: Post,
    *,
    channel: Channel,
    language: str,
    text: str,
    alt_text: str = "",
    shape: str = "16:9",
    subtitle_route: str | None = None,
    more: Mapping[str, Any] | None = None,
    user: AbstractBaseUser | None = None,
) -> Variant:
    """Write what goes to one channel in one language. An approved or scheduled post becomes a draft again.

    subtitle_route: "track", "burn_in", "none"; None takes the platform's own way, or "none" where the clip has no
    captions. more: title, tags, link, thumbnail_at or options, where they are to be set. Raises Refused for what is
    out already.
    """
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)  # nobody approves what is being written meanwhile
    post.refresh_from_db(fields=["state", "approved_by", "edited_by"])
    variant = post.variants.filter(channel=channel, language=language).first()
    route = _route(post, channel, wanted=subtitle_route)
    wanted = {"text": text, "alt_text": alt_text, "shape": shape, "subtitle_route": route, **(more or {})}
    if variant is not None and all(getattr(variant, name) == value for name, value in wanted.items()):
        return variant
    if variant is not None:
        _refuse_if_out(variant)
    back_to_draft(post, user=user)
    if variant is None:
        return Variant.objects.create(post=post, channel=channel, language=language, **wanted)
    if (variant.shape, variant.subtitle_route) != (shape, route):
        variant.rendition = None
    for name, value in wanted.items():
        setattr(variant, name, value)
    variant.save()
    return variant


def _route(post: Post, channel: Channel, *, wanted: str | None) -> str:
    try:
        offered = capabilities_of(channel.platform).subtitles.route
    except UnknownPlatform:
        offered = "burn_in"
    if wanted is None:
        return offered if post.clip.tracks.exists() else "none"
    return "burn_in" if wanted == "track" and offered != "track" else wanted


def _refuse_if_out(variant: Variant) -> None:
    if carrier().is_out(variant):
        raise Refused([Obstacle("already_out", {"variant": str(variant)}, variant=variant.pk)])


@transaction.atomic
def remove_variant(variant: Variant, *, user: AbstractBaseUser | None = None) -> None:
    """Take a variant out of its post. One that has a delivery keeps its ledger: it is cancelled, not deleted."""
    _refuse_if_out(variant)
    back_to_draft(variant.post, user=user)
    if hasattr(variant, "delivery"):
        raise Refused([Obstacle("has_ledger", {"variant": str(variant)}, variant=variant.pk)])
    variant.delete()


def back_to_draft(post: Post, *, user: AbstractBaseUser | None = None) -> None:
    """A change takes the approval away and cancels what has not gone out. Raises Refused for a closed post."""
    if post.state == Post.State.CLOSED:
        raise Refused([Obstacle("closed")])
    if post.state == Post.State.SCHEDULED:
        carrier().withdraw(list(post.variants.all()), user=user)
    if user is not None and post.edited_by_id != user.pk:
        Post.objects.filter(pk=post.pk).update(edited_by=user)  # type: ignore[misc]
        post.edited_by = user  # type: ignore[assignment]
    if post.state != Post.State.DRAFT:
        approval.withdraw(post, user=user)
        POST.move(post, Post.State.DRAFT, approved_by=None, version=None)


@transaction.atomic
def rename(post: Post, *, title: str, tolerance: int | None = None, user: AbstractBaseUser | None = None) -> None:
    """The name of a post and how many minutes it may be late.

    Where the name goes out as a title, on a platform that has titles and in a variant that has none of its own, it is
    approved with the rest: another name takes the approval away. Raises Refused for a closed post of that kind.
    """
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)  # nobody approves the old name meanwhile
    post.refresh_from_db(fields=["state", "title", "approved_by", "edited_by"])
    wanted = title.strip() or post.title
    if wanted != post.title and _title_goes_out(post):
        back_to_draft(post, user=user)
    post.title = wanted
    if tolerance is not None:
        post.tolerance = tolerance
    post.save(update_fields=["title", "tolerance", "updated_at"])


def _title_goes_out(post: Post) -> bool:
    """Whether the post's own title is still to go out; what is out already keeps the one that it went out with."""
    variants = [each for each in post.variants.select_related("channel") if lends_title(each)]
    return any(not carrier().is_out(each) for each in variants)


def schedule(post: Post, *, due_at: datetime, time_zone: str, user: AbstractBaseUser | None) -> list[Any]:
    """Fix the newest version and plan a delivery for every variant; renders are asked for now.

    due_at: aware. A post that is scheduled already is moved; so is a closed one of which something failed or was
    missed. Raises Refused with every reason against it.
    """
    platform_limits.ask(each.channel for each in post.variants.select_related("channel"))
    found = [*_hour_obstacles(due_at, time_zone), *readiness.obstacles(post, at=max(due_at, timezone.now()))]
    out = {each.pk: carrier().is_out(each) for each in post.variants.all()}
    found = [each for each in found if each.variant is None or not out[each.variant]]  # what is out needs no check
    unsent = post.state == Post.State.CLOSED and not all(out.values())
    if post.state not in {Post.State.APPROVED, Post.State.SCHEDULED} and not unsent:
        found.insert(0, Obstacle("closed" if post.state == Post.State.CLOSED else "not_approved"))
    if any(each.forbids for each in found):
        raise Refused([each for each in found if each.forbids])
    with transaction.atomic():
        version = post.version or post.clip.version
        assert version is not None  # noqa: S101 - `no_version` forbids above
        changes: dict[str, Any] = {
            "due_at": due_at,
            "time_zone": time_zone,
            "version": version,
            "updated_at": timezone.now(),
        }
        if unsent:
            POST.move(post, Post.State.SCHEDULED)
        if post.state == Post.State.SCHEDULED:
            Post.objects.filter(pk=post.pk).update(**changes)
            post.refresh_from_db()
            return carrier().move(post, due_at=due_at, user=user)
        POST.move(post, Post.State.SCHEDULED, **changes)
        variants = list(post.variants.select_related("channel"))
        for variant in variants:
            order_rendition(variant, user=user)
        return carrier().plan(variants, due_at=due_at, user=user)


def _hour_obstacles(due_at: datetime, time_zone: str) -> list[Obstacle]:
    found = []
    try:
        hours.zone(time_zone)
    except hours.UnknownZone:
        found.append(Obstacle("zone_unknown", {"zone": time_zone}))
    if due_at < timezone.now() - GRACE:
        found.append(Obstacle("past"))
    return found


def reschedule(post: Post, *, due_at: datetime, user: AbstractBaseUser | None, time_zone: str = "") -> list[Any]:
    """Give a scheduled post another hour. Raises Refused."""
    return schedule(post, due_at=due_at, time_zone=time_zone or post.time_zone, user=user)


@transaction.atomic
def cancel(post: Post, *, user: AbstractBaseUser | None) -> None:
    """Take a scheduled post off the calendar; what is out stays out, the rest is cancelled, the text stays approved."""
    if post.state != Post.State.SCHEDULED:
        return
    carrier().withdraw(list(post.variants.all()), user=user)
    post.refresh_from_db()
    if post.state == Post.State.SCHEDULED:
        approval.withdraw(post, user=user, why="unscheduled")
        POST.move(post, Post.State.DRAFT, approved_by=None, version=None)


def order_rendition(variant: Variant, *, user: AbstractBaseUser | None) -> Rendition | None:
    """Ask for the video that the variant needs, as its platform takes it; a finished one of the same is used again."""
    version = variant.post.version or variant.post.clip.version
    if version is None:
        return None
    language = variant.language if variant.subtitle_route == "burn_in" else ""
    preset = variant.channel.platform if variant.channel.platform in PRESETS else ""
    rendition = request_rendition(version, shape=variant.shape, language=language, preset=preset, user=user)
    if variant.rendition_id != rendition.pk:
        variant.rendition = rendition
        variant.save(update_fields=["rendition"])
    return rendition


def close_if_ended(post: Post, *, ended: Sequence[bool]) -> None:
    """Close a scheduled post once every delivery of it has ended."""
    if post.state == Post.State.SCHEDULED and ended and all(ended):
        POST.move(post, Post.State.CLOSED)
