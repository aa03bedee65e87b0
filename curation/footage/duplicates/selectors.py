"""What a reader sees of near duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curation.footage.models import Footage
from curation.footage.selectors import visible_to
from curation.video.surveying.likeness import Likeness, distance

MOST = 24  # that a footage page shows


@dataclass(frozen=True)
class Twin:
    """Another piece of the group; `distance` 0..1 from the piece looked at, 0 being the same picture."""

    footage: Footage
    distance: float


def alike(footage: Footage, *, user: Any) -> list[Twin]:
    """The other pieces of its group that this person may see, the most alike first."""
    if footage.likeness_group is None:
        return []
    others = visible_to(user).filter(likeness_group=footage.likeness_group).exclude(pk=footage.pk)
    own = Likeness(tuple(footage.likeness))
    rows = others.select_related("station").order_by("pk")[:MOST]
    twins = [Twin(one, round(distance(own, Likeness(tuple(one.likeness))), 3)) for one in rows]
    return sorted(twins, key=lambda twin: (twin.distance, twin.footage.pk))
