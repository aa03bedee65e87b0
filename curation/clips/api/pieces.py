"""Footage for the studio: found by the library's own search, or by number."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from curation.clips import pieces
from curation.clips.api.request import BadJson, permitted, person
from curation.footage.query import parse


@require_GET
@permitted("curation.view_footage")
def found(request: HttpRequest) -> JsonResponse:
    """A page of the search that the address asks for, as the library's: {items, total, after, error}."""
    query = parse(request.GET).query
    return JsonResponse(pieces.find(query, user=person(request), after=request.GET.get("after", "")))


@require_GET
@permitted("curation.view_footage")
def named(request: HttpRequest) -> JsonResponse:
    """`?footage=1&footage=2`: those pieces that this person may use."""
    given = request.GET.getlist("footage")
    if len(given) > pieces.MOST_ASKED:
        raise BadJson
    try:
        keys = pieces.keys_in(given)
    except ValueError as error:
        raise BadJson from error
    made = pieces.pieces(keys, user=person(request))
    return JsonResponse({"items": [piece for piece in made if piece["usable"]]})
