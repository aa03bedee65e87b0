"""How a caption will look burnt into the picture of a shape: the render's own letters over the footage's picture."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from PIL import Image

from curation.clips.cues import MOST_CHARACTERS, clean, known_language
from curation.clips.edit import Edit, ShotEdit
from curation.clips.errors import ClipError
from curation.clips.models import ClipVersion, Segment
from curation.clips.outputs import fit, keys_of
from curation.clips.stills import still
from curation.clips.timing import placed
from curation.files.local import scratch
from curation.footage.selectors import usable_by
from curation.subtitles import ass, fonts
from curation.subtitles.cues import Cue, Document
from curation.video.errors import VideoError
from curation.video.producing.framing import Key
from curation.video.producing.lettered import draw_lettered
from curation.video.shapes import SHAPES

LONGER_SIDE = 960  # pixels of a preview; letters keep their share of the picture
KEPT = 1800  # seconds
VERSION = 1


@dataclass(frozen=True)
class Wanted:
    """What is to be seen: `at` seconds of the clip, in `shape`, `text` with its WebVTT `settings` in `language`."""

    language: str
    shape: str
    at: float
    text: str
    settings: str = ""


def burnt(version: ClipVersion, wanted: Wanted, *, user: Any) -> bytes:
    """A PNG. ClipError `unknown_shape`, `unknown_language`, `too_much_text`, `footage_not_ready`, `no_still`."""
    tag, text = known_language(wanted.language), clean(wanted.text)
    if wanted.shape not in SHAPES:
        raise ClipError("unknown_shape", shape=wanted.shape[:20])
    if len(text) > MOST_CHARACTERS:
        raise ClipError("too_much_text", number=1, length=len(text), most=MOST_CHARACTERS)
    segments = list(version.segments.select_related("footage", "version"))
    part, seconds = _part(segments, wanted.at)
    if not usable_by(user).filter(pk=part.footage_id).exists():
        raise ClipError("footage_not_ready")
    shape = SHAPES[wanted.shape]
    scale = LONGER_SIDE / max(shape.width, shape.height)
    width, height = (round(side * scale / 2) * 2 for side in (shape.width, shape.height))
    key = None if fit(segments, shape.name) == "pad" else _key(keys_of(part, shape.name), seconds)
    cue = Cue(0.0, 5.0, text, settings=clean(wanted.settings)[:200])
    letters = ass.write(Document((cue,)), language=tag, width=shape.width, height=shape.height)
    look = ShotEdit.from_dict(part.settings).look or Edit.from_dict(version.edit).look
    facts = [VERSION, part.footage.fingerprint, round(seconds, 2), look.to_dict(), key.to_dict() if key else None]
    asked = json.dumps([*facts, width, height, letters])
    name = "burnt:" + hashlib.sha256(asked.encode()).hexdigest()
    known = cache.get(name)
    if known is None:
        picture = still(part.footage, seconds=round(seconds, 2), look=look)
        known = _drawn(picture, letters, width=width, height=height, key=key)
        cache.set(name, known, KEPT)
    return bytes(known)


def _part(segments: Sequence[Segment], at: float) -> tuple[Segment, float]:
    """The shot at this second of the clip and the second of its footage; an end card shows the last shot's end."""
    if not segments or not at >= 0:
        raise ClipError("no_still")
    for part, offset, long in placed(segments):
        if at < offset + long or part is segments[-1]:
            seconds = part.start + (at - offset) * part.speed
            return part, min(max(seconds, part.start), max(part.start, part.end - 0.05))
    raise ClipError("no_still")


def _key(keys: Sequence[Key], seconds: float) -> Key:
    """Where the picture is cut at this moment: between two keys in a straight line."""
    if not keys:
        return Key(0.0)
    after = bisect_right([key.time for key in keys], seconds)
    one, two = keys[max(0, after - 1)], keys[min(after, len(keys) - 1)]
    if two.time <= one.time:
        return one
    share = min(1.0, max(0.0, (seconds - one.time) / (two.time - one.time)))
    x, y, zoom = (a + (b - a) * share for a, b in ((one.x, two.x), (one.y, two.y), (one.zoom, two.zoom)))
    return Key(max(0.0, seconds), x, y, zoom)


def _drawn(picture: bytes, letters: str, *, width: int, height: int, key: Key | None) -> bytes:
    with Image.open(BytesIO(picture)) as image:
        size = image.size
    try:
        with scratch() as folder:
            source, captions, out = (folder / name for name in ("picture.jpg", "captions.ass", "burnt.png"))
            source.write_bytes(picture)
            captions.write_text(letters, encoding="utf-8")
            draw_lettered(
                source, out, size=size, captions=captions, fonts=fonts.prepare(Path(settings.FONTS)),
                width=width, height=height, key=key,
            )  # fmt: skip
            return out.read_bytes()
    except (VideoError, OSError) as error:
        raise ClipError("no_still") from error
