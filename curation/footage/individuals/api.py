"""What the pages' scripts ask of dossiers: parts of a page drawn anew, a sentence, and how it is undone."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.files.ranged import ranged_response
from curation.footage import companions
from curation.footage.api import _body, allowed, refused
from curation.footage.individuals import facts, pictures, selectors, services
from curation.footage.individuals.dossier import drawn
from curation.footage.individuals.errors import DossierError
from curation.footage.models import Individual, IndividualPicture, Observation
from curation.footage.selectors import visible_to
from curation.jobs.messages import error_sentence
from curation.video.errors import VideoError

CHANGE = "curation.change_individual"
DAY = 24 * 3600  # seconds; a picture's name tells its source and moment, its bytes never change


@require_safe
@permission_required("curation.view_individual")
def picture(request: HttpRequest, picture_id: int) -> HttpResponseBase:
    """A still, for who may see the footage that it is from."""
    row = get_object_or_404(IndividualPicture, pk=picture_id, footage__in=visible_to(request.user))
    if not default_storage.exists(row.picture):
        raise Http404
    return ranged_response(request, row.picture, content_type="image/jpeg", max_age=DAY)


@require_safe
@allowed("curation.view_individual")
def find(request: HttpRequest) -> JsonResponse:
    """Dossiers by code and any name in any language, as the species picker takes its answers."""
    keys = selectors.found(request.GET.get("q", "")[:120])[:12]
    rows = Individual.objects.select_related("taxon").prefetch_related("names", "taxon__names").in_bulk(keys)
    return JsonResponse({"species": [_choice(rows[key]) for key in keys if key in rows]})


def _choice(individual: Individual) -> dict[str, Any]:
    return {"id": individual.pk, "name": facts.title_of(individual), "scientific": str(individual.taxon), "matched": ""}


Undo = tuple[str, dict[str, Any]]  # where to, and what is sent


def answer(request: HttpRequest, body: dict[str, Any], message: str, *, undo: Undo | None) -> JsonResponse:
    """The page's part anew: a footage page's panels where `footage` is given, else the dossier `dossier`."""
    told: dict[str, Any] = {"message": message, "fragments": {}}
    if isinstance(body.get("dossier"), int):
        individual = Individual.objects.select_related("taxon", "mother").filter(pk=body["dossier"]).first()
        if individual is not None:
            told["fragments"]["dossier"] = drawn(individual, request, page=str(body.get("page", "")))
    elif isinstance(body.get("footage"), int):
        footage = get_object_or_404(visible_to(request.user), pk=body["footage"])
        told["fragments"]["companions"] = companions.drawn(footage, request)
    if undo is not None:
        url, values = undo
        page = {name: body[name] for name in ("dossier", "footage", "page") if name in body}
        told["undo"] = {"url": url, "body": values | page}
    return JsonResponse(told)


def _key(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


@require_POST
@allowed(CHANGE)
def link(request: HttpRequest) -> JsonResponse:
    """Say that the animal `individual` is in `footage`."""
    body = _body(request)
    footage = get_object_or_404(visible_to(request.user), pk=_key(body, "footage"))
    individual = get_object_or_404(Individual.objects.select_related("taxon"), pk=_key(body, "individual"))
    user: Any = request.user
    try:
        token = services.link(footage, individual=individual, user=user)
    except DossierError as error:
        return refused(str(error), status=409)
    message = _("Linked with %(name)s.") % {"name": facts.title_of(individual)}
    return answer(request, body, message, undo=(reverse("individuals:relink"), {"token": token}))


@require_POST
@allowed(CHANGE)
def unlink(request: HttpRequest) -> JsonResponse:
    """Take the animal's name off an observation."""
    body = _body(request)
    rows = Observation.objects.select_related("individual", "footage", "event")
    row = get_object_or_404(rows, pk=_key(body, "observation"))
    _may_see(row, request)
    user: Any = request.user
    try:
        token = services.unlink(row, user=user)
    except DossierError as error:
        return refused(str(error), status=409)
    return answer(request, body, _("Link removed."), undo=(reverse("individuals:relink"), {"token": token}))


def _may_see(row: Observation, request: HttpRequest) -> None:
    shown = visible_to(request.user)
    footage = shown.filter(pk=row.footage_id) if row.footage_id else shown.filter(event=row.event_id)
    if not footage.exists():
        raise Http404


@require_POST
@allowed(CHANGE)
def relink(request: HttpRequest) -> JsonResponse:
    """Undo of `link` and `unlink`."""
    body = _body(request)
    user: Any = request.user
    try:
        services.relink(str(body.get("token")), user=user)
    except DossierError as error:
        return refused(str(error), status=409)
    return answer(request, body, _("Undone."), undo=None)


@require_POST
@allowed(CHANGE)
def take_picture(request: HttpRequest, individual_id: int) -> JsonResponse:
    """Keep the picture of `footage` at `at` seconds for this dossier."""
    body = _body(request)
    individual = get_object_or_404(selectors.standing(), pk=individual_id)
    footage = get_object_or_404(visible_to(request.user), pk=_key(body, "footage"))
    side = str(body.get("side", ""))
    at = body.get("at")
    if side not in IndividualPicture.Side.values or not isinstance(at, int | float) or isinstance(at, bool):
        return refused(_("Choose a moment and a side."), status=400)
    user: Any = request.user
    try:
        taken = pictures.take(footage, individual=individual, at=float(at), side=side, user=user)
    except DossierError as error:
        return refused(str(error), status=409)
    except VideoError as error:
        return refused(error_sentence(error.code, error.params), status=409)
    except FileNotFoundError:
        return refused(str(DossierError("no_file")), status=409)
    undo: Undo = (reverse("individuals:remove_picture", args=[taken.pk]), {})
    message = _("Picture added to %(name)s.") % {"name": facts.title_of(individual)}
    return answer(request, body, message, undo=undo)


def _picture(request: HttpRequest, picture_id: int) -> IndividualPicture:
    rows = IndividualPicture.objects.select_related("individual")
    return get_object_or_404(rows, pk=picture_id, footage__in=visible_to(request.user))


@require_POST
@allowed(CHANGE)
def best_picture(request: HttpRequest, picture_id: int) -> JsonResponse:
    user: Any = request.user
    former = pictures.set_best(_picture(request, picture_id), user=user)
    undo: Undo | None = (reverse("individuals:best_picture", args=[former]), {}) if former else None
    return answer(request, _body(request), _("This is its picture now."), undo=undo)


@require_POST
@allowed(CHANGE)
def remove_picture(request: HttpRequest, picture_id: int) -> JsonResponse:
    user: Any = request.user
    token = pictures.remove(_picture(request, picture_id), user=user)
    undo: Undo = (reverse("individuals:restore_picture"), {"token": token})
    return answer(request, _body(request), _("Picture removed."), undo=undo)


@require_POST
@allowed(CHANGE)
def restore_picture(request: HttpRequest) -> JsonResponse:
    body = _body(request)
    user: Any = request.user
    try:
        pictures.restore(str(body.get("token")), user=user)
    except DossierError as error:
        return refused(str(error), status=409)
    return answer(request, body, _("Undone."), undo=None)


@require_POST
@allowed(CHANGE)
def adopt(request: HttpRequest, individual_id: int) -> JsonResponse:
    """Everything that packages call `label` is this animal; with `release` it no longer is."""
    body = _body(request)
    individual = get_object_or_404(selectors.standing().select_related("taxon"), pk=individual_id)
    label = str(body.get("label", ""))[:120]
    user: Any = request.user
    url = reverse("individuals:adopt", args=[individual.pk])
    if body.get("release"):
        services.unadopt(label, individual=individual, user=user)
        return answer(request, body, _("Undone."), undo=None)
    try:
        services.adopt(label, individual=individual, user=user)
    except DossierError as error:
        return refused(str(error), status=409)
    message = _("“%(label)s” is %(name)s now.") % {"label": label, "name": facts.title_of(individual)}
    return answer(request, body, message, undo=(url, {"label": label, "release": True}))
