"""The time line of a version as captions need it: its shots, its pictures a second, its sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy

from curation.clips.edit import Edit, ShotEdit
from curation.clips.models import ClipVersion, Segment
from curation.clips.offers import FASTEST_RATE, USUAL_RATE
from curation.clips.retiming import length
from curation.files.errors import StoreError
from curation.files.local import local_copy
from curation.footage.models import Footage
from curation.footage.selectors import usable_by
from curation.video.audio.waveform import read_waveform

PEAKS = 20  # a second: two pictures of a workbench's waveform share one
MOST_PEAKS = 72_000  # an hour of them; a longer clip has coarser ones


def placed(segments: Sequence[Segment]) -> Iterator[tuple[Segment, float, float]]:
    """Each shot with its beginning and its length in seconds of the clip."""
    offset = 0.0
    for part in segments:
        long = length(part)
        yield part, offset, long
        offset += long


def cuts(version: ClipVersion) -> list[float]:
    """Where one shot ends and the next begins, in seconds of the clip; neither its beginning nor its end."""
    return [round(offset, 3) for _part, offset, _long in placed(list(version.segments.all()))][1:]


def frame_rate(version: ClipVersion) -> float:
    """Pictures a second that a rendition will have."""
    first = version.segments.select_related("footage").first()
    return min((first.footage.frame_rate if first else None) or USUAL_RATE, FASTEST_RATE)


def peaks(version: ClipVersion, *, user: object) -> tuple[list[float], float]:
    """How loud the clip is, 0 to 1, and how many of these there are in a second; silence where nothing was drawn.

    A shot that is muted is silent, one that is slowed down is stretched.
    """
    segments = list(version.segments.select_related("footage"))
    usable = set(usable_by(user).filter(pk__in=[each.footage_id for each in segments]).values_list("pk", flat=True))
    rate = min(float(PEAKS), MOST_PEAKS / max(version.duration, 1.0))
    heard = numpy.zeros(max(1, round(version.duration * rate)))
    gain = Edit.from_dict(version.edit).gain
    for part, offset, long in placed(segments):
        own = ShotEdit.from_dict(part.settings)
        if part.footage_id not in usable or own.mute:
            continue
        first, last = round(offset * rate), min(len(heard), round((offset + long) * rate))
        drawn = _heard(part, part.footage, count=last - first)
        heard[first:last] = numpy.minimum(1.0, drawn * 10 ** ((own.gain + gain) / 20))
    return [round(float(each), 3) for each in heard], rate


def _heard(part: Segment, footage: Footage, *, count: int) -> numpy.ndarray:
    """The loudest sample of each of `count` equal pieces of a shot."""
    silence = numpy.zeros(max(0, count))
    if not footage.waveform or count < 1:
        return silence
    try:
        with local_copy(footage.waveform) as path:
            wave, pixels = read_waveform(path)
    except (OSError, ValueError, StoreError):
        return silence
    if not len(pixels) or not wave.samples_per_pixel:
        return silence
    loud = numpy.abs(pixels.astype(numpy.int16)).max(axis=1) / 128
    a_second = wave.sample_rate / wave.samples_per_pixel
    edges = numpy.linspace(part.start * a_second, part.end * a_second, count + 1).astype(int)
    starts = numpy.clip(edges[:-1], 0, len(loud) - 1)
    ends = numpy.maximum(edges[1:], starts + 1)
    # `reduceat` takes the loudest between neighbouring edges; what lies beyond the file is silence.
    found = numpy.maximum.reduceat(loud, starts)
    return numpy.where((edges[:-1] < len(loud)) & (ends > 0), found, 0.0)
