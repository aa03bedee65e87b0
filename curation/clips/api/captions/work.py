"""Who works on which language until when, and what is said about single captions."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from curation.clips import assignments, caption_remarks, services
from curation.clips.api.captions.clip import answer, source_track
from curation.clips.api.request import BadJson, body, permitted, person, row, text
from curation.clips.models import CaptionRemark, Clip, Cue
from curation.people import name_of


@require_POST
@permitted(assignments.ASSIGN)
def assign(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Give a language to somebody: {language, user: id or null, due: "2026-12-01" or null}."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    wanted = text(data.get("language"))
    chosen, due = row(data.get("user")), data.get("due")
    try:
        day = date.fromisoformat(text(due)) if due else None
    except ValueError as error:
        raise BadJson from error
    to = get_object_or_404(assignments.people(), pk=chosen) if chosen is not None else None
    track = services.track_for(clip, wanted, source=source_track(clip, wanted))
    assignments.assign(track, to=to, due=day, by=person(request))
    return answer(clip, language=wanted)


@require_GET
@permitted("curation.view_captiontrack")
def people(request: HttpRequest) -> JsonResponse:
    """Everybody who may write captions: {people: [{id, name}]}."""
    return JsonResponse({"people": [{"id": each.pk, "name": name_of(each)} for each in assignments.people()]})


@require_GET
@permitted("curation.view_captiontrack")
def remarks(request: HttpRequest, clip_id: int) -> JsonResponse:
    """`?language=`: comments on captions in that language, or in all."""
    clip = get_object_or_404(Clip, pk=clip_id)
    return JsonResponse({"remarks": caption_remarks.remarks(clip, language=request.GET.get("language", ""))})


@require_POST
@permitted("curation.add_remark")
def add_remark(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Say something about a caption: {cue, text}."""
    data = body(request)
    cue = get_object_or_404(Cue, pk=row(data.get("cue")), track__clip_id=clip_id)
    caption_remarks.say(cue, author=person(request), text=text(data.get("text")))
    return JsonResponse({"remarks": caption_remarks.remarks(cue.track.clip)})


@require_POST
@permitted("curation.add_remark")
def settle_remark(request: HttpRequest, clip_id: int, remark_id: int) -> JsonResponse:
    """Done, or with {settled: false} not done after all."""
    remark = get_object_or_404(CaptionRemark, pk=remark_id, cue__track__clip_id=clip_id)
    caption_remarks.settle(remark, user=person(request), settled=body(request).get("settled") is not False)
    return JsonResponse({"remarks": caption_remarks.remarks(get_object_or_404(Clip, pk=clip_id))})
