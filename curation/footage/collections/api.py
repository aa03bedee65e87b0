"""What the pages' scripts ask and change of collections, in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from curation.footage.api import allowed, refused
from curation.footage.collections import selectors, services, views
from curation.footage.collections.services import CollectionError
from curation.footage.models import Collection
from curation.people import name_of

STATUS = {"not_yours": 403, "gone": 410}
View = Callable[..., JsonResponse]


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _keys(body: dict[str, Any], name: str) -> list[int]:
    given = body.get(name)
    return [key for key in given if type(key) is int and key > 0] if isinstance(given, list) else []


def collection_json(collection: Collection, *, user: Any) -> dict[str, Any]:
    """A collection as lists and menus show it."""
    return {
        "id": collection.pk,
        "name": collection.name,
        "description": collection.description,
        "own": collection.owner_id == user.pk,
        "url": f"{reverse('footage:index')}?collection={collection.pk}",
    }


def _told(view: View) -> View:
    """A CollectionError becomes its sentence."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except CollectionError as error:
            return refused(str(error), status=STATUS.get(error.code, 400))

    return checked


def collections(request: HttpRequest) -> HttpResponse:
    """GET as a page, or with `changeable` the collections that can be filled, as JSON. POST makes one."""
    if request.method == "POST":
        return _make(request)
    if "changeable" in request.GET:
        return _changeable(request)
    return views.index(request)


@allowed("curation.view_footage")
def _changeable(request: HttpRequest) -> JsonResponse:
    found = selectors.changeable_by(request.user).order_by("-touched_at")[: selectors.LISTED]
    return JsonResponse({"collections": [collection_json(one, user=request.user) for one in found]})


@require_POST
@allowed("curation.view_footage")
@_told
def _make(request: HttpRequest) -> JsonResponse:
    body, user = _body(request), request.user
    made = services.make(
        str(body.get("name", "")),
        description=str(body.get("description", "")),
        pieces=_keys(body, "pieces"),
        user=user,  # type: ignore[arg-type]
    )
    return JsonResponse(collection_json(made, user=user), status=201)


@require_http_methods(["GET", "PUT", "DELETE"])
@allowed("curation.view_footage")
@_told
def collection(request: HttpRequest, collection_id: int) -> JsonResponse:
    """GET with whom it is shared; PUT renames and describes; DELETE removes (`restore` brings it back)."""
    found = get_object_or_404(selectors.readable_by(request.user), pk=collection_id)
    user: Any = request.user
    if request.method == "PUT":
        body = _body(request)
        services.describe(
            found, user=user, name=str(body.get("name", "")), description=str(body.get("description", ""))
        )
    elif request.method == "DELETE":
        services.remove(found, user=user)
    return JsonResponse(collection_json(found, user=user) | _shares(found, user=user))


def _shares(collection: Collection, *, user: Any) -> dict[str, Any]:
    """Whom it is shared with; only the owner reads the names of those it could be shared with."""
    if collection.owner_id != user.pk:
        return {}
    rights = dict(collection.shares.values_list("user", "may_change"))
    people = [
        {"id": one.pk, "name": name_of(one), "may": _right(rights.get(one.pk))}
        for one in selectors.colleagues_of(user)[:500]
    ]
    return {"everybody": collection.shared_with_all, "people": people}


def _right(may_change: bool | None) -> str:
    return {None: "", False: "look", True: "change"}[may_change]


@require_POST
@allowed("curation.view_footage")
@_told
def restore(request: HttpRequest, collection_id: int) -> JsonResponse:
    """Undo of a removal, by the owner."""
    user: Any = request.user
    found = get_object_or_404(Collection, pk=collection_id, owner=user.pk)
    services.bring_back(found, user=user)
    return JsonResponse(collection_json(found, user=user))


@require_POST
@allowed("curation.view_footage")
@_told
def sharing(request: HttpRequest, collection_id: int) -> JsonResponse:
    """{everybody, people: {key: "look" | "change"}}"""
    user: Any = request.user
    found = get_object_or_404(selectors.readable_by(user), pk=collection_id)
    body = _body(request)
    given = body.get("people") if isinstance(body.get("people"), dict) else {}
    people = {int(key): right == "change" for key, right in given.items() if str(key).isdecimal() and right}  # type: ignore[union-attr]
    services.share(found, user=user, everybody=body.get("everybody") is True, people=people)
    return JsonResponse(_shares(found, user=user))


@require_POST
@allowed("curation.view_footage")
@_told
def pieces(request: HttpRequest, collection_id: int) -> JsonResponse:
    """{add: [key], remove: [key]} -> the keys that were added and taken out, for the undo."""
    user: Any = request.user
    found = get_object_or_404(selectors.readable_by(user), pk=collection_id)
    body = _body(request)
    taken = services.take_out(found, _keys(body, "remove"), user=user) if body.get("remove") else []
    added = services.put_in(found, _keys(body, "add"), user=user) if body.get("add") else []
    sentence = ""
    if added or not taken:
        sentence = ngettext("%(count)s piece added.", "%(count)s pieces added.", len(added)) % {"count": len(added)}
    elif taken:
        sentence = ngettext("%(count)s piece taken out.", "%(count)s pieces taken out.", len(taken)) % {
            "count": len(taken)
        }
    return JsonResponse({"added": added, "removed": taken, "message": sentence})


@require_POST
@allowed("curation.view_footage")
@_told
def order(request: HttpRequest, collection_id: int) -> JsonResponse:
    """{pieces: [key]} in the order wanted."""
    user: Any = request.user
    found = get_object_or_404(selectors.readable_by(user), pk=collection_id)
    services.arrange(found, _keys(_body(request), "pieces"), user=user)
    return JsonResponse({})
