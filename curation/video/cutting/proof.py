"""What a cut says of itself: what was asked, what came out, and why it was not smart if it was not."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from curation.video.errors import gettext_noop

# Why a cut was encoded as a whole. A code that is not here is a check that failed: `FAILED_CHECK` says so.
REASONS: dict[str, str] = {
    "asked": gettext_noop("The whole clip was encoded because that was asked for."),
    "container": gettext_noop("Only MP4 and MOV files can be cut without encoding the whole clip."),
    "codec": gettext_noop("Only H.264 and HEVC pictures can be cut without encoding the whole clip."),
    "interlaced": gettext_noop("The pictures are interlaced, so the whole clip was encoded."),
    "dolby_vision": gettext_noop("The pictures carry Dolby Vision, so the whole clip was encoded."),
    "parameter_sets": gettext_noop("The file changes its settings in between, so the whole clip was encoded."),
    "access_units": gettext_noop("The compressed pictures are not laid out as they should be."),
    "pixel_format": gettext_noop("The kind of pixels in this file cannot be encoded to match the rest."),
    "encoder": gettext_noop("The encoder cannot be set to match this file."),
    "time_stamps": gettext_noop("The time stamps in this file are not usable, so the whole clip was encoded."),
    "index": gettext_noop("The file has no index to search by, so the whole clip was encoded."),
    "no_entry": gettext_noop("No picture was found from which this range can be decoded."),
    "decoding": gettext_noop("Some pictures around the cut could not be decoded."),
    "unreadable": gettext_noop("Some pictures around the cut are damaged, so the whole clip was encoded."),
    "failed_check": gettext_noop("The cut did not pass its own checks, so the whole clip was encoded."),
}


@dataclass(frozen=True)
class Boundary:
    """One picture beside a cut or a seam: its `time` in the result (seconds), and its `distance` from the source's.

    The distance goes from 0 (the same) to 1: mean difference of brightness after a smart cut, of hashes after a full
    encode (`frames.hash_distance`).
    """

    time: float
    distance: float


@dataclass(frozen=True)
class CutProof:
    """The proof of a cut.

    method: "smart" or "encoded". reason: a code of `REASONS` when encoded, else empty; failed: the checks that the
    smart cut did not pass. frames_*: pictures. duration: seconds. bytes_*: of the pictures, copied and encoded.
    sound: "none", "copied" or "encoded"; sound_offset: seconds that it is off against the pictures; sound_lead,
    sound_rest: seconds of copied sound before the first picture (hidden by an edit list) and after the last.
    checks: each check by name; all are true. size: bytes of the file.
    """

    method: str
    reason: str
    failed: tuple[str, ...]
    frames_wanted: int
    frames_got: int
    frames_copied: int
    frames_encoded: int
    frames_decoded: int
    duration: float
    bytes_copied: int
    bytes_encoded: int
    boundaries: tuple[Boundary, ...]
    sound: str
    sound_offset: float | None
    sound_lead: float
    sound_rest: float | None
    checks: dict[str, bool]
    size: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON values; `message` says in English why the whole clip was encoded."""
        return dataclasses.asdict(self) | {"message": REASONS[self.reason] if self.reason else ""}
