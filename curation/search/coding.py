"""What can be asked for: the dimensions, their declared values, and how measurements become bands.

Strings are those of the catalogue (Camtrap DP), so that the loader hands rows on as they are. A dimension's values are
declared only where their order matters for showing; a behaviour or a tag that was never seen before is added.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Value = str | int

FOOTAGE_DIMENSIONS = (
    "state",
    "alarm",
    "station",
    "zone",
    "light",
    "hour",
    "season",
    "month",
    "quality",
    "blank",
    "duration_band",
    "tagging",
    "disputed",
    "demo",
)
"""One value, or none, for each piece of footage."""

OBSERVATION_DIMENSIONS = ("species", "behaviour", "number", "sex", "life_stage", "individual", "type")
"""Asked of one observation together: "a tiger that drinks" is not "a tiger beside a deer that drinks"."""

SEVERAL_DIMENSIONS = ("tag",)
"""Any number of values for each piece of footage."""

CLOCK_DIMENSIONS = ("rights",)
"""`free` or `embargo`; an embargo ends by itself."""

DIMENSIONS = FOOTAGE_DIMENSIONS + CLOCK_DIMENSIONS + OBSERVATION_DIMENSIONS + SEVERAL_DIMENSIONS

SORTS = ("rarest", "newest", "quality")
RANGES = ("captured", "duration", "score")
"""captured: UTC seconds since 1970; duration: seconds; score: bits, as `Hit.score`."""

STATES = ("catalogued", "registered", "probing", "ready", "failed", "quarantined", "withdrawn")
ALARMS = ("human", "vehicle", "fire", "smoke")
LIGHTS = ("day", "night")
SEASONS = ("spring", "summer", "autumn", "winter")
TAGGING = ("approved", "machine", "untagged")
DURATION_BANDS = ("0-10", "10-30", "30-60", "60+")
NUMBERS = ("1", "2", "3", "4", "5-9", "10+")
SEXES = ("female", "male")
LIFE_STAGES = ("adult", "subadult", "juvenile")
TYPES = ("animal", "human", "vehicle", "blank", "unknown", "unclassified")
BEHAVIOURS = (
    "walking",
    "running",
    "standing",
    "resting",
    "feeding",
    "drinking",
    "hunting",
    "grooming",
    "scent-marking",
    "playing",
    "nursing",
    "mating",
    "fighting",
    "calling",
    "climbing",
    "swimming",
    "flying",
    "looking",
)
YES = "yes"
NO = "no"

DECLARED: dict[str, tuple[Value, ...]] = {
    "state": STATES,
    "alarm": ALARMS,
    "light": LIGHTS,
    "hour": tuple(range(24)),
    "season": SEASONS,
    "quality": (0, 1, 2, 3),
    "blank": (YES, NO),
    "duration_band": DURATION_BANDS,
    "tagging": TAGGING,
    "disputed": (YES,),
    "demo": (YES,),
    "behaviour": BEHAVIOURS,
    "number": NUMBERS,
    "sex": SEXES,
    "life_stage": LIFE_STAGES,
    "type": TYPES,
}
"""Code of a declared value = its place here + 1; 0 is "nothing said"."""

WIDE = {"station", "individual", "tag"}
"""Dimensions that may have more than 65,535 values."""

OF_A_PLACE = "\x1f"
"""A tag that begins so tells an exact place: free text does not find it, only who asks for it by its whole value."""

MISSING = np.iinfo(np.int64).min
"""A time that nobody knows, in arrays of epoch seconds."""

_DAY = 86400
_HOUR = 3600


def number_codes(counts: NDArray[np.int64]) -> NDArray[np.uint16]:
    """The band of each number of animals; 0 or less is "not said"."""
    codes = np.searchsorted([1, 2, 3, 4, 5, 10], counts, side="right")
    return codes.astype(np.uint16)


def duration_codes(deciseconds: NDArray) -> NDArray[np.uint16]:
    """The band of each duration in tenths of a second; 0 is unknown."""
    codes = np.searchsorted([1, 100, 300, 600], deciseconds, side="right")
    return codes.astype(np.uint16)


def local_seconds(captured: NDArray[np.int64], *, offset: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """Seconds of the wall clock at the camera; unknown times become 0 (see `MISSING`)."""
    return np.where(captured == MISSING, 0, captured + offset)


def hour_of(local: NDArray[np.int64]) -> NDArray[np.int64]:
    return local % _DAY // _HOUR


def months_of(local: NDArray[np.int64]) -> NDArray[np.int64]:
    """year * 12 + month - 1, of the Gregorian calendar."""
    since_1970 = local.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return since_1970 + 1970 * 12


def season_codes(months: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Meteorological seasons of the northern hemisphere: spring is March to May."""
    return ((months % 12 - 2) % 12 // 3 + 1).astype(np.uint16)
