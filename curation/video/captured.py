"""When was it filmed: from the container, the file's name or its folders, and which of them said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from curation.video.probe import Probe
from curation.video.stamps import in_utc, written_stamp

# Before 1995 no camera wrote digital video files; 1904 and 1970 are the zeros of MP4's and Unix's clocks.
EARLIEST = datetime(1995, 1, 1)
# A camera's clock may be in any zone, so its "now" may be ahead of ours.
AHEAD = timedelta(hours=26)


@dataclass(frozen=True)
class CaptureTime:
    """`value`: naive in the camera's own local time, or aware in UTC. `source`: container, file_name or folder.

    `exact` is False when only the day is known; the time of day is then midnight.
    """

    value: datetime
    source: str
    exact: bool = True


def capture_time(path_parts: Sequence[str], probe: Probe | None, *, now: datetime | None = None) -> CaptureTime | None:
    """The moment of recording of the file whose path below the import folder is `path_parts`, its name last.

    Sources in order: the container, the file's name, its folders from the nearest up; the first plausible one
    counts. `now` is aware and stands for today in tests. Never raises for any text.
    """
    today = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    if probe is not None and probe.created is not None and _plausible(probe.created, today=today):
        return CaptureTime(in_utc(probe.created), "container")
    for source, parts in (("file_name", path_parts[-1:]), ("folder", path_parts[-2::-1])):
        for part in parts:
            stamp = written_stamp(part)
            if stamp is not None and _plausible(stamp.value, today=today):
                return CaptureTime(stamp.value, source, exact=stamp.exact)
    return None


def _plausible(value: datetime, *, today: datetime) -> bool:
    try:
        plain = in_utc(value).replace(tzinfo=None)
    except OverflowError:
        return False
    return EARLIEST <= plain <= today + AHEAD
