"""The sound of a production: of all shots, one after another, made once into a file that every output takes from.

Making it decodes no pictures. It is kept in floating point, so that no gain can clip before the loudness is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from curation.video.limits import Limits
from curation.video.producing.encode import SOUND_RATE, heard, opened
from curation.video.producing.take import Take
from curation.video.running.process import run
from curation.video.running.progress import OnProgress
from curation.video.running.supervision import Cancelled


def any_sound(takes: Sequence[Take]) -> bool:
    """True when there is something to hear, however quiet."""
    return any(take.cut.probe.audio_stream is not None and not take.shot.mute for take in takes)


def mix(
    takes: Sequence[Take],
    out: Path,
    *,
    rate: Fraction,
    frames: int,
    limits: Limits,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Write the sound of `takes` to `out` (WAV, 48 kHz stereo), as long as `frames` pictures at `rate`.

    Raises the errors of `process.run`.
    """
    run(
        mix_arguments(takes, rate=rate, frames=frames),
        output=out,
        duration=float(frames / rate),
        on_progress=on_progress,
        cancelled=cancelled,
        limits=limits,
    )


def mix_arguments(takes: Sequence[Take], *, rate: Fraction, frames: int) -> list[str]:
    """The arguments for ffmpeg, without program and output name."""
    parts = [_one(take, rate=rate, spare=1.0 + number * 1e-5) for number, take in enumerate(takes)]
    joined = ffmpeg.concat(*parts, v=0, a=1) if len(parts) > 1 else parts[0]
    samples = round(frames * SOUND_RATE / rate)
    joined = joined.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)
    # rf64: a long one passes the four gigabytes that plain WAV can count.
    options: dict[str, Any] = {
        "f": "wav",
        "c:a": "pcm_f32le",
        "rf64": "auto",
        "fflags": "+bitexact",
        "map_metadata": -1,
    }
    return ffmpeg.get_args(ffmpeg.output(joined, "OUT", **options))[:-1]


def _one(take: Take, *, rate: Fraction, spare: float) -> Any:
    source, lead = opened(take.cut, rate=rate, spare=spare)
    stream = heard(source, take.cut, lead=lead, rate=rate, spare=spare)
    shot = take.shot
    if shot.mute:
        return stream.filter("volume", "0")
    if shot.gain:
        stream = stream.filter("volume", f"{shot.gain:.3f}dB")
    if shot.fade_in:
        stream = stream.filter("afade", t="in", st=0, d=f"{shot.fade_in:.6f}")
    if shot.fade_out:
        length = float(take.cut.frames / rate)
        stream = stream.filter("afade", t="out", st=f"{max(0.0, length - shot.fade_out):.6f}", d=f"{shot.fade_out:.6f}")
    return stream
