"""Markers and comments of a clip."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from curation.clips import remarks
from curation.clips.api.request import body, number, permitted, person, row, text
from curation.clips.errors import ClipError
from curation.clips.models import Clip, Remark
from curation.footage.selectors import visible_to


def _all(request: HttpRequest, clip: Clip) -> JsonResponse:
    return JsonResponse({"remarks": remarks.remarks(clip, reader=person(request))})


@require_GET
@permitted("curation.view_clip")
def listed(request: HttpRequest, clip_id: int) -> JsonResponse:
    """All of a clip's, in order of footage time, each with its answers."""
    return _all(request, get_object_or_404(Clip, pk=clip_id))


@require_POST
@permitted("curation.add_remark")
def add(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Leave one: {footage, seconds, text, answers}. Answers with all."""
    data, clip = body(request), get_object_or_404(Clip, pk=clip_id)
    footage = visible_to(request.user).filter(pk=row(data.get("footage")) or 0).first()
    if footage is None:
        raise ClipError("bad_remark", most=remarks.LONGEST)
    remarks.say(
        clip,
        author=person(request),
        footage=footage,
        seconds=number(data.get("seconds")),
        text=text(data.get("text", "")),
        answers=row(data.get("answers")),
    )
    return _all(request, clip)


@require_POST
@permitted("curation.add_remark")
def settle(request: HttpRequest, clip_id: int, remark_id: int) -> JsonResponse:
    """Done, or not done after all: {resolved}."""
    remark = get_object_or_404(Remark, pk=remark_id, clip_id=clip_id)
    remarks.settle(remark, user=person(request), settled=body(request).get("resolved") is True)
    return _all(request, remark.clip)


@require_POST
@permitted("curation.add_remark")
def withdraw(request: HttpRequest, clip_id: int, remark_id: int) -> JsonResponse:
    """Delete one's own, or with the right to change clips anybody's."""
    remark = get_object_or_404(Remark, pk=remark_id, clip_id=clip_id)
    remarks.withdraw(remark, user=person(request))
    return _all(request, remark.clip)
