"""Cells of a table to values, by the types of the Frictionless Table Schema."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.rows import require_text

WHOLE = re.compile(r"[+-]?[0-9]+")
TRUTH = {
    "true": True,
    "True": True,
    "TRUE": True,
    "1": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "0": False,
}
FIRST_YEAR, LAST_YEAR = 1900, 2200  # years that every zone and the database know


def instant(text: str, *, field: str) -> datetime:
    """A time with its zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise FieldError("not_a_time", field=field, value=text) from error
    if moment.tzinfo is None:
        raise FieldError("no_zone", field=field, value=text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise FieldError("out_of_range", field=field, value=text, minimum=FIRST_YEAR, maximum=LAST_YEAR)
    return moment


def zulu(moment: datetime) -> str:
    """A time as Camtrap DP writes it, in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def zoned(moment: datetime, *, kept: object) -> str:
    """A time as it came (`kept`), if that still is this time; else in the zone it came in."""
    if not isinstance(kept, str):
        return zulu(moment)
    try:
        came = datetime.fromisoformat(kept)
    except ValueError:
        return zulu(moment)
    if came.tzinfo is None:
        return zulu(moment)
    if came != moment:
        came = moment.astimezone(came.tzinfo)
    elif came.microsecond == 0:
        return kept
    offset = came.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{came:%Y-%m-%dT%H:%M:%S}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def whole(text: str, *, field: str) -> int:
    if not WHOLE.fullmatch(text) or len(text) > 18:
        raise FieldError("not_whole", field=field, value=text)
    return int(text)


def number(text: str, *, field: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise FieldError("not_a_number", field=field, value=text) from error
    if not math.isfinite(found) or "_" in text or text[0].isspace() or text[-1].isspace():
        raise FieldError("not_a_number", field=field, value=text)
    return found


def truth(text: str, *, field: str) -> bool:
    if text not in TRUTH:
        raise FieldError("not_true_false", field=field, value=text)
    return TRUTH[text]


def value(text: str, *, field: str, rule: dict[str, Any]) -> Any:
    """A cell's value by its rule: type, enum, minimum, maximum, pattern. `text` is not empty."""
    kind = rule["type"]
    found: Any = text
    if kind == "integer":
        found = whole(text, field=field)
    elif kind == "number":
        found = number(text, field=field)
    elif kind == "boolean":
        found = truth(text, field=field)
    elif kind == "datetime":
        found = instant(text, field=field)
    elif not text.isascii() or "\0" in text:
        require_text(text, field=field)
    if "enum" in rule and found not in rule["enum"]:
        raise FieldError("not_in_list", field=field, value=text, allowed=", ".join(rule["enum"]))
    low, high = rule.get("minimum"), rule.get("maximum")
    if low is not None and high is not None and not low <= found <= high:
        raise FieldError("out_of_range", field=field, value=text, minimum=low, maximum=high)
    if low is not None and found < low:
        raise FieldError("too_small", field=field, value=text, minimum=low)
    return found
