"""What the newest version of a clip shows: the answer that counts for each piece of its footage."""

from __future__ import annotations

from curation.clips.models import Clip
from curation.clips.scenes import Sight, sights
from curation.footage.layers import current
from curation.species.models import Taxon


def sights_of(clip: Clip) -> list[Sight]:
    """Each animal of each shot, in the order of the shots; what a shot repeats is told once."""
    version = clip.version
    if version is None:
        return []
    segments = version.segments.select_related("footage__station").prefetch_related(
        "footage__observations__taxon__names"
    )
    found: list[Sight] = []
    for segment in segments:
        seen = sights(segment.footage, current(list(segment.footage.observations.all())))
        found += [sight for sight in seen if sight not in found]
    return found


def taxa_of(clip: Clip) -> list[Taxon]:
    """The animals that are seen, each once, in the order of the desk's list: the tiger first."""
    return taxa_in(sights_of(clip))


def taxa_in(seen: list[Sight]) -> list[Taxon]:
    """The same out of what is read already."""
    taxa = {sight.taxon.pk: sight.taxon for sight in seen}
    return sorted(taxa.values(), key=lambda taxon: (taxon.position, taxon.scientific_name))
