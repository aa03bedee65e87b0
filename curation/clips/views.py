"""Pages and files of clips."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail.admin.auth import permission_required

from curation.clips import assignments, desk, exports, history, pieces, selectors, tracks, worklist
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Rendition
from curation.files.ranged import ranged_response
from curation.video.shapes import SHAPES

PAGE = 48


@permission_required("curation.view_clip")
def index(request: HttpRequest) -> HttpResponse:
    """Clips, newest first; `q` looks in their names."""
    found = selectors.clips()
    query = request.GET.get("q", "").strip()
    if query:
        found = found.filter(title__icontains=query)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    cards = [selectors.card(clip) for clip in page]
    return render(request, "curation/clips/index.html", {"page": page, "cards": cards, "query": query})


@permission_required("curation.view_captiontrack")
def captions(request: HttpRequest) -> HttpResponse:
    """Clips with the state of their captions by language; `q`, `who`, `language`, `state` and `due` narrow down."""
    wanted = worklist.Wanted.of(request.GET)
    page = Paginator(worklist.clips(wanted, user=request.user), PAGE).get_page(request.GET.get("page"))
    told = worklist.lines(list(page), wanted, user=request.user)
    return render(
        request,
        "curation/clips/captions.html",
        {
            "page": page,
            "rows": [(selectors.card(clip, tracks=()), told.get(clip.pk, [])) for clip in page],
            "query": wanted.query,
            "wanted": wanted,
            "kept": wanted.address,
            "people": assignments.people(),
            "languages": tracks.language_choices(),
            "states": CaptionTrack.State.choices,
        },
    )


@permission_required("curation.view_clip")
def studio(request: HttpRequest, clip_id: int | None = None) -> HttpResponse:
    """Where a clip is cut: a new one from `?footage=ID&footage=ID`, or an existing one; `?version=N`: that one."""
    clip = get_object_or_404(Clip, pk=clip_id) if clip_id else None
    version = clip.version if clip else None
    older = _older(request, clip) if clip else None
    version = older or version
    begun = history.document(version, user=request.user) if version else _begin(request)
    return render(
        request,
        "curation/clips/studio.html",
        {
            "clip": clip,
            "version": version,
            "tracks": tracks.progress(clip) if clip else [],
            "data": desk.studio_data(clip, begun, user=request.user) | (_only_looked_at(older) if older else {}),
            "withheld": selectors.withheld_in(version),
        },
    )


def _older(request: HttpRequest, clip: Clip) -> ClipVersion | None:
    """The version that the address asks for; None for the newest, which can be changed."""
    asked = request.GET.get("version", "")
    if not asked or (clip.version and asked == str(clip.version.number)):
        return None
    return get_object_or_404(
        clip.versions, number=int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 0
    )


def _only_looked_at(version: ClipVersion) -> dict[str, Any]:
    """What differs on the page of an older version: nothing of it can be changed."""
    return {"looking": version.number, "maySave": False, "draft": None}


def _begin(request: HttpRequest) -> dict[str, Any]:
    """A clip that nobody has saved yet: the best stretch of each piece, in the order of the address."""
    try:
        keys = pieces.keys_in(request.GET.getlist("footage")[: pieces.MOST_ASKED])
    except ValueError as error:
        raise Http404 from error
    found = {each["footage"]: each for each in pieces.pieces(keys, user=request.user) if each["usable"]}
    if not found:
        raise Http404
    return history.beginning([found[key] for key in keys if key in found])


def _with_files(part: dict[str, Any]) -> dict[str, Any]:
    """A segment with the addresses of its video and its sheet of small pictures."""
    return {
        **part,
        "file": reverse("footage:file", args=[part["footage"]]) if part["playable"] else "",
        "sheet": reverse("footage:scrub", args=[part["footage"]]) if part["scrub"] else "",
    }


@permission_required("curation.view_captiontrack")
def workbench(request: HttpRequest, clip_id: int) -> HttpResponse:
    """Captions beside the player."""
    clip = get_object_or_404(Clip, pk=clip_id)
    version = clip.version
    if version is None:
        raise Http404
    master = version.renditions.filter(language="", shape="16:9", preset="", state=Rendition.State.READY).first()
    data = {
        "clip": clip.pk,
        "duration": version.duration,
        "sourceLanguage": clip.source_language,
        "languages": tracks.language_choices(),
        "targets": tracks.translation_targets(clip.source_language),
        "master": reverse("clips:rendition_file", args=[master.pk]) if master else "",
        "segments": [_with_files(part) for part in selectors.segment_json(version)],
        "mayWrite": request.user.has_perm("curation.caption_clip"),
        "mayApprove": request.user.has_perm("curation.approve_captions"),
        "mayAssign": request.user.has_perm(assignments.ASSIGN),
        "me": request.user.pk,
        "shapes": list(SHAPES),
        "suggest": reverse("language:suggest"),
        "people": reverse("clips:caption_people"),
        "urls": selectors.clip_urls(clip) | selectors.caption_urls(clip, user=request.user),
    }
    return render(request, "curation/clips/workbench.html", {"clip": clip, "version": version, "data": data})


@permission_required("curation.view_captiontrack")
def export(request: HttpRequest, track_id: int, ending: str) -> HttpResponse:
    """A track as a download in one of `exports.FORMATS`."""
    track = get_object_or_404(CaptionTrack.objects.select_related("clip"), pk=track_id)
    if ending not in exports.FORMATS:
        raise Http404
    try:
        data = exports.export(track, ending)
    except ClipError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    kind = exports.FORMATS[ending]
    response = HttpResponse(data, content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    response["Content-Disposition"] = f'attachment; filename="clip-{track.clip_id}.{track.language}.{ending}"'
    return response


@permission_required("curation.view_rendition")
def rendition_file(request: HttpRequest, rendition_id: int) -> HttpResponseBase:
    """A finished rendition, to play or (`?download=1`) to keep."""
    rendition = get_object_or_404(Rendition, pk=rendition_id, state=Rendition.State.READY)
    name = f"clip-{rendition.version.clip_id}-v{rendition.version.number}-{rendition.language or 'clean'}.mp4"
    return ranged_response(
        request, rendition.file, content_type="video/mp4", download_as=name if request.GET.get("download") else ""
    )


@permission_required("curation.view_rendition")
def rendition_poster(request: HttpRequest, rendition_id: int) -> HttpResponseBase:
    rendition = get_object_or_404(Rendition, pk=rendition_id, state=Rendition.State.READY)
    return ranged_response(request, rendition.poster, content_type="image/jpeg")
