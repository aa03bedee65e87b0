"""Makes the small version of a file that browsers play, and on request, of the same decode, what a survey reads."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from curation.video.containers import file_name
from curation.video.limits import MEBIBYTE
from curation.video.probe import Probe
from curation.video.producing.encode import SLACK, Coding, Cut, Picture, graph_arguments, output_rate
from curation.video.running.process import execute, whole
from curation.video.running.progress import OnProgress
from curation.video.running.supervision import Cancelled
from curation.video.shapes import even, inside

SIDE = 1280
# Samples for a survey are no larger and no more than it keeps: the width of a poster, and so many.
SAMPLE_WIDTH = 640
SAMPLE_RATE = Fraction(5)
MOST_SAMPLES = 480
MOST_SAMPLE_BYTES = 256 * MEBIBYTE


def make_proxy(
    path: Path,
    out: Path,
    *,
    probe: Probe,
    light: bool = False,
    samples: Path | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """Write an MP4 that every browser plays to `out`: H.264 and AAC, at most 1280 pixels wide, index first,
    a key picture every second.

    Its time line is the original's, so in and out points mean the same in both. All metadata is removed. `light` is
    for originals that play as well, only slowly: made in less time, and half as large again as it could be.
    `samples` names a file for a few small raw pictures of the same decode (26 MB for 15 seconds, 256 MB at most),
    which only `survey` reads. Returns what `survey` is to read: `samples`, or `out` where those would be too large.
    Raises the errors of `process.run`.
    """
    rate = output_rate(probe)
    width, height = inside(probe.display_width, probe.display_height, box_width=SIDE, box_height=SIDE)
    smaller = max(probe.display_width, probe.display_height) > SIDE
    frames = max(1, round(probe.duration * rate))
    arguments = graph_arguments(
        Cut(path, probe, 0.0, frames),
        picture=Picture(width, height, rate, rough=light and smaller),
        coding=Coding(
            crf=26,
            preset="superfast" if light else "veryfast",
            key_seconds=1,
            sound=probe.audio_stream is not None,
        ),
    )
    besides = _sampling(samples, probe=probe) if samples is not None else []
    try:
        whole(
            out,
            write=lambda partial: execute(
                [*arguments, file_name(partial), *besides],
                duration=float(frames / rate),
                frames=frames,
                on_progress=on_progress,
                cancelled=cancelled,
            ),
        )
    except BaseException:
        if samples is not None:
            samples.unlink(missing_ok=True)
        raise
    return samples if samples is not None and besides else out


def _sampling(samples: Path, *, probe: Probe) -> list[str]:
    """The arguments for a second output of a run whose first input is `probe`'s file: raw pictures in a container.

    Nothing where they would take too much room. They are what the proxy shows at their times.
    """
    width, height = SAMPLE_WIDTH, even(min(4.0, probe.display_height / probe.display_width) * SAMPLE_WIDTH)
    rate = min(SAMPLE_RATE, MOST_SAMPLES / Fraction(max(probe.duration, 1.0)).limit_denominator(1000))
    if float(rate) * probe.duration * width * height * 1.5 > MOST_SAMPLE_BYTES:
        return []
    graph = (
        f"settb=AVTB,setpts=PTS-{SLACK:.6f}/TB,fps={rate.numerator}/{rate.denominator}:start_time=0:round=up,"
        f"scale=w={width}:h={height}:flags=area:out_range=tv,format=yuv420p"
    )
    return [
        *("-map", f"0:{probe.video_stream}", "-vf", graph, "-fps_mode", "passthrough"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-c:v", "rawvideo", "-f", "nut", file_name(samples)),
    ]
