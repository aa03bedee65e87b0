"""Reads what somebody asked for out of JSON values, strictly: `VideoError("bad_request")` names the field."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from curation.video.errors import VideoError

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
LONGEST_TEXT = 500  # characters


class Wishes:
    """The JSON object `values`; `where` (shots.0.look) is put before a field's name in errors.

    Every field that may be there is read once, then `done()` refuses what is left over. Raises VideoError
    `bad_request` everywhere.
    """

    def __init__(self, values: Any, *, where: str = "") -> None:
        if not isinstance(values, Mapping):
            raise refusal(where or "request", values)
        self.values = values
        self.where = where
        self.known: set[str] = set()

    def take(self, name: str, *, default: Any) -> Any:
        """The field as it is."""
        self.known.add(name)
        return self.values.get(name, default)

    def number(self, name: str, *, low: float, high: float, default: float | None = None) -> float:
        """A finite number from `low` to `high`; required when `default` is None."""
        return number(self.take(name, default=default), low=low, high=high, field=self.field(name))

    def choice(self, name: str, *, choices: Collection[str], default: str | None = None) -> str:
        """One of `choices`."""
        return choice(self.take(name, default=default), choices=choices, field=self.field(name))

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self.take(name, default=default)
        if not isinstance(value, bool):
            raise refusal(self.field(name), value)
        return value

    def path(self, name: str) -> Path | None:
        """The name of a file, or None."""
        value = self.take(name, default=None)
        if value is None:
            return None
        if not isinstance(value, str) or not value or "\0" in value:
            raise refusal(self.field(name), value)
        return Path(value)

    def colour(self, name: str, *, default: str) -> str:
        """A colour as #rrggbb."""
        return colour(self.take(name, default=default), field=self.field(name))

    def texts(self, name: str) -> dict[str, str]:
        """Texts by language tag; none is allowed."""
        return texts(self.take(name, default={}), field=self.field(name))

    def field(self, name: str) -> str:
        """The full name of a field."""
        return f"{self.where}.{name}" if self.where else name

    def done(self) -> None:
        """Refuse fields that nobody read."""
        for name in self.values:
            if name not in self.known:
                raise refusal(self.field(str(name)), self.values[name])


def refusal(field: str, value: Any) -> VideoError:
    """The error for a field whose value cannot be used."""
    return VideoError("bad_request", setting=field, detail=f"{field}: {value!r}"[:300])


def number(value: Any, *, low: float, high: float, field: str) -> float:
    """`value` as a finite number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refusal(field, value)
    if not low <= value <= high or not math.isfinite(value):
        raise refusal(field, value)
    return float(value)


def choice(value: Any, *, choices: Collection[str], field: str) -> str:
    """`value` when it is one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise refusal(field, value)
    return value


def colour(value: Any, *, field: str) -> str:
    """`value` as #rrggbb in small letters."""
    if not isinstance(value, str) or not COLOUR.fullmatch(value):
        raise refusal(field, value)
    return value.lower()


def texts(value: Any, *, field: str) -> dict[str, str]:
    """`value` as texts by language tag, each at most 500 characters."""
    if not isinstance(value, Mapping):
        raise refusal(field, value)
    for tag, text in value.items():
        if not isinstance(tag, str) or not LANGUAGE_TAG.fullmatch(tag):
            raise refusal(field, tag)
        if not isinstance(text, str) or len(text) > LONGEST_TEXT or "\0" in text:
            raise refusal(f"{field}.{tag}", text)
    return dict(value)
