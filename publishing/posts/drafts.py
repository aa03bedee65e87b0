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
from publishing.connectors.base import Draft, Media, SubtitleTrack
from publishing.connectors.capabilities import Capabilities
from publishing.connectors.registry import connector
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
    """The captions that travel beside the video: the variant's own language first, then every other approved one."""
    if variant.subtitle_route != "track":
        return []
    tracks = list(variant.post.clip.tracks.all())
    own = [track for track in tracks if track.language == variant.language]
    approved = CaptionTrack.State.APPROVED
    return own + [track for track in tracks if track.language != variant.language and track.state == approved]


def planned_media(variant: Variant, version: ClipVersion) -> Media:
    """The video as it will be: exact where it is made already, else what its shape, length and footage tell."""
    rendition = variant.rendition
    if rendition is not None and rendition.state == Rendition.State.READY:
        return _media(rendition, Path(rendition.file))
    width, height = picture_size(version, variant.shape if variant.shape in SHAPES else "16:9")
    return Media(Path("planned.mp4"), CONTENT_TYPE, 1, width, height, version.duration, "")


def _media(rendition: Rendition, path: Path) -> Media:
    return Media(
        path, CONTENT_TYPE, rendition.size or 0, rendition.width or 0, rendition.height or 0, rendition.duration or 0.0,
        rendition.sha256,
    )  # fmt: skip


def _words(variant: Variant, capabilities: Capabilities) -> dict[str, Any]:
    return {
        "text": variant.text,
        "language": variant.language,
        "alt_text": variant.alt_text,
        # Where a platform has no titles ours is a name for the desk only, and nothing is lost.
        "title": variant.post.title if capabilities.limits("title") else "",
    }


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
            media = replace(_media(rendition, path), public_url=fetch_address(key, capabilities))
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
