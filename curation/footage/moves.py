"""What pages are told of the movement in footage."""

from __future__ import annotations

from typing import Any

from curation.footage.models import Footage

NEEDED = ("moving", "suggested", "poster", "band", "step", "strip", "share", "animals")


def motion_json(footage: Footage) -> dict[str, Any] | None:
    """Movement for the player's motion band and the first stretch of a clip; None where it was not looked for.

    `track`: [seconds, x, y, w, h, confidence] of the leading animal, in 0..1 of the picture. `band`: 0..1 for each
    second. `moving`: [start, end]. `suggested`: [start, end] or None. `poster`: seconds.
    """
    if not footage.motion:
        return None
    return {"track": footage.motion.get("track", []), "blank": footage.blank} | {
        name: footage.motion.get(name) for name in NEEDED
    }
