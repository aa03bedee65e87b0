"""Titles, lower thirds and end cards: what an editor wants written over the picture, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curation.video.wishes import Wishes, choice, number, refusal, texts

KINDS = ("title", "lower_third", "end_card")
PLACES = ("left", "centre", "right")
LONGEST = 24 * 3600.0  # seconds


@dataclass(frozen=True)
class Title:
    """One title.

    kind: "title" stands large over the picture; "lower_third" names what is seen; "end_card" fills the picture after
    the last shot. start, end: seconds of the output; for an end card they count from the end of the shots. text,
    detail: by language tag; the detail of a lower third is the scientific name. Raises VideoError `bad_request`.
    """

    kind: str = "title"
    start: float = 0.0
    end: float = 4.0
    text: Mapping[str, str] = field(default_factory=dict)
    detail: Mapping[str, str] = field(default_factory=dict)
    place: str = "left"

    def __post_init__(self) -> None:
        choice(self.kind, choices=KINDS, field="kind")
        choice(self.place, choices=PLACES, field="place")
        number(self.start, low=0.0, high=LONGEST, field="start")
        number(self.end, low=0.0, high=LONGEST, field="end")
        if self.end <= self.start:
            raise refusal("end", self.end)
        texts(self.text, field="text")
        texts(self.detail, field="detail")

    @property
    def duration(self) -> float:
        """Seconds that it stands."""
        return self.end - self.start

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "title") -> Title:
        """The title that `to_dict` wrote; what is not there is as it is in a new Title."""
        wishes = Wishes(values, where=where)
        plain = cls()
        title = cls(
            kind=wishes.choice("kind", choices=KINDS, default=plain.kind),
            start=wishes.number("start", low=0, high=LONGEST, default=plain.start),
            end=wishes.number("end", low=0, high=LONGEST, default=plain.end),
            text=wishes.texts("text"),
            detail=wishes.texts("detail"),
            place=wishes.choice("place", choices=PLACES, default=plain.place),
        )
        wishes.done()
        return title

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "text": dict(self.text),
            "detail": dict(self.detail),
            "place": self.place,
        }
