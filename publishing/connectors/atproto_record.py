"""The record of a post as the AT Protocol stores it (lexicon app.bsky.feed.post), and the key it is stored under."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from atproto_client.models.utils import get_model_as_dict
from atproto_client.utils.facet_detection import detect_facets, detect_mentions

from publishing.connectors.base import Draft
from publishing.connectors.text import count

COLLECTION = "app.bsky.feed.post"
MAX_TAGS = 8
MAX_TAG_GRAPHEMES = 64
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"


def mint_key() -> str:
    """Return a new timestamp identifier: 13 letters that sort by time (atproto.com/specs/tid).

    53 bits of microseconds since 1970 and 10 random bits, so that two workers never mint the same one.
    """
    number = (time.time_ns() // 1000) << 10 | secrets.randbelow(1024)
    return "".join(_LETTERS[number >> shift & 31] for shift in range(60, -1, -5))


def mentioned(text: str) -> tuple[str, ...]:
    """Return the handles that a text mentions, without @ and in lower case."""
    return tuple(dict.fromkeys(mention.handle.lower() for mention in detect_mentions(text)))


def record(
    draft: Draft,
    *,
    video: Mapping[str, Any] | None,
    captions: Mapping[str, Mapping[str, Any]],
    mentions: Mapping[str, str],
) -> dict[str, Any]:
    """Return the record.

    video: the blob of the clip; captions: the blob of each WebVTT track by its language; mentions: DID by handle.
    """
    found: dict[str, Any] = {
        "$type": COLLECTION,
        "text": draft.text,
        "createdAt": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if draft.language:
        found["langs"] = [draft.language]
    # Offsets of facets are in bytes of UTF-8, which is what the library counts.
    facets = [*map(get_model_as_dict, detect_facets(draft.text)), *_mentions(draft.text, mentions)]
    if facets:
        found["facets"] = facets
    tags = _tags_apart(draft, facets)
    if tags:
        found["tags"] = tags
    if draft.media is not None and video is not None:
        found["embed"] = _embed(draft, video, captions)
    return found


def _embed(draft: Draft, video: Mapping[str, Any], captions: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    assert draft.media is not None  # noqa: S101 - only called with media
    embed: dict[str, Any] = {"$type": "app.bsky.embed.video", "video": dict(video)}
    if draft.alt_text:
        embed["alt"] = draft.alt_text
    if draft.media.width > 0 and draft.media.height > 0:
        embed["aspectRatio"] = {"width": draft.media.width, "height": draft.media.height}
    tracks = [
        {"lang": track.language, "file": dict(captions[track.language])}
        for track in draft.subtitles
        if track.language in captions
    ]
    if tracks:
        embed["captions"] = tracks
    return embed


def _mentions(text: str, identities: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "index": {"byteStart": mention.byte_start, "byteEnd": mention.byte_end},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": identities[mention.handle.lower()]}],
        }
        for mention in detect_mentions(text)
        if mention.handle.lower() in identities
    ]


def _tags_apart(draft: Draft, facets: list[dict[str, Any]]) -> list[str]:
    within = {str(feature.get("tag", "")).casefold() for facet in facets for feature in facet["features"]}
    apart = [tag for tag in dict.fromkeys(draft.tags) if tag.casefold() not in within]
    return [tag for tag in apart if count(tag, "graphemes") <= MAX_TAG_GRAPHEMES][:MAX_TAGS]
