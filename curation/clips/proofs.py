"""What a rendition's proof says, in sentences for those who look at the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext

from curation.video.cutting.proof import REASONS

LOUDNESS_NOTES = {
    "too_short": gettext_noop("The sound is too short to be levelled; it was left as it is."),
    "too_quiet": gettext_noop("The sound is too quiet to be raised so far without raising its noise."),
    "limited": gettext_noop("Sudden loud sounds keep it from being louder."),
}
# Reasons that this chapter has beside those of the cut.
OWN_REASONS = {
    "edited": gettext_noop("The clip is more than a plain cut of one piece of footage, so it was encoded."),
    "telling": gettext_noop("The original tells of places or people between its pictures, so it was encoded."),
}
UNKNOWN = "failed_check"
PER_CENT = 100


def sentences(proof: Mapping[str, Any]) -> list[str]:
    """What was found in the finished file; empty for one that has no proof."""
    if not proof:
        return []
    found = [_pictures(proof), *_sound(proof), *_cut(proof.get("cut"))]
    checks = proof.get("checks", {})
    found.append(
        ngettext(
            "%(count)s check of the finished file holds.", "%(count)s checks of the finished file hold.", len(checks)
        )
        % {"count": len(checks)}
    )
    return found


def _pictures(proof: Mapping[str, Any]) -> str:
    return gettext("%(got)s of %(wanted)s pictures were decoded from the finished file.") % {
        "got": proof.get("frame_count", 0),
        "wanted": proof.get("wanted_frames", 0),
    }


def _sound(proof: Mapping[str, Any]) -> list[str]:
    if proof.get("audio_codec") is None:
        return [gettext("The file is silent.")]
    if proof.get("loudness") is None or proof.get("loudness_target") is None:
        return []
    found = [
        gettext("Measured loudness: %(loudness).1f LUFS; %(target).1f LUFS were wanted.")
        % {"loudness": proof["loudness"], "target": proof["loudness_target"]}
    ]
    note = LOUDNESS_NOTES.get(proof.get("loudness_note", ""))
    return [*found, gettext(note)] if note else found


def _cut(cut: Mapping[str, Any] | None) -> list[str]:
    if cut is None:
        return []
    if cut.get("method") != "smart":
        reasons = REASONS | OWN_REASONS
        why = reasons.get(cut.get("reason", ""), reasons[UNKNOWN])
        return [gettext(why)]
    copied, encoded = cut.get("bytes_copied", 0), cut.get("bytes_encoded", 0)
    return [
        gettext("%(share)s %% of the picture data is the original's own, %(frames)s pictures were encoded anew.")
        % {
            "share": _share(copied, copied + encoded),
            "frames": cut.get("frames_encoded", 0),
        }
    ]


def _share(part: int, whole: int) -> str:
    return f"{PER_CENT * part / whole:.1f}" if whole else "0"
