"""How rare a piece of footage is: the first thing to show is what is seldom seen, not what is new.

rarity = sum over the species seen of -log2(share of tagged footage that shows this species)
         + 2 if there are young, or + 1 if there are subadults.

One of 1,024 tagged pieces that shows leopards scores 10; a boar on every second one scores 1. Footage without animals
scores 0. Shares change with every tag, so `refresh_all` runs by the hour and `refresh` at once for what was changed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count

from curation.footage.models import Footage, Observation
from curation.footage.selectors import current_observations

YOUNG = {Observation.LifeStage.JUVENILE.value: 2.0, Observation.LifeStage.SUBADULT.value: 1.0}
BATCH = 1000


def species_bits() -> dict[int, float]:
    """-log2 of each species' share of the footage that shows any species, by the taxon's key."""
    seen = current_observations().filter(taxon__isnull=False, footage__state=Footage.State.READY)
    total = seen.values("footage").distinct().count()
    counts = seen.order_by().values_list("taxon").annotate(pieces=Count("footage", distinct=True))
    return {taxon: -math.log2(pieces / total) + 0.0 for taxon, pieces in counts}


def score(observations: Iterable[tuple[int | None, str]], *, bits: Mapping[int, float]) -> float:
    """The rarity of one piece from its (taxon, life stage) pairs. Unseen species count as the rarest."""
    pairs = list(observations)
    unseen = max(bits.values(), default=0.0)
    species = sum(bits.get(taxon, unseen) for taxon in {taxon for taxon, _ in pairs if taxon is not None})
    return round(species + max((YOUNG.get(stage, 0.0) for taxon, stage in pairs if taxon is not None), default=0.0), 6)


def refresh(footage: Collection[int]) -> None:
    """Compute anew the rarity of these pieces, by the shares as they are now."""
    _write(list(footage), bits=species_bits())


def refresh_all() -> None:
    """Compute anew the rarity of everything."""
    bits = species_bits()
    keys = list(Footage.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        _write(keys[first : first + BATCH], bits=bits)


def _write(keys: list[int], *, bits: Mapping[int, float]) -> None:
    pairs: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    seen = current_observations().filter(footage__in=keys).order_by()
    for key, taxon, stage in seen.values_list("footage", "taxon", "life_stage"):
        pairs[key].append((taxon, stage))
    changed = []
    for footage in Footage.objects.filter(pk__in=keys).only("pk", "rarity"):
        rarity = score(pairs[footage.pk], bits=bits)
        if rarity != footage.rarity:
            footage.rarity = rarity
            changed.append(footage)
    Footage.objects.bulk_update(changed, ["rarity"])
