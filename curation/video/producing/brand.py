"""The brand kit of a desk: its name, colours, logo, watermark and fonts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curation.video.wishes import Wishes, choice, colour, number, texts

CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


@dataclass(frozen=True)
class Brand:
    """What titles and watermarks are drawn with.

    name: the desk's name by language tag. colour, accent: #rrggbb, the ground of cards and the small marks on it.
    logo, watermark: pictures (PNG, JPEG or WebP, best with transparency). watermark_opacity: 0..1. fonts: the folder
    whose fonts letters are drawn with; titles need it. Raises VideoError `bad_request`.
    """

    name: Mapping[str, str] = field(default_factory=dict)
    colour: str = "#1f4d3a"
    accent: str = "#d9772b"
    logo: Path | None = None
    watermark: Path | None = None
    watermark_corner: str = "top_right"
    watermark_opacity: float = 0.6
    fonts: Path | None = None

    def __post_init__(self) -> None:
        texts(self.name, field="name")
        colour(self.colour, field="colour")
        colour(self.accent, field="accent")
        choice(self.watermark_corner, choices=CORNERS, field="watermark_corner")
        number(self.watermark_opacity, low=0.0, high=1.0, field="watermark_opacity")

    @classmethod
    def from_dict(cls, values: Any, *, where: str = "brand") -> Brand:
        """The brand that `to_dict` wrote; what is not there is as it is in a new Brand."""
        wishes = Wishes(values, where=where)
        plain = cls()
        brand = cls(
            name=wishes.texts("name"),
            colour=wishes.colour("colour", default=plain.colour),
            accent=wishes.colour("accent", default=plain.accent),
            logo=wishes.path("logo"),
            watermark=wishes.path("watermark"),
            watermark_corner=wishes.choice("watermark_corner", choices=CORNERS, default=plain.watermark_corner),
            watermark_opacity=wishes.number("watermark_opacity", low=0, high=1, default=plain.watermark_opacity),
            fonts=wishes.path("fonts"),
        )
        wishes.done()
        return brand

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "name": dict(self.name),
            "colour": self.colour,
            "accent": self.accent,
            "logo": str(self.logo) if self.logo else None,
            "watermark": str(self.watermark) if self.watermark else None,
            "watermark_corner": self.watermark_corner,
            "watermark_opacity": self.watermark_opacity,
            "fonts": str(self.fonts) if self.fonts else None,
        }
