"""Mends of one language, and find and replace over a clip, several, or a collection."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from curation.clips import mending, replacements
from curation.clips.api.captions.clip import answer, track
from curation.clips.api.request import BadJson, body, listed, permitted, person, row, text
from curation.clips.models import CaptionReplacement, Clip
from curation.footage.collections.selectors import items_for, readable_by

MOST_CLIPS = 500


@require_POST
@permitted("curation.caption_clip")
def mend(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Mend what is safe: {language, revision, codes: [...] or null, cue: id or null}. Answers {tracks, mended}."""
    data = body(request)
    clip = get_object_or_404(Clip, pk=clip_id)
    codes = data.get("codes")
    chosen = track(clip, data)
    mended = mending.mend(
        chosen,
        codes=None if codes is None else [text(each) for each in listed(codes)],
        cue=row(data.get("cue")),
        user=person(request),
        revision=row(data.get("revision")),
    )
    return answer(clip, language=chosen.language, mended=mended)


@require_POST
@permitted("curation.caption_clip")
def replace(request: HttpRequest) -> JsonResponse:
    """{find, replace, language, clips: [ids] or null, collection: id or null, matchCase, wholeWord, dryRun}.

    Answers {hits: [{clip, title, cue, before, after}], changed, replacement: its id or null}.
    Without `dryRun: false` nothing is changed.
    """
    data = body(request)
    wanted = replacements.search(
        find=text(data.get("find")),
        replace=text(data.get("replace", "")),
        language=text(data.get("language")),
        match_case=data.get("matchCase") is True,
        whole_word=data.get("wholeWord") is True,
    )
    clips = _clips(request, data)
    found = [hit.as_json() for hit in replacements.hits(wanted, clips)]
    if data.get("dryRun") is not False:
        return JsonResponse({"hits": found, "changed": 0, "replacement": None})
    done = replacements.replace(wanted, clips, user=person(request))
    changed = len(done.cues["changed"]) if done else 0
    return JsonResponse({"hits": found, "changed": changed, "replacement": done.pk if done else None})


@require_POST
@permitted("curation.caption_clip")
def undo(request: HttpRequest, replacement_id: int) -> JsonResponse:
    """Take a replacement back where nobody has written since. Answers {changed}."""
    done = get_object_or_404(CaptionReplacement, pk=replacement_id)
    return JsonResponse({"changed": replacements.undo(done, user=person(request))})


def _clips(request: HttpRequest, data: dict[str, Any]) -> QuerySet[Clip] | None:
    """The clips that were named, those of a collection, or None for all."""
    if data.get("collection") is not None:
        collection = get_object_or_404(readable_by(request.user), pk=row(data["collection"]))
        footage = items_for(request.user).filter(collection=collection).order_by().values("footage")
        return replacements.clips_with(footage)
    if data.get("clips") is None:
        return None
    asked = [row(each) for each in listed(data["clips"])]
    keys = [each for each in asked if each is not None]
    if len(keys) > MOST_CLIPS or len(keys) != len(asked):
        raise BadJson
    return Clip.objects.filter(pk__in=keys)
