"""What the panel of near duplicates asks for: decisions, each with its undo, and the panels drawn anew."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from curation.footage import companions
from curation.footage.api import _body, allowed, refused
from curation.footage.duplicates import services
from curation.footage.models import Footage
from curation.footage.selectors import visible_to


def _answer(request: HttpRequest, footage: Footage, message: str, *, undo: dict[str, Any] | None) -> JsonResponse:
    footage.refresh_from_db()
    told: dict[str, Any] = {"message": message, "fragments": {"companions": companions.drawn(footage, request)}}
    if undo is not None:
        told["undo"] = {"url": reverse("footage:duplicate", args=[footage.pk]), "body": undo}
    return JsonResponse(told)


@require_POST
@allowed("curation.tag_footage")
def duplicate(request: HttpRequest, footage_id: int) -> JsonResponse:
    """`{not: key}`, `{again: key}`: the other piece is none, or is one after all; `{best: true|false|key}`."""
    footage = get_object_or_404(visible_to(request.user), pk=footage_id)
    body: dict[str, Any] = _body(request)
    user: Any = request.user
    if isinstance(body.get("not"), int):
        other = get_object_or_404(visible_to(user), pk=body["not"])
        services.decide(footage, other=other, user=user)
        return _answer(request, footage, _("Kept apart from now on."), undo={"again": other.pk})
    if isinstance(body.get("again"), int) and not isinstance(body.get("again"), bool):
        other = get_object_or_404(visible_to(user), pk=body["again"])
        services.undecide(footage, other=other, user=user)
        return _answer(request, footage, _("Undone."), undo=None)
    if "best" in body:
        return _best(request, footage, body["best"], user=user)
    return refused(_("The request could not be read. Load the page again."), status=400)


def _best(request: HttpRequest, footage: Footage, wanted: Any, *, user: Any) -> JsonResponse:
    """True makes this piece the best, false none, a key another one."""
    if wanted is True:
        former = services.choose(footage, user=user)
        return _answer(request, footage, _("This is the best of them now."), undo={"best": former or False})
    if wanted is False:
        services.unchoose(footage, user=user)
    elif isinstance(wanted, int):
        services.choose(get_object_or_404(visible_to(user), pk=wanted), user=user)
    return _answer(request, footage, _("Undone."), undo=None)
