"""Titles, lower thirds and end cards: what an editor wants written over the picture, and when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.errors import VideoError
from curation.video.limits import Limits
from curation.video.producing.brand import Brand
from curation.video.producing.layers import Layer
from curation.video.running.isolation import ask
from curation.video.running.process import whole
from curation.video.running.supervision import Cancelled
from curation.video.shapes import even
from curation.video.wishes import Wishes, choice, number, refusal, texts

KINDS = ("title", "lower_third", "end_card")
PLACES = ("left", "centre", "right")
LONGEST = 24 * 3600.0  # seconds
DRAWING = 1  # counted up whenever titles are drawn differently: those made earlier are then made anew
LAYER_LIMITS = Limits(cpu=120, wall=180.0)


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


def compose(
    title: Title,
    brand: Brand,
    *,
    language: str,
    width: int,
    height: int,
    rate: Fraction,
    folder: Path,
    shots_end: float = 0.0,
    limits: Limits = LAYER_LIMITS,
    cancelled: Cancelled | None = None,
) -> Layer:
    """Draw `title` for an output of `width` by `height` pixels into `folder`, in a limited child.

    What was drawn before is found again by all that it depends on. shots_end: seconds at which the shots end, from
    where an end card counts. Raises VideoError: `bad_request` (no fonts, no text), `text_missing`, `glyph_missing`,
    `not_a_picture`, `disk_full`.
    """
    if brand.fonts is None or not brand.fonts.is_dir():
        raise refusal("brand.fonts", str(brand.fonts))
    request = {
        "title": title.to_dict() | {"start": 0.0, "end": round(title.duration, 4)},
        "brand": brand.to_dict() | {name: _absolute(getattr(brand, name)) for name in ("logo", "fonts")},
        "language": language,
        "size": [even(width), even(height)],
        "rate": str(rate),
    }
    out = folder / f"title-{_digest(request, brand)}.mov"
    box = _drawn("layer", brand.fonts, out, request=request, limits=limits, cancelled=cancelled)
    start = title.start + (shots_end if title.kind == "end_card" else 0.0)
    return Layer(out.absolute(), start, start + title.duration, *box)


def watermark(
    brand: Brand, *, width: int, height: int, folder: Path, cancelled: Cancelled | None = None
) -> Layer | None:
    """The brand's watermark for an output of `width` by `height` pixels, or None where it has none.

    Raises VideoError: `not_a_picture`, `disk_full`.
    """
    if brand.watermark is None:
        return None
    request = {
        "picture": _absolute(brand.watermark),
        "corner": brand.watermark_corner,
        "opacity": brand.watermark_opacity,
        "size": [even(width), even(height)],
    }
    out = folder / f"watermark-{_digest(request, brand)}.png"
    box = _drawn("watermark", brand.watermark, out, request=request, limits=LAYER_LIMITS, cancelled=cancelled)
    return Layer(out.absolute(), 0.0, None, *box)


def _drawn(
    task: str, path: Path, out: Path, *, request: dict[str, Any], limits: Limits, cancelled: Cancelled | None
) -> list[int]:
    """Have `out` drawn unless it is there; x, y, width and height of where it goes, which are kept beside it."""
    place = out.with_suffix(".json")
    if not (out.is_file() and place.is_file()):
        told = whole(
            out,
            write=lambda partial: ask(task, path, limits=limits, output=partial, cancelled=cancelled, **request),
        )
        whole(place, write=lambda partial: partial.write_text(json.dumps(told["box"]), encoding="ascii"))
    box: list[int] = json.loads(place.read_text(encoding="ascii"))
    return box


def _absolute(path: Path | None) -> str | None:
    return str(path.absolute()) if path else None


def _digest(request: dict[str, Any], brand: Brand) -> str:
    """A name for all that a drawing depends on: what was asked, the bytes of the pictures, which fonts there are."""
    digest = hashlib.sha256(f"{DRAWING} {json.dumps(request, sort_keys=True)}".encode())
    for picture in (brand.logo, brand.watermark):
        if picture is not None:
            try:
                digest.update(hashlib.sha256(picture.read_bytes()).digest())
            except OSError as error:
                raise VideoError("not_a_picture", name=picture.name, detail=str(error)) from error
    if brand.fonts is not None:
        for font in sorted(brand.fonts.iterdir()):
            digest.update(f"{font.name} {font.stat().st_size}".encode())
    return digest.hexdigest()[:24]
