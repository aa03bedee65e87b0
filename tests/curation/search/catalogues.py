"""Small catalogues that several tests ask about."""

from __future__ import annotations

from curation.search.index import Index
from tests.curation.search.model import Piece, Sight, batch

NOW = 1_700_000_000

PIECES = (
    Piece(
        1,
        station=1,
        captured=NOW - 1000,
        duration=15.0,
        light="day",
        quality=3,
        animal_share=0.2,
        sharpness=0.75,
        sights=(Sight(species=1, behaviour="drinking", count=2, individual="T-7"), Sight(species=4, count=3)),
        tags=("frozen river",),
        texts=(("open", "东北虎在雪地里"), ("open", "Амурский тигр"), ("place", "Ravine 7")),
    ),
    Piece(
        2,
        station=3,
        captured=NOW - 500,
        duration=9.5,
        light="night",
        sights=(Sight(species=4, behaviour="walking"), Sight(method="machine", species=1)),
        texts=(("open", "A tiger crosses the river"),),
    ),
    Piece(3, station=2, sights=(Sight(method="machine", species=4, behaviour="drinking"), Sight("machine", species=1))),
    Piece(7, state="withdrawn", captured=NOW - 9_000_000, embargo_until=NOW + 100),
    Piece(200_000, station=1, captured=NOW, sights=(Sight(species=4, behaviour="drinking", life_stage="juvenile"),)),
)


def small(*, clock: float = NOW) -> Index:
    """An index of `PIECES`."""
    index = Index(clock=lambda: clock)
    index.apply(batch(list(PIECES)), position="12")
    return index
