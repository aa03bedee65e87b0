"""The page that says what every platform takes, written from the capabilities: docs/platforms.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publishing.connectors.capabilities import ALWAYS, Capabilities, MediaLimits, Quota, Source, TextLimit
from publishing.connectors.checks import RULE_NAMES

HEAD = """# Platforms

Written by `python -m publishing.connectors document > docs/platforms.md` from what the connectors declare; a test
compares them. The same data make the checks before scheduling, the counters beside a text, and the cards of channels.
A number in brackets leads to the source of a fact, with the day on which it was read. Limits move: where a platform can
be asked (`limits()`), it is asked, and its own word counts.
"""
_WHEN = {"always": "", "media": ", with a video", "alone": ", without a video"}
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
_BYTES = ((2**30, "GiB"), (10**9, "GB"), (2**20, "MiB"), (10**6, "MB"), (1024, "KiB"), (1000, "kB"))


def page(platforms: Iterable[Capabilities]) -> str:
    """Return the whole page as Markdown."""
    found = list(platforms)
    parts = [HEAD, *_overview(found)]
    for each in found:
        parts += _section(each)
    return "\n".join(parts)


def _overview(found: list[Capabilities]) -> Iterator[str]:
    yield "| platform | text | video | captions | languages | published by | schedules itself |"
    yield "|---|---|---|---|---|---|---|"
    for each in found:
        texts = "; ".join(f"{limit.limit:,} {RULE_NAMES[limit.rule]}" for limit in each.limits("text"))
        cells = (
            f"[{each.name}](#{anchor(each.name)})",
            texts,
            ", ".join(_sizes(each.media)) or "no limit known",
            _captions(each),
            _languages(each),
            "a person" if each.by_hand else "Pugmark",
            "yes" if each.scheduling.native else "no",
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def anchor(title: str) -> str:
    """Return what a heading is linked by, as GitHub and GitLab make it."""
    kept = "".join(sign for sign in title.lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")


def _section(each: Capabilities) -> Iterator[str]:
    numbers = {source: number for number, source in enumerate(each.sources(), start=1)}

    def read_in(source: Source) -> str:
        return f"[{numbers[source]}]"

    yield f"## {each.name}\n"
    yield "| what | how it is there | read in |"
    yield "|---|---|---|"
    for what, how, source in _facts(each):
        yield f"| {what} | {how} | {read_in(source) if source else ''} |"
    yield ""
    if each.notes:
        yield from (f"- {note}" for note in each.notes)
        yield ""
    for source, number in numbers.items():
        where = f"<{source.url}>" if source.url else "no document"
        yield f"{number}. {source.title}: {where}, {source.checked.isoformat()}"
    yield ""


def _facts(each: Capabilities) -> Iterator[tuple[str, str, Source | None]]:
    for limit in each.text:
        yield limit.field.replace("_", " "), _length(limit), limit.source
    yield "video", _media(each.media), each.media.source
    for name, value, limits in each.media_when:
        yield f"video, where {name} is {value}", _media(limits), limits.source
    yield "captions", _captions(each), each.subtitles.source
    yield "languages of a post", _languages(each), each.languages.source
    ahead = f", {_span(each.scheduling.min_ahead)} ahead at least" if each.scheduling.min_ahead else ""
    yield "schedules itself", f"yes{ahead}" if each.scheduling.native else "no", each.scheduling.source
    yield "a repeat of the last step", f"{_safe(each)}. {each.repeat.note}", each.repeat.source
    for quota in each.quotas:
        yield f"quota: {quota.what}", _quota(quota), quota.source
    yield from ((what, how, None) for what, how in _habits(each))


def _habits(each: Capabilities) -> Iterator[tuple[str, str]]:
    if each.media_required or each.title_required:
        needed = [
            name for name, wanted in (("a video", each.media_required), ("a title", each.title_required)) if wanted
        ]
        yield "needed", " and ".join(needed)
    most = [(each.max_tags, "beside the text"), (each.max_hashtags, "within it")]
    limits = ", ".join(f"{number} {where} at most" for number, where in most if number)
    limits += f", {each.max_tags_length} characters together" if each.max_tags_length else ""
    yield (
        "hashtags",
        ("given beside the text" if each.tags_apart else "within the text") + (f": {limits}" if limits else ""),
    )
    if each.max_mentions:
        yield "mentions", f"{each.max_mentions} at most"
    if not each.links_clickable:
        yield "links", "are read as letters only"
    if each.measures:
        yield "counted afterwards", ", ".join(each.measures)
    signed = "a person signs in at the platform, by OAuth" + (" with PKCE" if each.oauth and each.oauth.pkce else "")
    typed = ", ".join(field.label.lower() for field in each.secret_fields if field.required)
    yield "account", signed if each.oauth else (f"typed in: {typed}" if typed else "no secret is needed")


def _length(limit: TextLimit) -> str:
    told = f"links as {limit.url_length}" in RULE_NAMES[limit.rule]
    link = f", a link counts {limit.url_length}" if limit.url_length and not told else ""
    return f"{limit.limit:,} {RULE_NAMES[limit.rule]}{link}{_WHEN[limit.when]}"


def _media(media: MediaLimits) -> str:
    return "; ".join([", ".join(media.content_types), *_sizes(media), *_shapes(media)])


def _sizes(media: MediaLimits) -> Iterator[str]:
    if media.max_bytes:
        yield size_words(media.max_bytes)
    if media.min_seconds or media.max_seconds:
        least = f"{_span(media.min_seconds)} to " if media.min_seconds else "up to "
        yield f"{least}{_span(media.max_seconds)}" if media.max_seconds else f"{_span(media.min_seconds)} or more"


def _shapes(media: MediaLimits) -> Iterator[str]:
    if media.min_width or media.min_height:
        yield f"{media.min_width} × {media.min_height} pixels or more"
    if media.max_width or media.max_height:
        yield f"{media.max_width} × {media.max_height} pixels or less"
    if media.max_pixels:
        yield f"{media.max_pixels:,} pixels in all or less"
    if media.min_ratio or media.max_ratio:
        yield f"{media.min_ratio:.3g} to {media.max_ratio:.3g} times as wide as high"
    if media.min_rate or media.max_rate:
        least = f"{media.min_rate:g} to " if media.min_rate else "up to "
        yield f"{least}{media.max_rate:g} pictures a second"
    if media.sound_required:
        yield "with sound"
    if media.fetched:
        yield "fetched by the platform from a public address"


def _captions(each: Capabilities) -> str:
    found = each.subtitles
    if found.route == "burn_in":
        return "burnt into the picture"
    most = "one track" if found.single else f"up to {found.max_tracks} tracks" if found.max_tracks else "tracks"
    size = f" of {size_words(found.max_track_bytes)}" if found.max_track_bytes else ""
    return f"{most}{size}" + (f" ({found.content_type})" if found.content_type else "")


def _languages(each: Capabilities) -> str:
    number = each.languages.per_post
    return "not declared" if not number else "one" if number == 1 else f"up to {number}"


def _safe(each: Capabilities) -> str:
    seconds = each.repeat.safe_seconds
    if not seconds:
        return "never safe"
    return "always safe" if seconds >= ALWAYS else f"safe for {_span(seconds)}"


def _quota(quota: Quota) -> str:
    every = _span(quota.seconds)
    cost = f", {quota.cost} for each" if quota.cost != 1 else ""
    owner = "" if quota.scope == "account" else ", of all accounts of the app together"
    return f"{quota.limit:,} in {every}{cost}{owner}"


def _span(seconds: float) -> str:
    parts, left = [], seconds
    for size, name in _UNITS:
        number = left // size if size > 1 else left
        if number:
            parts.append(f"{number:g} {name}{'' if number == 1 else 's'}")
            left -= number * size
    return " ".join(parts) or "0 seconds"


def size_words(size: int) -> str:
    """Return a number of bytes in the largest unit in which it is whole, as platforms state it: 4 GiB, 50 MB."""
    for unit, name in _BYTES:
        if size >= unit and size % unit == 0:
            return f"{size // unit:,} {name}"
    return f"{size:,} bytes"
