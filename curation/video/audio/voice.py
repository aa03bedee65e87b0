"""The sound of a stretch as a voice recogniser hears it: one channel, 16 kHz, floating point."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import ffmpeg
import numpy

from curation.video.containers import file_name, input_options
from curation.video.limits import MEBIBYTE, Limits
from curation.video.probe import Probe
from curation.video.running.process import run
from curation.video.running.supervision import Cancelled

LIMITS = Limits(cpu=600, wall=600.0, output=512 * MEBIBYTE)


def heard(
    path: Path, *, probe: Probe, start: float, end: float, rate: int, cancelled: Cancelled | None = None
) -> numpy.ndarray:
    """Samples (-1..1) at `rate` a second from `start` to `end` seconds; empty where the file has no sound.

    Raises the errors of `process.run`.
    """
    if probe.audio_stream is None or end <= start:
        return numpy.zeros(0, numpy.float32)
    source = ffmpeg.input(file_name(path), ss=f"{start:.6f}", t=f"{end - start:.6f}", **input_options())
    options = {"f": "f32le", "c:a": "pcm_f32le", "ac": 1, "ar": rate}
    arguments = ffmpeg.get_args(ffmpeg.output(source[str(probe.audio_stream)], "OUT", **options))[:-1]
    with TemporaryDirectory(prefix="pugmark-voice-") as folder:
        out = Path(folder) / "voice.f32"
        run(arguments, output=out, duration=end - start, cancelled=cancelled, limits=LIMITS)
        return numpy.fromfile(out, "<f4")
