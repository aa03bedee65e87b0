"""First drafts of captions: out of a file, out of tags, out of what is heard."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from curation.clips import captionfiles, services, tag_drafts
from curation.clips.api.captions.clip import answer, source_track
from curation.clips.api.request import BadJson, body, listed, permitted, person, text
from curation.clips.models import Clip


@require_POST
@permitted("curation.caption_clip")
def bring_in(request: HttpRequest, clip_id: int) -> JsonResponse:
    """A file (multipart `file`, `language`, `revision`) in place of a language's captions; {tracks, problems}."""
    clip = get_object_or_404(Clip, pk=clip_id)
    given = request.FILES.get("file")
    revision = request.POST.get("revision", "")
    if given is None or not given.name or (revision and not (revision.isascii() and revision.isdecimal())):
        raise BadJson
    wanted = request.POST.get("language", "") or clip.source_language
    document = captionfiles.read(given.read(captionfiles.MOST_READ), name=given.name, language=wanted)
    problems = captionfiles.bring_in(
        clip, wanted, document, source=source_track(clip, wanted), user=person(request),
        revision=int(revision[:9]) if revision else None,
    )  # fmt: skip
    return answer(clip, language=wanted, problems=[{"line": each.line, "says": each.says} for each in problems])


@require_POST
@permitted("curation.caption_clip")
def draft(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Write captions from the tags: {languages: [...]}, besides the clip's own."""
    clip = get_object_or_404(Clip, pk=clip_id)
    languages = [text(each) for each in listed(body(request).get("languages", []))]
    tag_drafts.draft(clip, languages=languages, user=person(request))
    return answer(clip)


@require_POST
@permitted("curation.caption_clip")
def speech(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Write captions from what is said, as a job: {} -> {job}."""
    job = services.listen(get_object_or_404(Clip, pk=clip_id), user=person(request))
    return JsonResponse({"job": job.pk})
