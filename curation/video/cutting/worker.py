"""Makes one smart cut, from opening the source to the evidence. Runs inside the limited child only."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

from curation.video.cutting.evidence import examine
from curation.video.cutting.muxing import Written, write
from curation.video.cutting.nal import Unreadable
from curation.video.cutting.pictures import PictureMaker, Take
from curation.video.cutting.plan import Unfit, plan
from curation.video.cutting.sound import Heard, SoundMaker
from curation.video.cutting.source import Source
from curation.video.errors import VideoError

WRITING_PART = 0.8  # of the progress; the rest is the evidence
TELL_EVERY = 15  # pictures


def cut_file(
    path: Path, output: Path, *, ranges: Sequence[Sequence[str]], form: str, whole: bool, pixels: int, footage: float
) -> dict[str, Any]:
    """Write `ranges` (pairs of seconds as fractions in text) of `path` to `output`; what was found, as JSON values.

    `form`: mp4 or mov. `whole`: decode the whole result. The answer is `{"unfit": reason, "detail": ...}` when the file
    or the ranges cannot be cut smartly. `pixels` and `footage` (seconds) bound what is read: VideoError `too_large` and
    `too_long`. Raises VideoError.
    """
    try:
        source = Source(path)
        try:
            if source.video.width * source.video.height > pixels:
                raise VideoError("too_large", limit=f"{pixels / 1_000_000:g} MP")
            if source.duration > footage:
                raise VideoError("too_long", duration=round(float(source.duration)), limit=round(footage))
            takes = _takes(source, [(Fraction(start), Fraction(end)) for start, end in ranges])
            return _made(source, output, takes=takes, form=form, whole=whole)
        finally:
            source.close()
    except Unfit as unfit:
        return {"unfit": unfit.reason, "detail": unfit.detail}
    except Unreadable as unreadable:
        return {"unfit": "access_units", "detail": str(unreadable)}


def _takes(source: Source, ranges: Sequence[tuple[Fraction, Fraction]]) -> list[Take]:
    stretches = [source.stretch(start, end) for start, end in ranges]
    offsets = accumulate((stretch.end - stretch.first for stretch in stretches), initial=0)
    return [
        Take(stretch, plan(stretch.samples, first=stretch.first, end=stretch.end), offset)
        for stretch, offset in zip(stretches, offsets, strict=False)
    ]


def _made(source: Source, output: Path, *, takes: list[Take], form: str, whole: bool) -> dict[str, Any]:
    base = source.base
    length = takes[-1].offset + takes[-1].stretch.end - takes[-1].stretch.first
    wanted = sum(len(take.stamps) for take in takes)
    maker = PictureMaker(source, takes, long=not any(take.plan.copy for take in takes))
    heard = [Heard(take.stretch.first * base, take.stretch.end * base, take.offset * base) for take in takes]
    sound = SoundMaker(source, heard, form=form)
    tell = _teller(wanted, base=base, length=length)
    written = Written()
    try:
        for written in write(output, form=form, source=source, takes=takes, length=length, maker=maker, sound=sound):
            tell(len(written.stamps), WRITING_PART * len(written.stamps) / wanted)
    finally:
        sound.close()
    read = iter(range(1, wanted + 1))
    found = examine(
        *(output,),
        written=written,
        looks=maker.looks,
        length=length,
        base=base,
        whole=whole,
        tick=lambda: tell(wanted, WRITING_PART + (1 - WRITING_PART) * next(read, wanted) / wanted),
    )
    return {
        "frames_wanted": wanted,
        "frames_got": found.frames,
        "frames_copied": sum(written.copied),
        "frames_encoded": wanted - sum(written.copied),
        "frames_decoded": found.decoded,
        "duration": float(length * base),
        "bytes_copied": written.bytes_copied,
        "bytes_encoded": written.bytes_encoded,
        "boundaries": found.boundaries,
        "sound": sound.method,
        "sound_offset": found.sound_offset,
        "sound_lead": sound.lead,
        "sound_rest": found.sound_end,
        "checks": found.checks,
    }


def _teller(wanted: int, *, base: Fraction, length: int) -> Callable[[int, float], None]:
    """Tells the parent how far the work is: one JSON line now and then, before the answer."""
    told = [0]

    def tell(frames: int, fraction: float) -> None:
        told[0] += 1
        if told[0] % TELL_EVERY == 0:
            seconds = float(length * base) * frames / wanted
            print(
                json.dumps({"progress": [round(fraction, 4), frames, round(seconds, 3)]}), file=sys.stdout, flush=True
            )

    return tell
