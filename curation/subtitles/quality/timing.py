"""When a caption comes and goes.

Sources: Netflix Timed Text Style Guide, general requirements ("Duration", "Frame gap") and "Subtitle Timing Guidelines"
(on a cut, or half a second away from it; an end may lie the two frames of the gap before the cut).
"""

import math
from bisect import bisect_left

from curation.subtitles.cues import Cue
from curation.subtitles.limits import reading_length
from curation.subtitles.quality.findings import Found
from curation.subtitles.quality.setting import Setting

SLACK = 0.0005  # seconds: half of the millisecond that every format rounds to
MILLISECOND = 0.001
CLEAR = 0.5  # seconds from a cut
_LONGEST_FILM = 360_000.0  # seconds: a hundred hours


def is_time(cue: Cue) -> bool:
    """Whether both times are finite and within what a film can last."""
    return math.isfinite(cue.start) and math.isfinite(cue.end) and max(abs(cue.start), abs(cue.end)) <= _LONGEST_FILM


def timing(cue: Cue, plain: str, setting: Setting) -> Found:
    """A cue by itself: how long it is shown, how fast it must be read, where it lies."""
    if not is_time(cue):
        yield "endless", {"start": str(cue.start), "end": str(cue.end)}
        return
    limits = setting.limits
    seconds = cue.end - cue.start
    if seconds <= 0:
        yield "backwards", {}
    else:
        if seconds < limits.shortest - SLACK:
            yield "too_short", {"seconds": round(seconds, 2), "limit": round(limits.shortest, 2)}
        if seconds > limits.longest + SLACK:
            yield "too_long", {"seconds": round(seconds, 2), "limit": round(limits.longest, 2)}
        speed = reading_length(plain, language=setting.spoken.tag) / seconds
        if speed > limits.characters_a_second + 0.05:
            yield "too_fast", {"speed": round(speed, 1), "limit": limits.characters_a_second}
    duration = setting.duration
    if cue.start < -SLACK or (duration is not None and cue.end > duration + SLACK):
        yield "outside", {"duration": "?" if duration is None else round(duration, 3)}
    if setting.frame_rate:
        yield from _frames(cue, setting.frame_rate)
    if setting.shots:
        yield from _shots(cue, setting)


def on_frame(seconds: float, rate: float) -> float:
    """The time of the nearest frame, in whole milliseconds as all formats write it."""
    return round(round(seconds * rate) / rate, 3)


def _frames(cue: Cue, rate: float) -> Found:
    # a millisecond is all that the formats can say, so a frame at 0.041666 stands at 0.042
    for code, seconds in (("off_frame", cue.start), ("off_frame_end", cue.end)):
        nearest = round(seconds * rate) / rate
        if abs(nearest - seconds) > MILLISECOND:
            yield code, {"time": round(nearest, 3)}


def near_shot(seconds: float, setting: Setting, *, before: float = 0.0) -> float | None:
    """The cut that a time is too near to without lying on it; it may lie up to `before` seconds in front of it."""
    shots = setting.shots
    place = bisect_left(shots, seconds)
    near = [shot for shot in shots[max(0, place - 1) : place + 1] if abs(shot - seconds) < CLEAR - MILLISECOND]
    half_frame = 0.5 / setting.rate + MILLISECOND
    if not near or any(shot - before - half_frame <= seconds <= shot + half_frame for shot in near):
        return None
    return min(near, key=lambda shot: abs(shot - seconds))


def _shots(cue: Cue, setting: Setting) -> Found:
    for code, seconds, before in (("starts_near_shot", cue.start, 0.0), ("ends_near_shot", cue.end, setting.gap)):
        shot = near_shot(seconds, setting, before=before)
        if shot is not None:
            yield code, {"seconds": round(abs(shot - seconds), 2), "time": round(shot, 3)}


def neighbours(previous: Cue, cue: Cue, setting: Setting) -> Found:
    """A cue and the one before it: overlap and gap."""
    if not (is_time(previous) and is_time(cue)):
        return
    gap = cue.start - previous.end
    if gap < -SLACK:
        yield "overlap", {"seconds": round(-gap, 3)}
    elif setting.frame_rate and SLACK < gap < setting.gap - MILLISECOND:
        yield "small_gap", {"frames": round(gap * setting.frame_rate, 1), "limit": setting.limits.minimum_gap_frames}
