"""What the pages' scripts ask and change of saved searches, in JSON. Everybody has only their own."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from curation.footage import search
from curation.footage.api import allowed, refused
from curation.footage.models import SavedSearch
from curation.footage.saved import selectors, services
from curation.footage.saved.services import SavedSearchError


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def saved_json(saved: SavedSearch) -> dict[str, Any]:
    """A saved search as the panel shows it; `fresh` is what came since the last look."""
    joint = "&" if saved.query else ""
    return {
        "id": saved.pk,
        "name": saved.name,
        "url": f"{reverse('footage:index')}?{saved.query}{joint}saved={saved.pk}",
        "fresh": saved.fresh,
        "mail": saved.tell_by_mail,
        "checked": saved.checked_at.isoformat() if saved.checked_at else "",
        "problem": saved.problem,
    }


def _all(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"saved": [saved_json(one) for one in selectors.listed(request.user)]})


@require_http_methods(["GET", "POST"])
@allowed("curation.view_footage")
def saved_searches(request: HttpRequest) -> JsonResponse:
    """GET all of one's own; POST {name, query, mail} saves one."""
    if request.method == "GET":
        return _all(request)
    body, user = _body(request), request.user
    try:
        made = services.keep(
            str(body.get("name", "")),
            user=user,  # type: ignore[arg-type]
            querystring=str(body.get("query", ""))[:8000],
            tell_by_mail=body.get("mail") is True,
        )
    except SavedSearchError as error:
        return refused(str(error), status=400)
    return JsonResponse(saved_json(made), status=201)


@require_http_methods(["PUT", "DELETE"])
@allowed("curation.view_footage")
def saved_search(request: HttpRequest, saved_id: int) -> JsonResponse:
    """PUT {name, mail}; DELETE removes, and `restore` brings it back."""
    found = get_object_or_404(selectors.own(request.user), pk=saved_id)
    if request.method == "DELETE":
        services.remove(found)
        return _all(request)
    body = _body(request)
    try:
        if "name" in body:
            services.rename(found, name=str(body["name"]))
    except SavedSearchError as error:
        return refused(str(error), status=400)
    if "mail" in body:
        services.tell(found, by_mail=body["mail"] is True)
    return _all(request)


@require_POST
@allowed("curation.view_footage")
def restore(request: HttpRequest, saved_id: int) -> JsonResponse:
    """Undo of a removal."""
    services.bring_back(get_object_or_404(SavedSearch, pk=saved_id, owner=request.user.pk))
    return _all(request)


@require_POST
@allowed("curation.view_footage")
def look(request: HttpRequest, saved_id: int) -> JsonResponse:
    """The owner has the search open: all of it counts as seen."""
    found = get_object_or_404(selectors.own(request.user).select_related("owner"), pk=saved_id)
    try:
        return JsonResponse({"fresh": services.look(found)})
    except search.SearchError as error:
        return refused(str(error), status=503)
