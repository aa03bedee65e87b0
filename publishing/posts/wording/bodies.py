"""What the editor's script sends about words, read strictly: everything else is BadBody."""

from __future__ import annotations

import math
from typing import Any

from curation.subtitles.languages import LANGUAGES
from curation.video.shapes import SHAPES
from publishing.connectors.registry import UnknownPlatform
from publishing.posts.drafts import capabilities_of
from publishing.posts.gate import BadBody, text_of
from publishing.posts.models import Channel
from publishing.posts.obstacles import Obstacle, Refused
from publishing.posts.wording.hashtags import TagInvalid, checked, unlike
from publishing.posts.wording.links import LinkInvalid, tracked
from publishing.posts.wording.shown import allowed_options

_ROUTES = ("track", "burn_in", "none")
MOST_CELLS = 2000
MOST_TAGS = 60
_MORE = ("title", "tags", "link", "thumbnailAt", "options")


def language_of(data: dict[str, Any]) -> str:
    """A language of ours. Raises BadBody."""
    language = text_of(data, "language")
    if language not in LANGUAGES:
        raise BadBody
    return language


def more_of(data: dict[str, Any], channel: Channel, *, strict: bool) -> dict[str, Any]:
    """Title, tags, link, thumbnail and options where the body names them, by the variant's own names.

    strict: what is typed wrong is BadBody; else it is kept as it is, to be measured while it is being typed.
    """
    found: dict[str, Any] = {}
    if "title" in data:
        found["title"] = " ".join(text_of(data, "title", longest=200).split())
    if "tags" in data:
        found["tags"] = _tags(data["tags"])
    if "link" in data:
        found["link"] = link_of(data, strict=strict)
    if "thumbnailAt" in data:
        found["thumbnail_at"] = _seconds(data["thumbnailAt"])
    if "options" in data:
        found["options"] = _options(data["options"], channel)
    return found


def link_of(data: dict[str, Any], *, strict: bool = True) -> str:
    """A web address or nothing. Raises BadBody, and Refused for what is no address."""
    link = text_of(data, "link", longest=500).strip()
    if link and strict:
        try:
            tracked(link, platform="", language="")
        except LinkInvalid:
            raise Refused([Obstacle("link_invalid")]) from None
    return link


def _tags(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_TAGS or not all(isinstance(each, str) for each in value):
        raise BadBody
    try:
        return unlike(checked(each) for each in value)
    except TagInvalid as invalid:
        raise Refused([Obstacle("tag_invalid", {"tag": str(invalid)[:60]})]) from None


def _seconds(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise BadBody
    return round(float(value), 3)


def _options(value: Any, channel: Channel) -> dict[str, str]:
    try:
        capabilities = capabilities_of(channel.platform)
    except UnknownPlatform:
        capabilities = None
    found = allowed_options(capabilities, value) if isinstance(value, dict) else None
    if found is None:
        raise BadBody
    return found


def cells_of(data: dict[str, Any]) -> list[tuple[Channel, str]]:
    """Pairs of channel and language, each once, in order. Raises BadBody."""
    given = data.get("cells")
    if not isinstance(given, list) or len(given) > MOST_CELLS:
        raise BadBody
    channels = Channel.objects.in_bulk()
    found: dict[tuple[int, str], tuple[Channel, str]] = {}
    for each in given:
        key, language = (each.get("channel"), each.get("language")) if isinstance(each, dict) else (None, None)
        if not isinstance(key, int) or isinstance(key, bool) or key not in channels or language not in LANGUAGES:
            raise BadBody
        found[key, str(language)] = (channels[key], str(language))
    return list(found.values())


def snapshots_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    """What an earlier answer gave out as `undo`. Raises BadBody."""
    given = data.get("undo")
    if not isinstance(given, list) or len(given) > MOST_CELLS:
        raise BadBody
    channels = Channel.objects.in_bulk()
    return [_snapshot(each, channels) for each in given]


def _snapshot(each: Any, channels: dict[int, Channel]) -> dict[str, Any]:
    if not isinstance(each, dict) or each.get("language") not in LANGUAGES:
        raise BadBody
    channel = channels.get(each.get("channel", 0)) if isinstance(each.get("channel"), int) else None
    if channel is None or not isinstance(each.get("existed"), bool):
        raise BadBody
    known = {"channel": channel.pk, "language": each["language"], "existed": each["existed"]}
    if not each["existed"]:
        return known
    if each.get("shape") not in SHAPES or each.get("subtitle_route") not in _ROUTES:
        raise BadBody
    body = {**each, "thumbnailAt": each.get("thumbnail_at")}
    derived = each.get("derived")
    return known | more_of({name: body[name] for name in _MORE if name in body}, channel, strict=True) | {
        "text": text_of(each, "text"), "alt_text": text_of(each, "alt_text"), "shape": each["shape"],
        "subtitle_route": each["subtitle_route"], "derived": derived if isinstance(derived, dict) else {},
    }  # fmt: skip
