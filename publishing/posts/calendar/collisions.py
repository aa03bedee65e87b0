"""Posts that stand in each other's way. Warnings only: a person may want it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from publishing.connectors.registry import UnknownPlatform
from publishing.posts.drafts import capabilities_of, language_name
from publishing.posts.obstacles import Obstacle

SAME_CHANNEL = timedelta(minutes=30)
"""Two posts nearer than this on one channel take each other's readers away."""
SAME_CLIP = timedelta(days=7)
"""One clip twice on one platform within this reads as spam, and some platforms treat it so."""

# The hour comes with the question, so that an hour can be weighed that nobody has chosen yet. Neighbours are found by
# the index of hours (or of clips), never by all posts of a channel.
_BUSY = """
SELECT DISTINCT ON (asked.post, channel.id) asked.post, channel.name, other.title, other.due_at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS asked (post, at)
JOIN publishing_variant mine ON mine.post_id = asked.post
JOIN publishing_channel channel ON channel.id = mine.channel_id
JOIN LATERAL (
    SELECT near.title, near.due_at FROM publishing_post near
    JOIN publishing_variant theirs ON theirs.post_id = near.id
    WHERE near.due_at > asked.at - %s AND near.due_at < asked.at + %s
      AND near.id <> asked.post AND theirs.channel_id = mine.channel_id
) other ON true
ORDER BY asked.post, channel.id, abs(extract(epoch FROM other.due_at - asked.at))
"""
_AGAIN = """
SELECT DISTINCT ON (asked.post, channel.platform) asked.post, channel.platform, other.title, other.due_at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS asked (post, at)
JOIN publishing_post post ON post.id = asked.post
JOIN publishing_variant mine ON mine.post_id = asked.post
JOIN publishing_channel channel ON channel.id = mine.channel_id
JOIN LATERAL (
    SELECT near.title, near.due_at FROM publishing_post near
    JOIN publishing_variant theirs ON theirs.post_id = near.id
    JOIN publishing_channel there ON there.id = theirs.channel_id
    WHERE near.clip_id = post.clip_id AND near.id <> asked.post AND there.platform = channel.platform
      AND near.due_at > asked.at - %s AND near.due_at < asked.at + %s
) other ON true
ORDER BY asked.post, channel.platform, abs(extract(epoch FROM other.due_at - asked.at))
"""
_AT_ONCE = """
SELECT mine.post_id, channel.name, array_agg(mine.language ORDER BY mine.language)
FROM publishing_variant mine JOIN publishing_channel channel ON channel.id = mine.channel_id
WHERE mine.post_id = ANY(%s)
GROUP BY mine.post_id, channel.id HAVING count(*) > 1
"""


def among(asked: Sequence[tuple[int, datetime | None]]) -> dict[int, list[Obstacle]]:
    """Warnings by post, for posts (primary keys) at hours that they have or might get; none without an hour."""
    placed = [(post, at) for post, at in asked if at is not None]
    found: dict[int, list[Obstacle]] = defaultdict(list)
    if not placed:
        return found
    posts, hours = [post for post, _ in placed], [at for _, at in placed]
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [posts, hours, SAME_CHANNEL, SAME_CHANNEL])  # type: ignore[list-item]
        for post, channel, title, at in cursor.fetchall():
            params = {"channel": channel, "other": title, "when": at}
            found[post].append(Obstacle("channel_busy", params, "warning"))
        cursor.execute(_AGAIN, [posts, hours, SAME_CLIP, SAME_CLIP])  # type: ignore[list-item]
        for post, platform, title, at in cursor.fetchall():
            params = {"platform": _platform(platform), "other": title, "when": at}
            found[post].append(Obstacle("clip_again", params, "warning"))
        cursor.execute(_AT_ONCE, [posts])
        for post, channel, languages in cursor.fetchall():
            params = {"channel": channel, "languages": ", ".join(language_name(tag) for tag in languages)}
            found[post].append(Obstacle("languages_at_once", params, "warning"))
    return found


def at(post_id: int, hour: datetime) -> list[Obstacle]:
    """What stands in the way of a post at an hour."""
    return among([(post_id, hour)]).get(post_id, [])


def _platform(name: str) -> str:
    try:
        return capabilities_of(name).name
    except UnknownPlatform:
        return name
