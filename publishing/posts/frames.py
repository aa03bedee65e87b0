"""A picture of a clip at a moment, for choosing its thumbnail: of its finished video, else of its footage."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage

from curation.clips.edit import Edit, ShotEdit
from curation.clips.errors import ClipError
from curation.clips.models import Clip, ClipVersion, Rendition
from curation.clips.stills import still
from curation.clips.timing import placed
from curation.files.local import local_copy, scratch
from curation.footage.selectors import usable_by
from curation.video.errors import VideoError
from curation.video.previews.preview import make_poster

WIDTH = 480  # pixels
KEPT = 3600  # seconds
_LAST = 0.05  # seconds before the end, where the last picture surely is


class NoFrame(LookupError):
    """There is no picture to show: nothing was saved, the file is gone, or this person may not see the footage."""


def frame(clip: Clip, *, seconds: float, user: Any) -> bytes:
    """A JPEG at most 480 pixels wide (1280 of footage). Raises NoFrame."""
    version = clip.version
    if version is None:
        raise NoFrame
    at = min(max(0.0, seconds), max(0.0, version.duration - _LAST))
    ready = Rendition.objects.filter(version=version, state=Rendition.State.READY)
    rendition = ready.filter(language="", shape="16:9").first() or ready.filter(language="").first() or ready.first()
    if rendition is not None and default_storage.exists(rendition.file):
        key = f"post-frame:{rendition.digest}:{round(at * 1000)}"
        known = cache.get(key)
        if known is None:
            known = _of_video(rendition, at=at)
            cache.set(key, known, KEPT)
        return bytes(known)
    return _of_footage(version, at=at, user=user)


def _of_video(rendition: Rendition, *, at: float) -> bytes:
    try:
        with local_copy(rendition.file) as path, scratch() as folder:
            picture = folder / "frame.jpg"
            make_poster(path, picture, at=at, width=min(rendition.width or WIDTH, WIDTH))
            return picture.read_bytes()
    except (VideoError, OSError) as error:
        raise NoFrame from error


def _of_footage(version: ClipVersion, *, at: float, user: Any) -> bytes:
    segments = list(version.segments.select_related("footage"))
    for segment, offset, long in placed(segments):
        if at >= offset + long and segment is not segments[-1]:
            continue
        if not usable_by(user).filter(pk=segment.footage_id).exists():
            raise NoFrame
        shot = ShotEdit.from_dict(segment.settings)
        look = shot.look or Edit.from_dict(version.edit).look
        moment = min(segment.start + (at - offset) * segment.speed, segment.end - _LAST)
        try:
            return still(segment.footage, seconds=max(segment.start, moment), look=look)
        except (ClipError, OSError) as error:
            raise NoFrame from error
    raise NoFrame
