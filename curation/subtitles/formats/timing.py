"""Frames and time codes, for the formats that count in them (SMPTE ST 12-1)."""

from dataclasses import dataclass
from fractions import Fraction

from ttconv.time_code import SmpteTimeCode

from curation.subtitles.errors import SubtitleError

NTSC = Fraction(30_000, 1001)
RATES = {
    "23.976": Fraction(24_000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": NTSC,
    "30": Fraction(30),
    "50": Fraction(50),
    "59.94": Fraction(60_000, 1001),
    "60": Fraction(60),
}
DAY = 24 * 3600  # seconds; time codes begin again after them


@dataclass(frozen=True, slots=True)
class Timing:
    """How times are counted. `frame_rate` is in frames a second, None for what is usual in the format.

    `start_at` is the time code (hh:mm:ss:ff) of the picture's first frame; "" for what the file itself says, or zero.
    """

    frame_rate: Fraction | None = None
    drop_frame: bool = True
    start_at: str = ""


def rate(text: str) -> Fraction:
    """The frame rate that people write as 25 or 29.97. Raises SubtitleError `unknown_rate`."""
    found = RATES.get(text.strip())
    if found is None:
        raise SubtitleError("unknown_rate", rate=text, known=", ".join(RATES))
    return found


def frames_of(code: str, frame_rate: Fraction) -> int:
    """Frames from 00:00:00:00 to a time code; `;` before the frames means drop-frame. Raises `bad_time_code`."""
    try:
        return int(SmpteTimeCode.parse(code, frame_rate).to_frames())
    except (ValueError, AttributeError) as error:
        raise SubtitleError("bad_time_code", time=code) from error


def frame(seconds: float, frame_rate: Fraction) -> int:
    """The nearest frame."""
    return round(Fraction(round(seconds * 1000), 1000) * frame_rate)
