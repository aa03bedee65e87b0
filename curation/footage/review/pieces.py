"""A piece as the review page shows it: what machines say, where in the picture, and why it is this one's turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curation.footage import cards, layers, search, tagging
from curation.footage.api import observation_json
from curation.footage.models import Footage, ReviewEntry
from curation.footage.query import FootageQuery
from curation.footage.selectors import visible_to
from curation.species.selectors import taxa_by_key

UNSURE = 900  # thousandths of doubt


def pieces_json(keys: Sequence[int], *, user: Any) -> list[dict[str, Any]]:
    """These pieces in this order."""
    found = Footage.objects.select_related("station").in_bulk(list(keys))
    entries = ReviewEntry.objects.in_bulk(list(keys))
    events = {footage.event_id for footage in found.values() if footage.event_id}
    sizes = dict(visible_to(user).filter(event__in=events).order_by().values_list("event").annotate(pieces=Count("pk")))
    known = _known({entry.heap for entry in entries.values() if entry.heap > 0}, user=user)
    shown = [found[key] for key in keys if key in found]
    return [_piece(one, _why(entries.get(one.pk), known=known), pieces=sizes.get(one.event_id, 0)) for one in shown]


def _piece(footage: Footage, why: str, *, pieces: int) -> dict[str, Any]:
    observations = list(tagging.observations_of(footage).prefetch_related("taxon__names").order_by("pk"))
    answer = layers.derive(observations)
    agreeing = layers.surest(observations)
    agreed = {one.pk for one in agreeing}
    said = [observation_json(one) | {"agreed": one.pk in agreed} for one in answer.values]
    return {
        "id": footage.pk,
        "name": str(footage),
        "url": cards.url_of(footage),
        "video": reverse("footage:file", args=[footage.pk]) if footage.playable else "",
        "poster": reverse("footage:poster", args=[footage.pk]) if footage.poster else "",
        "place": footage.station.zone if footage.station else "",
        "moment": cards.moment_of(footage),
        "length": cards.length_of(footage),
        "answer": cards.title_of(agreeing),
        "because": list(answer.verdict),
        "said": sorted(said, key=lambda one: not one["agreed"]),
        "kinds": len({(one.observation_type, one.taxon_id) for one in agreeing}),
        "event": {"pieces": pieces} if pieces > 1 else None,
        "why": why,
    }


def _known(taxa: set[int], *, user: Any) -> dict[int, int]:
    """In how many pieces each of these species is known by now, of those that this person may find; by the search,
    which follows every change. What it does not tell is left out."""
    if not taxa:
        return {}
    counted = search.facets(FootageQuery(), search.Reader(user), only=["species"])
    counts = {facet.value: facet.count for facet in counted.values("species")}
    names = {taxon: taxa_by_key()[taxon].scientific_name for taxon in taxa if taxon in taxa_by_key()}
    return {taxon: counts[name] for taxon, name in names.items() if name in counts}


def _why(entry: ReviewEntry | None, *, known: Mapping[int, int]) -> str:
    """Why this is next, in words."""
    if entry is None:
        return ""
    if entry.heap <= 0:
        return str(ReviewEntry.Heap(entry.heap).label)
    told = [_rare(entry.heap, pieces=known[entry.heap])] if entry.heap in known else []
    if entry.doubt == 1000:
        told.append(_("the machines do not agree"))
    elif entry.doubt >= UNSURE:
        told.append(_("the machine is unsure"))
    return _("; ").join(told)


def _rare(taxon: int, *, pieces: int) -> str:
    name = taxa_by_key()[taxon].name_in(get_language() or "en")
    return ngettext("%(species)s: the only piece so far", "%(species)s: %(count)s pieces so far", pieces) % {
        "species": name,
        "count": pieces,
    }
