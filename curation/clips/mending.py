"""Putting captions right where it is safe: never a word is changed, and what was approved for its words stays so."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser

from curation.clips.cues import CueText, write_cues
from curation.clips.findings import Checked
from curation.clips.models import CaptionTrack
from curation.subtitles import quality

# Nobody breaks lines by hand: what burns them in and what plays them does.
LINES = frozenset({"line_too_long", "too_many_lines", "bad_line_start", "bad_line_end", "widow"})


def mend(
    track: CaptionTrack,
    *,
    codes: Collection[str] | None,
    cue: int | None,
    user: AbstractBaseUser | None,
    revision: int | None = None,
) -> int:
    """Mend findings of these codes (None: all that can be) in one caption (None: all). Returns how many were changed.

    A translation keeps its source's times. ClipError as `write_cues`.
    """
    cues = list(track.cues.all())
    checked = Checked.of(track, cues)
    wanted = quality.MENDABLE - LINES if codes is None else frozenset(codes) - LINES
    places = None if cue is None else [place for place, each in enumerate(checked.cues) if each.pk == cue]
    mended = quality.mend_all(checked.document, codes=wanted, cues=places, **checked.options)
    changed = {}
    for each, before, after in zip(checked.cues, checked.document.cues, mended.document.cues, strict=True):
        times = (each.start, each.end) if track.source_id else (after.start, after.end)
        if after.text != before.text or times != (each.start, each.end):
            changed[each.pk] = (*times, after.text)
    texts = []
    for each in cues:
        start, end, text = changed.get(each.pk, (each.start, each.end, each.text))
        texts.append(CueText(start, end, text, id=each.pk, source_id=each.source_cue_id, settings=each.settings))
    if changed:
        write_cues(track, texts, user=user, revision=revision)
    return len(changed)
