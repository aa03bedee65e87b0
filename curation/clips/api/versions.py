"""Saving a clip, what was saved before, and what is not saved yet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from curation.clips import desk, drafts, history, selectors, services
from curation.clips.api.request import BadJson, body, number, permitted, person, row, text
from curation.clips.edit import Edit, ShotEdit
from curation.clips.errors import ClipError
from curation.clips.models import Clip, ClipVersion
from curation.footage.selectors import usable_by

TIMES = ("footage", "start", "end")


def _ranges(request: HttpRequest, data: dict[str, Any]) -> list[services.Range]:
    given = data.get("segments")
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        raise BadJson
    if len(given) > services.MOST_SHOTS:
        raise ClipError("too_many_shots", most=services.MOST_SHOTS)
    usable = usable_by(request.user).in_bulk({row(part.get("footage")) or 0 for part in given})
    ranges = []
    for place, part in enumerate(given):
        footage = usable.get(part["footage"]) if isinstance(part.get("footage"), int) else None
        if footage is None:
            raise ClipError("footage_not_ready")
        rest = {key: value for key, value in part.items() if key not in TIMES}
        shot = ShotEdit.from_dict(rest, where=f"segments.{place}")
        ranges.append(services.Range(footage, number(part.get("start")), number(part.get("end")), shot))
    return ranges


@require_POST
@permitted("curation.change_clip")
def save(request: HttpRequest, clip_id: int | None = None) -> JsonResponse:
    """Save a new clip or the next version of one.

    {title, notes, base_version, segments: [{footage, start, end, and the fields of edit.ShotEdit}], edit: edit.Edit,
    forked_from: a version's key}. Without `edit` that of the newest version is kept.
    """
    data = body(request)
    if clip_id is None and not request.user.has_perm("curation.add_clip"):
        raise PermissionDenied
    clip = get_object_or_404(Clip, pk=clip_id) if clip_id else None
    base = row(data.get("base_version"))
    if clip is not None and base is None:
        raise BadJson
    origin = row(data.get("forked_from")) if clip is None else None
    version = services.save_clip(
        title=text(data.get("title", "")),
        notes=text(data.get("notes", "")),
        ranges=_ranges(request, data),
        edit=Edit.from_dict(data["edit"]) if data.get("edit") is not None else None,
        user=person(request),
        clip=clip,
        base_version=base,
        forked_from=ClipVersion.objects.filter(pk=origin).first() if origin else None,
    )
    drafts.forget(clip, author=person(request), key=text(data.get("draft", "")))
    # The clean master is what captions are written beside and what others are told from: always there, at once.
    master = services.request_rendition(version, user=person(request))
    return JsonResponse(
        {
            "clip": version.clip_id,
            "version": version.number,
            "title": version.clip.title,
            "urls": selectors.clip_urls(version.clip),
            "rendition": selectors.rendition_json(master),
            "tracks": desk.caption_tracks(version.clip),
        }
    )


@require_GET
@permitted("curation.view_clip")
def versions(request: HttpRequest, clip_id: int) -> JsonResponse:
    """What was saved, newest first: number, by whom, when, how long, and whether a post carries it."""
    return JsonResponse({"versions": history.versions(get_object_or_404(Clip, pk=clip_id))})


@require_GET
@permitted("curation.view_clip")
def version(request: HttpRequest, clip_id: int, number: int) -> JsonResponse:
    """One version as the studio edits it: segments, edit, the pieces of footage that they are of, the clip's name.

    `tracks`: where the clip's captions lie by now, which is on its newest version.
    """
    found = ClipVersion.objects.filter(clip_id=clip_id, number=number).select_related("clip").first()
    if found is None:
        raise ClipError("no_version", number=number)
    named = {"title": found.clip.title, "notes": found.clip.notes, "tracks": desk.caption_tracks(found.clip)}
    return JsonResponse({**history.document(found, user=person(request)), **named})


@require_POST
@permitted("curation.change_clip")
def draft(request: HttpRequest, clip_id: int | None = None) -> JsonResponse:
    """Keep what is not saved yet, and hear of the others: {key, base_version, document, discard}.

    `document` null only says that this studio is open. Answers with drafts.company.
    """
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id) if clip_id else None
    key, author = text(data.get("key", "")), person(request)
    document = data.get("document")
    if document is not None and not isinstance(document, dict):
        raise BadJson
    if data.get("discard") is True:
        drafts.forget(clip, author=author, key=key)
        return JsonResponse(drafts.company(clip, reader=author))
    drafts.keep(clip, author=author, key=key, base_version=row(data.get("base_version")), document=document)
    return JsonResponse(drafts.company(clip, reader=author))
