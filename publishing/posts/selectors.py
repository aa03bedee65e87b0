"""What pages read about channels, posts and the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from curation.clips.models import CaptionTrack, Clip
from curation.subtitles.languages import LANGUAGES
from publishing.connectors.registry import UnknownPlatform
from publishing.posts import hours
from publishing.posts.drafts import capabilities_of, language_name
from publishing.posts.models import Channel, Post, Variant


def audience_hour(channel: Channel, *, at: datetime) -> datetime:
    """The hour on the audience's clocks, without its zone: a template would turn it into the reader's."""
    try:
        return hours.local_hour(at, zone_name=channel.time_zone).replace(tzinfo=None)
    except hours.UnknownZone:
        return at.replace(tzinfo=None)


def posts_between(first: datetime, last: datetime) -> QuerySet[Post]:
    """Posts with an hour in [first, last), with everything a chip shows."""
    rows = Post.objects.filter(due_at__gte=first, due_at__lt=last)
    return rows.select_related("clip").prefetch_related("variants__channel", "variants__delivery")


def drafts() -> QuerySet[Post]:
    """Posts without an hour that still want one."""
    rows = Post.objects.filter(due_at__isnull=True).exclude(state=Post.State.CLOSED)
    return (
        rows.select_related("clip").prefetch_related("variants__channel", "variants__delivery").order_by("-updated_at")
    )


# What a chip tells of several deliveries: the one that needs a person first.
_LOUDEST = (
    "unconfirmed",
    "by_hand",
    "failed",
    "missed",
    "held",
    "publishing",
    "waiting",
    "preparing",
    "taking_down",
    "scheduled",
    "published",
    "taken_down",
    "cancelled",
)


def chip_state(post: Post, variants: Iterable[Variant]) -> str:
    """The state that a chip shows: of the deliveries where there are any, else of the post."""
    states = {variant.delivery.state for variant in variants if hasattr(variant, "delivery")}
    if post.state not in {Post.State.SCHEDULED, Post.State.CLOSED}:
        states -= {"cancelled", "scheduled"}
    return next((state for state in _LOUDEST if state in states), post.state)


def chip(post: Post) -> dict[str, Any]:
    """A post as the calendar draws it."""
    variants = list(post.variants.all())
    return {
        "id": post.pk,
        "title": post.title,
        "url": reverse("posts:edit", args=[post.pk]),
        "poster": reverse("posts:poster", args=[post.clip_id]),
        "at": post.due_at.isoformat() if post.due_at else None,
        "zone": post.time_zone,
        "state": chip_state(post, variants),
        "movable": post.state == Post.State.SCHEDULED
        and chip_state(post, variants) in {"scheduled", "held", "preparing"},
        "languages": sorted({variant.language for variant in variants}),
        "channels": sorted({variant.channel_id for variant in variants}),
    }


def channel_json(channel: Channel) -> dict[str, Any]:
    """A channel as the pages' scripts read it; no secret, no setting."""
    found: dict[str, Any] = {
        "id": channel.pk,
        "name": channel.name,
        "platform": channel.platform,
        "platformName": channel.platform,
        "handle": channel.handle,
        "state": channel.state,
        "zone": channel.time_zone,
        "languages": channel.languages,
        "routes": ["burn_in", "none"],
        "altLimit": True,
    }
    try:
        capabilities = capabilities_of(channel.platform)
    except UnknownPlatform:
        return found
    found["platformName"] = _(capabilities.name)  # brands stay as they are; our own sandbox has a Chinese name
    found["routes"] = ["track", "burn_in", "none"] if capabilities.subtitles.route == "track" else ["burn_in", "none"]
    found["altLimit"] = bool(capabilities.limits("alt_text"))
    return found


def clip_json(clip: Clip) -> dict[str, Any]:
    """A clip as the post editor shows it: no file, no place."""
    version = clip.version
    states = dict(CaptionTrack.State.choices)
    tracks = [
        {
            "language": track.language,
            "name": language_name(track.language),
            "state": track.state,
            "label": str(states[track.state]),
        }
        for track in clip.tracks.all()
    ]
    return {
        "id": clip.pk,
        "title": clip.title,
        "seconds": version.duration if version else 0,
        "poster": reverse("posts:poster", args=[clip.pk]),
        "video": reverse("posts:video", args=[clip.pk]),
        "tracks": tracks,
        "sourceLanguage": clip.source_language,
    }


def language_choices() -> list[dict[str, str]]:
    """The languages a variant can be written in."""
    return [{"tag": tag, "name": language.own, "direction": language.direction} for tag, language in LANGUAGES.items()]


def clips_to_post() -> QuerySet[Clip]:
    """Clips that can be posted, newest first."""
    return Clip.objects.filter(versions__isnull=False).distinct().order_by("-updated_at").prefetch_related("tracks")


def state_labels() -> dict[str, str]:
    """The words of every state that a post or one of its variants can have."""
    delivery: Any = Variant._meta.get_field("delivery").related_model
    labels = {value: str(label) for value, label in Post.State.choices}
    return labels | {value: str(label) for value, label in delivery.State.choices} | {"empty": _("Nothing written")}
