"""The picture that stands for a video: the moment chosen for the variant, else what was drawn with the file."""

from __future__ import annotations

import logging
from pathlib import Path

from django.core.files.storage import default_storage

from curation.clips.models import Rendition
from curation.files.local import keep, scratch
from curation.video.errors import VideoError
from curation.video.previews.preview import make_poster
from publishing.posts.models import Variant

logger = logging.getLogger(__name__)
MOST_WIDE = 1280  # pixels: what the platforms with thumbnails ask for


def poster_of(variant: Variant, rendition: Rendition, *, video: Path) -> str:
    """The stored name of a JPEG; empty where there is none. A chosen moment is drawn once and kept beside the video.

    A picture that cannot be drawn never keeps a video back: the one that was drawn with it is taken then.
    """
    drawn = _chosen(variant, rendition, video=video) if variant.thumbnail_at is not None else ""
    if drawn:
        return drawn
    return rendition.poster if rendition.poster and default_storage.exists(rendition.poster) else ""


def name_of(rendition: Rendition, *, at: float) -> str:
    """Where the picture of a moment (seconds) is kept."""
    return f"{rendition.file.rpartition('.')[0]}-at-{round(at * 1000)}.jpg"


def _chosen(variant: Variant, rendition: Rendition, *, video: Path) -> str:
    at = min(max(0.0, float(variant.thumbnail_at or 0.0)), max(0.0, (rendition.duration or 0.0) - 0.05))
    name = name_of(rendition, at=at)
    if default_storage.exists(name):
        return name
    try:
        with scratch() as folder:
            picture = folder / "poster.jpg"
            make_poster(video, picture, at=at, width=min(rendition.width or MOST_WIDE, MOST_WIDE))
            return keep(picture, name)
    except (VideoError, OSError) as error:
        logger.warning("No picture at %s s of rendition %s: %s", at, rendition.pk, error)
        return ""
