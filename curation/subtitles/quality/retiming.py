"""Mends of a cue's times, each as what some cues would become. Nobody hears or sees the difference of a few frames."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from curation.subtitles.cues import Cue
from curation.subtitles.limits import reading_length
from curation.subtitles.quality.setting import Setting, plain_text
from curation.subtitles.quality.timing import near_shot

Changes = dict[int, Cue]
_OVERLAP = 0.5  # seconds: more than this is no slip, and words would be lost
_FRAMES_TO_SHOT = 7  # Netflix "Subtitle Timing Guidelines": up to here a time moves onto the cut


def longer(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    """Shown as long as it takes to read it, where nothing follows."""
    cue = cues[index]
    limits = setting.limits
    needed = max(
        limits.shortest, reading_length(plain_text(cue.text), language=setting.spoken.tag) / limits.characters_a_second
    )
    end = _up(cue.start + needed, setting)
    # a later caption that already lies beneath this one is none that it could run into
    following = cues[index + 1].start if index + 1 < len(cues) else math.inf
    if end > following - setting.gap and following >= cue.end:
        shortest = _up(cue.start + limits.shortest, setting)
        end = following - setting.gap if following - setting.gap >= shortest else following
    if setting.duration is not None:
        end = min(end, setting.duration)
    yield {index: replace(cue, end=_rounded(_down(end, setting)))}
    yield {index: replace(cue, end=_rounded(end))}


def parted(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    """The caption before ends in time, with a gap of two frames, or else just where this one begins."""
    before, cue = cues[index - 1], cues[index]
    if abs(before.end - cue.start) > _OVERLAP:
        return
    yield {index - 1: replace(before, end=_rounded(_down(cue.start - setting.gap, setting)))}
    yield {index - 1: replace(before, end=cue.start)}


def started_on_frame(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    """Begun at the nearest frame, or the next, or the one before."""
    for time in _frames(cues[index].start, setting):
        yield {index: replace(cues[index], start=time)}


def ended_on_frame(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    """Ended at the nearest frame, or the next, or the one before."""
    for time in _frames(cues[index].end, setting):
        yield {index: replace(cues[index], end=time)}


def started_on_shot(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    """Begun on the cut, when that is a few frames away."""
    cue = cues[index]
    shot = near_shot(cue.start, setting)
    if shot is not None and abs(shot - cue.start) <= _FRAMES_TO_SHOT / setting.rate:
        for time in _frames(shot, setting):
            yield {index: replace(cue, start=time)}


def ended_on_shot(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    """Ended two frames before the cut, or on it, when that is a few frames away."""
    cue = cues[index]
    shot = near_shot(cue.end, setting, before=setting.gap)
    if shot is not None and abs(shot - cue.end) <= _FRAMES_TO_SHOT / setting.rate:
        for time in (*_frames(shot - setting.gap, setting), *_frames(shot, setting)):
            yield {index: replace(cue, end=time)}


def inside(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    """Within the clip, if only an end sticks out of it."""
    cue = cues[index]
    end = cue.end if setting.duration is None else min(cue.end, setting.duration)
    yield {index: replace(cue, start=max(0.0, cue.start), end=_rounded(_down(end, setting)))}
    yield {index: replace(cue, start=max(0.0, cue.start), end=_rounded(end))}


def _frames(seconds: float, setting: Setting) -> list[float]:
    rate = setting.rate
    nearest = round(seconds * rate)
    return [_rounded(frame / rate) for frame in (nearest, nearest + 1, nearest - 1) if frame >= 0]


def _up(seconds: float, setting: Setting) -> float:
    if not setting.frame_rate:
        return seconds
    return math.ceil(seconds * setting.frame_rate - 0.01) / setting.frame_rate


def _down(seconds: float, setting: Setting) -> float:
    if not setting.frame_rate:
        return seconds
    return math.floor(seconds * setting.frame_rate + 0.01) / setting.frame_rate


def _rounded(seconds: float) -> float:
    return round(seconds, 3)
