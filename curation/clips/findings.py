"""What the checks find in a track's captions; kept until something that they read has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext

from curation.clips.models import CaptionTrack, Cue
from curation.subtitles import quality
from curation.subtitles.cues import Cue as TimedCue
from curation.subtitles.cues import Document
from curation.subtitles.layout import reflow

KEPT = 3600  # seconds


def timed(cue: Cue, *, language: str) -> TimedCue:
    """A caption as it will be shown: nobody breaks lines by hand, what burns them in and what plays them does."""
    return TimedCue(start=cue.start, end=cue.end, text=reflow(cue.text, language=language), settings=cue.settings)


def findings(
    track: CaptionTrack, cues: Sequence[Cue], *, duration: float, source: CaptionTrack | None = None
) -> list[dict[str, Any]]:
    """What a reviewer should look at, by cue, as sentences in the reader's language."""
    written = [cue for cue in cues if cue.text.strip()]
    found = _found(track, written, duration=duration)
    return [
        {
            "cue": written[place].pk,
            "code": code,
            "severity": severity,
            "says": gettext(quality.MESSAGES[code]) % params,
            "mend": mend,
        }
        for place, code, severity, params, mend in found
    ]


def _found(track: CaptionTrack, written: Sequence[Cue], *, duration: float) -> list[tuple[int, str, str, Any, Any]]:
    """Position, code, severity, parameters and safe mend of each finding."""
    facts = [track.language, duration, [[cue.start, cue.end, cue.text, cue.settings] for cue in written]]
    key = "findings:" + hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    known = cache.get(key)
    if known is None:
        document = Document(tuple(timed(cue, language=track.language) for cue in written))
        known = [
            (each.cue_index, each.code, "warning", each.params, None)
            for each in quality.check(document, language=track.language, duration=duration)
            if 0 <= each.cue_index < len(written)
        ]
        cache.set(key, known, KEPT)
    return list(known)
