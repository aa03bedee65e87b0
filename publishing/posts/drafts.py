"""A variant as a connector's draft: for the checks before scheduling, and with real files for the delivery."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from curation.clips.models import CaptionTrack, ClipVersion, Rendition
from curation.clips.outputs import picture_size
from curation.files.local import local_copy, scratch
from curation.subtitles.cues import Cue, Document
from curation.subtitles.formats import srt, webvtt
from curation.subtitles.languages import LANGUAGES
from curation.video.shapes import SHAPES
from publishing.connectors.base import Draft, Media, SubtitleTrack, Wording
from publishing.connectors.capabilities import Capabilities
from publishing.connectors.registry import UnknownPlatform, connector
from publishing.connectors.text import count
from publishing.posts import posters
from publishing.posts.models import Variant

CONTENT_TYPE = "video/mp4"  # every rendition is one
FETCH_SALT = "publishing.fetch"


def capabilities_of(platform: str) -> Capabilities:
    """What the platform takes. Raises UnknownPlatform."""
    return connector(platform).capabilities


def language_name(tag: str) -> str:
    """What a language calls itself, which needs no translation; the tag where it is not one of ours."""
    return LANGUAGES[tag].own if tag in LANGUAGES else tag


def vtt(track: CaptionTrack) -> str:
    """The captions of a track as WebVTT; cues without words are left out."""
    return webvtt.write(_document(track))


def _document(track: CaptionTrack) -> Document:
    cues = tuple(
        Cue(cue.start, cue.end, cue.text, settings=cue.settings) for cue in track.cues.all() if cue.text.strip()
    )
    return Document(cues=cues)


def tracks_of(variant: Variant) -> list[CaptionTrack]:
    """The captions that travel beside the video: the variant's own language first, then every other approved one in
    the order of the channel's languages. Where a quota does not suffice for all, the first go first.

    A person who posts by hand gets them as files, whatever is burnt into the picture.
    """
    by_hand = variant.subtitle_route == "burn_in" and capabilities_of(variant.channel.platform).by_hand
    if variant.subtitle_route != "track" and not by_hand:
        return []
    wanted = list(variant.channel.languages)
    approved = CaptionTrack.State.APPROVED

    def place(track: CaptionTrack) -> tuple[bool, int, str]:
        at = wanted.index(track.language) if track.language in wanted else len(wanted)
        return track.language != variant.language, at, track.language

    tracks = [
        each for each in variant.post.clip.tracks.all() if variant.language == each.language or each.state == approved
    ]
    return sorted(tracks, key=place)


def planned_media(variant: Variant, version: ClipVersion) -> Media:
    """The video as it will be: exact where it is made already, else what its shape, length and footage tell."""
    rendition = variant.rendition
    if rendition is not None and rendition.state == Rendition.State.READY:
        return _media(rendition, Path(rendition.file))
    width, height = picture_size(version, variant.shape if variant.shape in SHAPES else "16:9")
    return Media(Path("planned.mp4"), CONTENT_TYPE, 1, width, height, version.duration, "")


def _media(rendition: Rendition, path: Path) -> Media:
    proof = rendition.proof
    seconds = rendition.duration or 0.0
    return Media(
        path,
        CONTENT_TYPE,
        rendition.size or 0,
        rendition.width or 0,
        rendition.height or 0,
        seconds,
        rendition.sha256,
        rate=round(float(proof.get("frame_count") or 0) / seconds, 3) if seconds else 0.0,
        sound=bool(proof["audio_codec"]) if "audio_codec" in proof else None,
    )


def title_of(variant: Variant) -> str:
    """What stands above the text where a platform has titles: the variant's own, else the post's."""
    return variant.title.strip() or variant.post.title


def lends_title(variant: Variant) -> bool:
    """Whether the title of the post goes out with this variant: its platform has titles and it has none of its own."""
    try:
        titled = bool(capabilities_of(variant.channel.platform).limits("title"))
    except UnknownPlatform:
        return False
    return titled and not variant.title.strip()


def _words(variant: Variant, capabilities: Capabilities) -> dict[str, Any]:
    return {
        "text": variant.text,
        "language": variant.language,
        "alt_text": variant.alt_text,
        # Where a platform has no titles the post's is a name for the desk only, and nothing is lost.
        "title": title_of(variant) if capabilities.limits("title") else variant.title.strip(),
        "tags": tuple(variant.tags),
        "translations": _translations(variant, capabilities),
        "options": options_of(variant, capabilities),
    }


def options_of(variant: Variant, capabilities: Capabilities) -> dict[str, str]:
    """What may be chosen for each post: as it is for the channel, unless the variant says otherwise.

    Only what the platform declares as such: an address or a key cannot be exchanged from within a post.
    """
    found = {}
    for each in capabilities.settings_fields:
        if not each.per_post:
            continue
        own = str(variant.options.get(each.name) or "")
        allowed = not each.choices or own in {value for value, _label in each.choices}
        value = own if own and allowed else str(variant.channel.settings.get(each.name) or each.default)
        if value:
            found[each.name] = value
    return found


def _translations(variant: Variant, capabilities: Capabilities) -> tuple[Wording, ...]:
    """Title and text of the same post in other languages: what was written for this very platform before the rest,
    and nothing that is too long for it."""
    if capabilities.languages.per_post < 2 or not variant.language:
        return ()
    channel = variant.channel
    others = variant.post.variants.exclude(language=variant.language).select_related("channel")
    near = sorted(
        others, key=lambda each: (each.channel_id != channel.pk, each.channel.platform != channel.platform, each.pk)
    )
    found: dict[str, Wording] = {}
    for each in near:
        title = each.title.strip() or next(iter(each.text.strip().splitlines()), "").strip()
        if each.language not in found and title and _fits(title, each.text, capabilities):
            found[each.language] = Wording(each.language, title, each.text)
    wanted = list(channel.languages)
    order = sorted(found, key=lambda tag: (wanted.index(tag) if tag in wanted else len(wanted), tag))
    return tuple(found[tag] for tag in order[: capabilities.languages.per_post - 1])


def _fits(title: str, text: str, capabilities: Capabilities) -> bool:
    texts = {"title": title, "text": text}
    return all(
        count(texts[limit.field], limit.rule, url_length=limit.url_length) <= limit.limit
        for limit in capabilities.limits("title") + capabilities.limits("text")
    )


def fetch_address(key: str, capabilities: Capabilities) -> str:
    """Where the platform itself fetches the video of a delivery; empty where it takes uploads, or cannot reach us."""
    if not (capabilities.media.fetched and settings.FETCHABLE):
        return ""
    return f"{settings.PUBLIC_URL}{reverse('fetched', args=[signing.dumps(key, salt=FETCH_SALT)])}"


@contextmanager
def planned_draft(variant: Variant, version: ClipVersion | None) -> Iterator[Draft]:
    """The draft as it will be, for `connectors.checks`; its caption files live as long as the context."""
    capabilities = capabilities_of(variant.channel.platform)
    with scratch() as folder:
        media = planned_media(variant, version) if version else None
        if media is not None:
            media = replace(media, public_url=fetch_address("planned", capabilities))
        yield Draft(
            key="planned", media=media,
            subtitles=_track_files(variant, folder), **_words(variant, capabilities),
        )  # fmt: skip


@contextmanager
def finished_draft(variant: Variant, *, key: str) -> Iterator[Draft]:
    """The draft with its real video and captions as files of this machine. Raises FileNotFoundError."""
    capabilities = capabilities_of(variant.channel.platform)
    rendition = variant.rendition
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        media = None
        if rendition is not None:
            path = stack.enter_context(local_copy(rendition.file))
            poster = posters.poster_of(variant, rendition, video=path)
            picture = stack.enter_context(local_copy(poster)) if poster else None
            address = fetch_address(key, capabilities)
            media = replace(_media(rendition, path), public_url=address, poster=picture)
        yield Draft(key=key, media=media, subtitles=_track_files(variant, folder), **_words(variant, capabilities))


def _track_files(variant: Variant, folder: Path) -> tuple[SubtitleTrack, ...]:
    files = []
    for number, track in enumerate(tracks_of(variant)):
        path = folder / f"captions-{number}.vtt"
        document = _document(track)
        path.write_text(webvtt.write(document), encoding="utf-8", newline="\n")
        subrip = path.with_suffix(".srt")
        subrip.write_text(srt.write(document), encoding="utf-8", newline="\n")
        files.append(SubtitleTrack(track.language, path, subrip))
    return tuple(files)
