"""What a platform would refuse, and what it would lose, said before anything is scheduled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from publishing.connectors.base import Draft, Media, main_track
from publishing.connectors.capabilities import Capabilities, MediaLimits
from publishing.connectors.message import gettext_noop
from publishing.connectors.text import count, links, marked

SENTENCES: dict[str, str] = {
    "text_too_long": gettext_noop("The text is %(over)s over the limit of %(limit)s (%(platform)s counts %(rule)s)."),
    "title_too_long": gettext_noop("The title is %(over)s over the limit of %(limit)s (%(platform)s counts %(rule)s)."),
    "alt_text_too_long": gettext_noop(
        "The alternative text is %(over)s over the limit of %(limit)s (%(platform)s counts %(rule)s)."
    ),
    "title_missing": gettext_noop("%(platform)s shows a title; the first line of the text becomes it."),
    "nothing_to_post": gettext_noop("There is neither a text nor a video."),
    "media_required": gettext_noop("%(platform)s takes no post without a video."),
    "public_address_missing": gettext_noop(
        "%(platform)s fetches the video itself; this desk has no public address to give it (PUBLIC_URL)."
    ),
    "media_type": gettext_noop("%(platform)s does not take files of the type %(type)s."),
    "media_too_large": gettext_noop("The video has %(size)s bytes; %(platform)s takes %(limit)s."),
    "media_empty": gettext_noop("The video file is empty."),
    "media_too_short": gettext_noop("The video lasts %(seconds)s seconds; %(platform)s asks for at least %(limit)s."),
    "media_too_long": gettext_noop("The video lasts %(seconds)s seconds; %(platform)s takes at most %(limit)s."),
    "picture_too_small": gettext_noop(
        "The picture has %(width)s × %(height)s pixels; %(platform)s asks for at least %(limit_width)s × "
        "%(limit_height)s."
    ),
    "picture_too_large": gettext_noop(
        "The picture has %(width)s × %(height)s pixels; %(platform)s takes at most %(limit)s."
    ),
    "picture_shape": gettext_noop(
        "The picture is %(ratio)s times as wide as high; %(platform)s takes %(lowest)s to %(highest)s."
    ),
    "rate_too_low": gettext_noop("The video has %(rate)s pictures a second; %(platform)s asks for at least %(limit)s."),
    "rate_too_high": gettext_noop("The video has %(rate)s pictures a second; %(platform)s takes at most %(limit)s."),
    "sound_missing": gettext_noop("The video has no sound track; %(platform)s takes none without."),
    "too_many_hashtags": gettext_noop("The text has %(count)s hashtags; %(platform)s takes %(limit)s."),
    "tags_too_long": gettext_noop(
        "The hashtags beside the text have %(length)s characters together, %(over)s over the limit of %(platform)s."
    ),
    "too_many_mentions": gettext_noop("The text mentions %(count)s accounts; %(platform)s takes %(limit)s."),
    "alt_text_missing": gettext_noop("The video has no alternative text; blind people learn nothing about it."),
    "too_many_tracks": gettext_noop("There are %(tracks)s subtitle tracks; %(platform)s takes %(limit)s."),
    "track_too_large": gettext_noop("The subtitles in %(language)s have %(size)s bytes; %(platform)s takes %(limit)s."),
    "track_missing": gettext_noop("The file of the subtitles in %(language)s is not there."),
    "track_twice": gettext_noop("There is more than one subtitle track in %(language)s."),
    "subtitles_burnt_in": gettext_noop(
        "%(platform)s takes no subtitle tracks: one language is burnt into the picture, nobody can switch it off."
    ),
    "track_languages_lost": gettext_noop(
        "%(platform)s takes no subtitle tracks: these languages are lost: %(languages)s."
    ),
    "other_tracks_lost": gettext_noop(
        "%(platform)s takes one subtitle track; these languages are lost: %(languages)s."
    ),
    "language_lost": gettext_noop("%(platform)s cannot be told the language of the post."),
    "title_lost": gettext_noop("%(platform)s has no titles: the title is not shown."),
    "tags_lost": gettext_noop("%(platform)s knows only hashtags within the text; these are lost: %(tags)s."),
    "tags_too_many": gettext_noop("%(platform)s takes %(limit)s hashtags beside the text; these are lost: %(tags)s."),
    "alt_text_lost": gettext_noop("%(platform)s takes no alternative text."),
    "links_dead": gettext_noop("Links within a text cannot be opened on %(platform)s; they are read as letters only."),
}
RULE_NAMES: dict[str, str] = {
    "graphemes": gettext_noop("characters as they are seen"),
    "characters": gettext_noop("characters"),
    "bytes": gettext_noop("bytes"),
    "utf16": gettext_noop("UTF-16 units"),
    "mastodon": gettext_noop("characters, links as 23"),
    "threads": gettext_noop("characters, emoji by their bytes"),
    "weighted": gettext_noop("Chinese characters and emoji twice, links as 23"),
}


@dataclass(frozen=True)
class Problem:
    """One thing to know before scheduling. "error": the platform refuses. "warning": it takes it, but.

    `message` is English; `SENTENCES[code]` with `params` is what is translated.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"

    @property
    def message(self) -> str:
        """The English sentence."""
        return SENTENCES[self.code] % self.params


def check(draft: Draft, capabilities: Capabilities) -> list[Problem]:
    """Return everything the platform would refuse, and warnings, in the order in which a person would mend it."""
    problems = [*_text_problems(draft, capabilities)]
    if capabilities.title_required and not draft.title.strip():
        problems.append(Problem("title_missing", {"platform": capabilities.name}, severity="warning"))
    if draft.media is None:
        if capabilities.media_required:
            problems.append(Problem("media_required", {"platform": capabilities.name}))
        elif not draft.text.strip():
            problems.append(Problem("nothing_to_post"))
        return problems
    problems += media_problems(draft.media, capabilities.media_for(draft.options), platform=capabilities.name)
    if capabilities.limits("alt_text") and not draft.alt_text.strip():
        problems.append(Problem("alt_text_missing", severity="warning"))
    if capabilities.subtitles.route == "track":
        problems += _track_problems(draft, capabilities)
    return problems


def losses(draft: Draft, capabilities: Capabilities) -> list[Problem]:
    """Return what the platform would take but not show as it was meant. All of them warnings."""
    name = {"platform": capabilities.name}
    lost = []
    # Whoever posts by hand has the files of all languages in the package: what is lost there is not ours to say.
    if draft.subtitles and capabilities.subtitles.route == "burn_in" and not capabilities.by_hand:
        lost.append(Problem("subtitles_burnt_in", name, severity="warning"))
        others = [track.language for track in draft.subtitles if track.language != draft.language]
        if others:
            lost.append(Problem("track_languages_lost", {**name, "languages": ", ".join(others)}, severity="warning"))
    if capabilities.subtitles.route == "track" and capabilities.subtitles.single and len(draft.subtitles) > 1:
        kept = main_track(draft)
        others = [track.language for track in draft.subtitles if track is not kept]
        lost.append(Problem("other_tracks_lost", {**name, "languages": ", ".join(others)}, severity="warning"))
    if draft.language and not capabilities.languages.per_post:
        lost.append(Problem("language_lost", name, severity="warning"))
    if draft.title and not capabilities.limits("title"):
        lost.append(Problem("title_lost", name, severity="warning"))
    apart = [tag for tag in draft.tags if f"#{tag}".casefold() not in draft.text.casefold()]
    if apart and not capabilities.tags_apart:
        lost.append(Problem("tags_lost", {**name, "tags": ", ".join(apart)}, severity="warning"))
    if capabilities.tags_apart and capabilities.max_tags and len(apart) > capabilities.max_tags:
        beyond = {"limit": capabilities.max_tags, "tags": ", ".join(apart[capabilities.max_tags :])}
        lost.append(Problem("tags_too_many", {**name, **beyond}, severity="warning"))
    if draft.alt_text and draft.media and not capabilities.limits("alt_text"):
        lost.append(Problem("alt_text_lost", name, severity="warning"))
    if not capabilities.links_clickable and links(draft.text):
        lost.append(Problem("links_dead", name, severity="warning"))
    return lost


def _text_problems(draft: Draft, capabilities: Capabilities) -> Iterator[Problem]:
    texts = {"text": draft.text, "title": draft.title, "alt_text": draft.alt_text}
    for limit in capabilities.text:
        if limit not in capabilities.limits(limit.field, media=draft.media is not None):
            continue
        length = count(texts[limit.field], limit.rule, url_length=limit.url_length)
        if length > limit.limit:
            params = {
                "platform": capabilities.name,
                "limit": limit.limit,
                "length": length,
                "over": length - limit.limit,
                "rule": RULE_NAMES[limit.rule],
            }
            yield Problem(f"{limit.field}_too_long", params)
    together = len(",".join(draft.tags[: capabilities.max_tags or None]))
    if capabilities.max_tags_length and together > capabilities.max_tags_length:
        over = together - capabilities.max_tags_length
        yield Problem("tags_too_long", {"platform": capabilities.name, "length": together, "over": over})
    for code, signs, most in (
        ("too_many_hashtags", "#＃", capabilities.max_hashtags),
        ("too_many_mentions", "@＠", capabilities.max_mentions),
    ):
        found = len(marked(draft.text, signs))
        if most and found > most:
            yield Problem(code, {"platform": capabilities.name, "count": found, "limit": most})


def media_problems(media: Media, limits: MediaLimits, *, platform: str) -> Iterator[Problem]:
    """Yield what a platform by the name of `platform` would refuse about a video."""
    name = {"platform": platform}
    if limits.content_types and media.content_type not in limits.content_types:
        yield Problem("media_type", {**name, "type": media.content_type})
    if media.size <= 0:
        yield Problem("media_empty")
    if limits.fetched and not media.public_url:
        yield Problem("public_address_missing", name)
    if limits.max_bytes and media.size > limits.max_bytes:
        yield Problem("media_too_large", {**name, "size": media.size, "limit": limits.max_bytes})
    seconds = {**name, "seconds": round(media.duration, 2)}
    if media.duration < limits.min_seconds:
        yield Problem("media_too_short", {**seconds, "limit": limits.min_seconds})
    if limits.max_seconds and media.duration > limits.max_seconds:
        yield Problem("media_too_long", {**seconds, "limit": limits.max_seconds})
    rate = {**name, "rate": round(media.rate, 2)}
    if media.rate and media.rate < limits.min_rate:
        yield Problem("rate_too_low", {**rate, "limit": limits.min_rate})
    if limits.max_rate and media.rate > limits.max_rate:
        yield Problem("rate_too_high", {**rate, "limit": limits.max_rate})
    if limits.sound_required and media.sound is False:
        yield Problem("sound_missing", name)
    yield from _picture_problems(media, limits, platform=platform)


def _picture_problems(media: Media, limits: MediaLimits, *, platform: str) -> Iterator[Problem]:
    size = {"platform": platform, "width": media.width, "height": media.height}
    if media.width < limits.min_width or media.height < limits.min_height:
        yield Problem("picture_too_small", {**size, "limit_width": limits.min_width, "limit_height": limits.min_height})
    too_wide = (limits.max_width and media.width > limits.max_width) or (
        limits.max_height and media.height > limits.max_height
    )
    if too_wide:
        yield Problem("picture_too_large", {**size, "limit": f"{limits.max_width} × {limits.max_height}"})
    if limits.max_pixels and media.width * media.height > limits.max_pixels:
        yield Problem("picture_too_large", {**size, "limit": limits.max_pixels})
    ratio = media.width / media.height if media.height else 0.0
    if (limits.min_ratio and ratio < limits.min_ratio) or (limits.max_ratio and ratio > limits.max_ratio):
        shape = {"ratio": round(ratio, 3), "lowest": limits.min_ratio, "highest": limits.max_ratio}
        yield Problem("picture_shape", {"platform": platform, **shape})


def _track_problems(draft: Draft, capabilities: Capabilities) -> Iterator[Problem]:
    limits, name = capabilities.subtitles, {"platform": capabilities.name}
    if limits.max_tracks and len(draft.subtitles) > limits.max_tracks:
        yield Problem("too_many_tracks", {**name, "tracks": len(draft.subtitles), "limit": limits.max_tracks})
    languages = [track.language for track in draft.subtitles]
    for language in dict.fromkeys(each for each in languages if languages.count(each) > 1):
        yield Problem("track_twice", {"language": language})
    for track in draft.subtitles:
        try:
            size = track.path.stat().st_size
        except OSError:
            yield Problem("track_missing", {"language": track.language})
            continue
        if limits.max_track_bytes and size > limits.max_track_bytes:
            params = {**name, "language": track.language, "size": size, "limit": limits.max_track_bytes}
            yield Problem("track_too_large", params)
