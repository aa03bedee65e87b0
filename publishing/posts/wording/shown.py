"""What the post editor shows of master texts, templates, hashtags and links, as plain JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from curation.subtitles.languages import LANGUAGES
from publishing.connectors.capabilities import Capabilities
from publishing.connectors.registry import UnknownPlatform
from publishing.connectors.text import count
from publishing.posts.drafts import capabilities_of
from publishing.posts.models import Campaign, Channel, Post, Variant
from publishing.posts.wording import links
from publishing.posts.wording.deriving import Desk, follows


def post_words(post: Post, desk: Desk) -> dict[str, Any]:
    """Campaign, master texts and suggestions, for every language that has a row in the matrix."""
    variants = set(post.variants.values_list("language", flat=True))
    tracks = {track.language for track in post.clip.tracks.all()}
    wanted = {post.clip.source_language, *variants, *tracks, *desk.masters}
    languages = [tag for tag in LANGUAGES if tag in wanted]
    return {
        "campaign": campaign_json(post.campaign) if post.campaign else None,
        "masters": [master_json(desk, language) for language in languages],
        "hashtags": {tag: [asdict(each) for each in desk.suggestions(tag)] for tag in languages},
        "alternatives": {tag: desk.alternative(tag) for tag in languages},
    }


def master_json(desk: Desk, language: str) -> dict[str, Any]:
    """A master text; `stored` false: only what it would begin with."""
    master = desk.master(language)
    return {
        "language": language,
        "title": master.title,
        "text": master.text,
        "link": master.link,
        "stored": master.pk is not None,
        "stale": desk.stale(language),
    }


def campaign_json(campaign: Campaign) -> dict[str, Any]:
    """A campaign as the editor and the calendar draw it."""
    return {"id": campaign.pk, "name": campaign.name, "colour": campaign.colour, "link": campaign.link}


def variant_words(variant: Variant, desk: Desk) -> dict[str, Any]:
    """What stands in a variant besides its text, and what its template makes now."""
    return {
        "title": variant.title,
        "tags": variant.tags,
        "link": variant.link,
        "thumbnailAt": variant.thumbnail_at,
        "options": variant.options,
        "template": asdict(desk.derived(variant.channel.platform, language=variant.language)),
        "follows": follows(variant),
        "tracked": link_json(variant),
    }


def link_json(variant: Variant) -> dict[str, Any] | None:
    """The variant's link with its parameters, how it is seen, and what it counts; None without one."""
    if not variant.link:
        return None
    campaign = variant.post.campaign
    try:
        long = links.tracked(
            variant.link, platform=variant.channel.platform, language=variant.language,
            campaign=campaign.slug if campaign else "",
        )  # fmt: skip
        short = links.short(variant.link)
    except links.LinkInvalid:
        return {"error": _("This is no address of the web. It begins with https:// and names a host.")}
    capabilities = _known(variant.channel.platform)
    limits = capabilities.limits("text") if capabilities else ()
    counted = max((count(long, limit.rule, url_length=limit.url_length) for limit in limits), default=len(long))
    return {"long": long, "short": short, "counts": counted}


def channel_more(channel: Channel) -> dict[str, Any]:
    """What a channel's platform takes besides a text: titles, hashtags beside it, and choices for each post."""
    capabilities = _known(channel.platform)
    if capabilities is None:
        return {"titles": False, "tagsApart": False, "maxTags": 0, "maxHashtags": 0, "links": True, "options": []}
    return {
        "titles": bool(capabilities.limits("title")),
        "tagsApart": capabilities.tags_apart,
        "maxTags": capabilities.max_tags,
        "maxHashtags": capabilities.max_hashtags,
        "links": capabilities.links_clickable,
        "options": options(capabilities, channel),
    }


def options(capabilities: Capabilities, channel: Channel) -> list[dict[str, Any]]:
    """What may be chosen for one post, with what the channel itself would take."""
    return [
        {
            "name": each.name,
            "label": _(each.label),
            "help": _(each.help) if each.help else "",
            "usual": str(channel.settings.get(each.name) or each.default),
            "choices": [{"value": value, "text": _(label)} for value, label in each.choices],
        }
        for each in capabilities.settings_fields
        if each.per_post
    ]


def allowed_options(capabilities: Capabilities | None, given: dict[str, Any]) -> dict[str, str] | None:
    """The options that the platform declares out of `given`, empty ones left out; None where one is not allowed."""
    fields = {each.name: each for each in capabilities.settings_fields if each.per_post} if capabilities else {}
    found: dict[str, str] = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is None or not isinstance(value, str) or len(value) > 200:
            return None
        if value and field.choices and value not in {each for each, _label in field.choices}:
            return None
        if value:
            found[name] = value
    return found


def _known(platform: str) -> Capabilities | None:
    try:
        return capabilities_of(platform)
    except UnknownPlatform:
        return None
