"""What the page of a dossier shows, whole or in the part that a script draws anew."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format

from curation.footage import cards
from curation.footage.individuals import facts, selectors
from curation.footage.models import Footage, Individual, IndividualMerge, IndividualPicture
from curation.footage.selectors import sees_locations, visible_to

PAGE = 40
SIDES = (IndividualPicture.Side.LEFT, IndividualPicture.Side.RIGHT, IndividualPicture.Side.FRONT)


def dossier(individual: Individual, *, user: Any, page: str | None = None) -> dict[str, Any]:
    """The context of the page, for this reader."""
    history = selectors.history(individual, user=user)
    shown = selectors.footage_of(individual.pk, user=user).select_related("station").order_by("-captured_at", "-pk")
    sheet = Paginator(shown, PAGE).get_page(page)
    pictures = list(individual.pictures.filter(footage__in=visible_to(user)))
    return {
        "individual": individual,
        "title": facts.title_of(individual),
        "age": facts.age_of(individual),
        "names": facts.names_of(individual),
        "first": facts.seen_at(history.first, user=user),
        "last": facts.seen_at(history.last, user=user),
        "history": history,
        "months": [_bar(month) for month in history.months],
        "young": selectors.standing().filter(mother=individual).prefetch_related("names"),
        "flanks": [(side.label, _of_side(pictures, side)) for side in SIDES],
        "pictures": pictures,
        "sheet": sheet,
        "sightings": [_row(one, user=user) for one in selectors.sightings(individual, sheet)],
        "merges": IndividualMerge.objects.filter(kept=individual, undone_at=None).select_related("taken", "merged_by"),
        "others": _others(individual) if user.has_perm("curation.change_individual") else [],
        "may_change": user.has_perm("curation.change_individual"),
        "may_delete": user.has_perm("curation.delete_individual"),
    }


def _bar(month: selectors.Month) -> dict[str, Any]:
    """A month as a bar of a drawing that is 100 high."""
    height = round(month.share * 100)
    name = date_format(month.start, "YEAR_MONTH_FORMAT")
    return {"name": name, "pieces": month.pieces, "height": height, "top": 100 - height}


def _of_side(pictures: list[IndividualPicture], side: str) -> IndividualPicture | None:
    return next((picture for picture in pictures if picture.side == side), None)


def _row(sighting: selectors.Sighting, *, user: Any) -> dict[str, Any]:
    footage: Footage = sighting.footage
    return {
        "footage": footage,
        "moment": cards.moment_of(footage),
        "length": cards.length_of(footage),
        "zone": footage.station.zone if footage.station else "",
        "station": footage.station.code if footage.station and sees_locations(user) else "",
        "links": [
            {
                "pk": link.pk,
                "by": facts.source_of(link),
                "machine": facts.said_by_machine(link),
                "event": link.footage_id is None,
                "behaviour": link.get_behavior_display() if link.behavior else "",
            }
            for link in sighting.links
        ],
    }


def _others(individual: Individual) -> list[Individual]:
    """With whom it can be merged: the same species."""
    rows = selectors.standing().filter(taxon=individual.taxon_id).exclude(pk=individual.pk)
    return list(rows.prefetch_related("names"))


def drawn(individual: Individual, request: HttpRequest, *, page: str) -> str:
    """The body of the page as HTML, with this page of its footage."""
    context = dossier(individual, user=request.user, page=page)
    return render_to_string("curation/footage/individual_body.html", context, request)
