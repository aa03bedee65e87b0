"""What else belongs to a piece of footage: its event, its near duplicates, the animals that people know in it.

The page of a piece asks for these panels by itself, so that it is there at once and they follow.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.footage.cards import length_of, species_label
from curation.footage.duplicates import selectors as duplicates
from curation.footage.events import selectors as events
from curation.footage.individuals import facts
from curation.footage.individuals import selectors as individuals
from curation.footage.models import Footage, Individual, IndividualPicture, Observation
from curation.footage.selectors import visible_to

SUGGESTED = 6


@require_safe
@permission_required("curation.view_footage")
def panels(request: HttpRequest, footage_id: int) -> HttpResponse:
    """The panels of one piece, as HTML."""
    footage = get_object_or_404(visible_to(request.user), pk=footage_id)
    return HttpResponse(drawn(footage, request))


def drawn(footage: Footage, request: HttpRequest) -> str:
    user: Any = request.user
    context = {
        "footage": footage,
        "event": _event(footage, user=user),
        "twins": [_twin(one) for one in duplicates.alike(footage, user=user)],
        "may_tag": user.has_perm("curation.tag_footage"),
        **_individuals(footage, user=user),
    }
    return render_to_string("curation/footage/companions.html", context, request)


def _event(footage: Footage, *, user: Any) -> dict[str, Any] | None:
    place = events.events_of([footage.pk], user=user).get(footage.pk)
    if place is None:
        return None
    before, after = events.neighbours(footage, user=user)
    said = [(species_label(one), one) for one in events.said_of(place.event)]
    return {"place": place, "before": before, "after": after, "said": said}


def _twin(twin: duplicates.Twin) -> dict[str, Any]:
    return {
        "footage": twin.footage,
        "percent": round(100 * (1 - twin.distance)),
        "length": length_of(twin.footage),
    }


def _individuals(footage: Footage, *, user: Any) -> dict[str, Any]:
    if not user.has_perm("curation.view_individual"):
        return {"sees_individuals": False}
    links = individuals.linked_to(footage)
    may_change = user.has_perm("curation.change_individual")
    return {
        "sees_individuals": True,
        "links": [
            {
                "pk": link.pk,
                "individual": link.individual,
                "title": facts.title_of(link.individual),
                "by": facts.source_of(link),
                "machine": facts.said_by_machine(link),
                "event": link.footage_id is None,
            }
            for link in links
            if link.individual is not None
        ],
        "sides": IndividualPicture.Side.choices,
        "may_change": may_change,
        "may_picture": may_change and bool(footage.playable),
        "suggested": _suggested(footage, links) if may_change else [],
    }


def _suggested(footage: Footage, links: list[Observation]) -> list[Individual]:
    """A few animals of the species that are seen here; known by code, the picker finds the others."""
    taxa = Observation.objects.filter(footage=footage, taxon__isnull=False).order_by().values("taxon")
    rows = individuals.standing().filter(taxon__in=taxa).exclude(pk__in=[link.individual_id for link in links])
    return list(rows.prefetch_related("names")[:SUGGESTED])
