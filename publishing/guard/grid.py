"""Positions made coarse by category (Chapman 2020): rounded to a grid, never shifted by chance.

Pure: no Django here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from publishing.guard.findings import gettext_noop

DEGREES: Mapping[int, Decimal] = {1: Decimal(1), 2: Decimal("0.1"), 3: Decimal("0.01"), 4: Decimal("0.001")}
"""Side of a cell by category."""
STATEMENTS: Mapping[str, str] = {
    "withheld": gettext_noop("The location is withheld because the species is sensitive."),
    "generalised": gettext_noop(
        "The location is given to a grid of %(given)s degrees because the species is sensitive; "
        "it is held more exactly."
    ),
}
"""What stands in the place of what was taken out, by code."""


@dataclass(frozen=True)
class Coarse:
    """`latitude` and `longitude` are the middle of the cell in degrees, None where withheld.

    `given` is the cell's side in degrees, None where withheld. `code` is a key of STATEMENTS and `params` fills it.
    """

    latitude: Decimal | None
    longitude: Decimal | None
    given: Decimal | None
    code: str

    @property
    def params(self) -> dict[str, str]:
        return {} if self.given is None else {"given": str(self.given)}


def coarse(latitude: float, longitude: float, *, categories: tuple[int, ...], withhold: bool = True) -> Coarse:
    """The position as it may be told; the most sensitive of `categories` decides for the whole deployment.

    Category 1 is withheld, or given to a degree without `withhold`. Raises ValueError for what is no position or no
    category of 1 to 4, and for no category at all: then nobody knows what may be told.
    """
    if not categories or not set(categories) <= set(DEGREES):
        raise ValueError("categories are 1 to 4")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("not a position")
    category = min(categories)
    if category == 1 and withhold:
        return Coarse(None, None, None, "withheld")
    side = DEGREES[category]
    return Coarse(_middle(latitude, side=side, most=90), _middle(longitude, side=side, most=180), side, "generalised")


def _middle(value: float, *, side: Decimal, most: int) -> Decimal:
    # The pole and the date line belong to the last cell, not to one beyond.
    cell = min((Decimal(str(value)) / side).to_integral_value(ROUND_FLOOR), Decimal(most) / side - 1)
    return cell * side + side / 2
