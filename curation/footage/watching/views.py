"""The intake page: what is watched, what it brought, what was refused and why, and what is on its way now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from curation.footage.models import Upload, WatchedFile, WatchedPlace
from curation.footage.selectors import OPEN, sees_locations
from curation.footage.watching import services
from curation.jobs.messages import error_sentence
from curation.people import name_of

View = Callable[..., HttpResponse]
REFUSED_SHOWN = 5
UPLOADS_SHOWN = 100
CHANGE = "curation.change_watchedplace"


@dataclass(frozen=True)
class PlaceRow:
    """A watched place as this reader may know it."""

    place: WatchedPlace
    title: str
    station: str
    looking: bool
    problem: str
    refused: list[tuple[str, str]]  # names and reasons


@dataclass(frozen=True)
class UploadRow:
    """An upload on its way; `percent` of its bytes have come."""

    name: str
    owner: str
    size: int
    percent: int
    touched_at: datetime
    reading: bool
    own: bool


@require_safe
@permission_required("curation.ingest_footage")
def index(request: HttpRequest) -> HttpResponse:
    """Watched places and uploads in progress."""
    places = WatchedPlace.objects.select_related("station")
    return render(
        request,
        "curation/footage/watching/index.html",
        {
            "places": [_row(place, request.user) for place in places],
            "uploads": _uploads(request.user),
            "may_add": sees_locations(request.user) and request.user.has_perm("curation.add_watchedplace"),
            "may_change": _may_change(request.user),
        },
    )


def _may_change(user: Any) -> bool:
    return sees_locations(user) and user.has_perm(CHANGE)


def _row(place: WatchedPlace, user: Any) -> PlaceRow:
    """Addresses, station and names of files may tell a place: only for those who may know it."""
    places = sees_locations(user)
    files = WatchedFile.objects.filter(place=place, state="refused").order_by("-seen_at")[:REFUSED_SHOWN]
    named = [(one.name, error_sentence(one.error_code, one.error_params)) for one in files] if places else []
    return PlaceRow(
        place=place,
        title=place.address if places else str(place),
        station=place.station.code if places and place.station else "",
        looking=bool(place.lease_until and place.lease_until > timezone.now()),
        problem=_problem(place, places=places),
        refused=named,
    )


def _problem(place: WatchedPlace, *, places: bool) -> str:
    if not place.error_code:
        return ""
    if not places:
        return _("This place cannot be watched at the moment. The rangers see why.")
    return error_sentence(place.error_code, place.error_params)


def _uploads(user: Any) -> list[UploadRow]:
    """What is on its way: one's own, and everybody's for those who may see where files come from."""
    under_way = Upload.objects.filter(Q(job=None) | Q(job__state__in=OPEN)).select_related("owner", "job")
    if not sees_locations(user):
        under_way = under_way.filter(owner=user)
    return [
        UploadRow(
            name=upload.name,
            owner=name_of(upload.owner),
            size=upload.size,
            percent=100 * upload.received // upload.size if upload.size else 100,
            touched_at=upload.touched_at,
            reading=upload.job_id is not None,
            own=upload.owner_id == user.pk,
        )
        for upload in under_way.order_by("-touched_at")[:UPLOADS_SHOWN]
    ]


@require_safe
@permission_required(CHANGE)
def refused(request: HttpRequest, place_id: int) -> HttpResponse:
    """All files of a place that were refused, newest first, with what to do."""
    place = get_object_or_404(WatchedPlace, pk=place_id) if sees_locations(request.user) else None
    if place is None:
        return redirect("intake:index")
    files = WatchedFile.objects.filter(place=place, state="refused").order_by("-seen_at", "-pk")
    page = Paginator(files, 50).get_page(request.GET.get("page"))
    rows = [(one, error_sentence(one.error_code, one.error_params)) for one in page]
    return render(request, "curation/footage/watching/refused.html", {"place": place, "page": page, "rows": rows})


@require_POST
@permission_required(CHANGE)
def look_now(request: HttpRequest, place_id: int) -> HttpResponse:
    """Have a place looked at with the next beat, within seconds."""
    if sees_locations(request.user):
        services.look_soon(get_object_or_404(WatchedPlace, pk=place_id))
        messages.success(request, _("Pugmark looks there within seconds. Load this page again to see what it found."))
    return redirect("intake:index")


@require_POST
@permission_required(CHANGE)
def try_again(request: HttpRequest, place_id: int) -> HttpResponse:
    """Try files again that were refused for a reason that may have gone."""
    if sees_locations(request.user):
        services.try_again(get_object_or_404(WatchedPlace, pk=place_id))
        messages.success(request, _("The refused files are tried again within seconds."))
    return redirect("intake:index")
