"""A picture of footage with the look that is being tried, for the studio."""

from __future__ import annotations

import hashlib
import json

from django.core.cache import cache

from curation.clips.errors import ClipError
from curation.files.local import local_copy, scratch
from curation.footage.models import Footage
from curation.video.errors import VideoError
from curation.video.looks.look import Look
from curation.video.looks.still import make_still
from curation.video.probe import Probe

WIDTH = 1280  # pixels
KEPT = 3600  # seconds
VERSION = 1


def still(footage: Footage, *, seconds: float, look: Look) -> bytes:
    """A JPEG of the moment with the look, made of the original. ClipError `footage_not_ready`, `no_still`."""
    if not footage.file or not footage.probe:
        raise ClipError("footage_not_ready")
    asked = json.dumps([VERSION, footage.fingerprint, round(seconds, 3), look.to_dict()])
    key = "still:" + hashlib.sha256(asked.encode()).hexdigest()
    known = cache.get(key)
    if known is None:
        known = _drawn(footage, seconds=seconds, look=look)
        cache.set(key, known, KEPT)
    return bytes(known)


def _drawn(footage: Footage, *, seconds: float, look: Look) -> bytes:
    try:
        with local_copy(footage.file) as path, scratch() as folder:
            out = folder / "still.jpg"
            make_still(path, out, probe=Probe.from_dict(footage.probe), at=seconds, look=look, width=WIDTH)
            return out.read_bytes()
    except (VideoError, OSError) as error:
        raise ClipError("no_still") from error
