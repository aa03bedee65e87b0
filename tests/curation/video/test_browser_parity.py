"""The studio's page computes tone and framing itself: it is held to the engine's numbers by parity.json.

`python -m tests.curation.video.test_browser_parity` writes the file anew; frontend/src/studio/parity.test.ts reads it.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.looks.look import Look, curve
from curation.video.producing.framing import Key, course, shares

FILE = Path(__file__).parents[3] / "frontend/src/studio/parity.json"
RATE = Fraction(25)
LOOKS = [
    Look(),
    Look(mode="infrared"),
    Look(mode="infrared", shadows=0.7, contrast=0.4),
    Look(mode="day", shadows=0.3, contrast=-0.5, saturation=0.2),
]
COURSES: list[dict[str, Any]] = [
    {"keys": [], "start": 1.0, "end": 3.0},
    {"keys": [Key(2.0, 0.1, 0.5)], "start": 0.0, "end": 4.0},
    {"keys": [Key(1.0, 0.2), Key(2.0, 0.7, 0.4), Key(3.5, 0.3, 0.6)], "start": 0.0, "end": 4.0},
    {"keys": [Key(t / 2, (t * 7 % 10) / 10, 0.5, 1 + t % 3) for t in range(12)], "start": 2.0, "end": 3.6},
]


def numbers() -> dict[str, Any]:
    """What the engine finds, rounded as the file has it."""
    return {
        "curves": [{"look": look.to_dict(), "curve": [round(each, 6) for each in curve(look)]} for look in LOOKS],
        "courses": [_course(**each) for each in COURSES],
    }


def _course(*, keys: list[Key], start: float, end: float) -> dict[str, Any]:
    width, height, ratio = 1920, 1080, 9 / 16
    wide, high = shares(width, height, ratio=ratio)
    frames = round((end - start) * float(RATE))
    found = course(keys, start=start, speed=1.0, rate=RATE, frames=frames, wide=wide, high=high)
    return {
        "keys": [key.to_dict() for key in keys], "shot": {"start": start, "end": end},
        "width": width, "height": height, "ratio": ratio,
        "places": [
            {"time": round(start + n / float(RATE), 4), "x": round(found.x.at(n), 5), "y": round(found.y.at(n), 5),
             "zoom": round(found.zoom.at(n), 5)}
            for n in range(0, frames, 7)
        ],
    }  # fmt: skip


def test_the_studio_is_told_the_engines_numbers() -> None:
    assert json.loads(FILE.read_text()) == json.loads(json.dumps(numbers())), (
        f"write it anew: python -m {__spec__.name}"
    )


if __name__ == "__main__":
    FILE.write_text(json.dumps(numbers(), indent=1) + "\n")
