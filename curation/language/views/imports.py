"""Bringing terms and sentences in from files: first a look at what would come, then the import itself. And out."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.jobs import services as jobs
from curation.jobs.messages import error_sentence
from curation.jobs.models import Job
from curation.language import exporting, importing, uploads
from curation.language.errors import LanguageError
from curation.language.memory import tag
from curation.language.views.tabs import tabs

RIGHTS = {"terms": "curation.{}_term", "memory": "curation.{}_memoryunit"}


def _right(what: str, verb: str) -> str:
    if what not in RIGHTS:
        raise Http404
    return RIGHTS[what].format(verb)


def _require(request: HttpRequest, what: str, *verbs: str) -> None:
    if not all(request.user.has_perm(_right(what, verb)) for verb in verbs):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
@permission_required("curation.view_term")
def begin(request: HttpRequest, what: str) -> HttpResponse:
    """Choose a file; it is read as a rehearsal first."""
    _require(request, what, "add", "change")
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            name = uploads.keep(file, what=what)  # type: ignore[arg-type]
        except LanguageError as error:
            messages.error(request, str(error))
        else:
            replace = request.POST.get("replace") == "1"
            title = PurePath(file.name or "").name[:120]  # type: ignore[union-attr]
            job = importing.begin(what, name=name, title=title, replace=replace, dry=True, user=_user(request))
            return redirect("language:import_job", job.pk)
    context = {"tabs": tabs(request, what), "what": what, "wanted": ",".join(uploads.WANTED[what])}
    return render(request, "curation/language/import.html", context)


def _own(request: HttpRequest, job_id: int) -> Job:
    job = get_object_or_404(Job, pk=job_id, kind=importing.KIND, created_by=_user(request))
    _require(request, job.payload["what"], "add", "change")
    return job


@require_safe
@permission_required("curation.view_term")
def report(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far the reading is, then what it found."""
    job = _own(request, job_id)
    context = {
        "tabs": tabs(request, job.payload["what"]),
        "job": job,
        "what": job.payload["what"],
        "running": job.state in (Job.State.QUEUED, Job.State.RUNNING),
        "error": error_sentence(job.error_code, job.error_params) if job.error_code else "",
        "problems": importing.told((job.result or {}).get("problems", [])),
        "back": f"language:{job.payload['what']}",
    }
    return render(request, "curation/language/import_job.html", context)


@require_POST
@permission_required("curation.view_term")
def run(request: HttpRequest, job_id: int) -> HttpResponse:
    """After the rehearsal: the import itself, of the same file."""
    rehearsal = _own(request, job_id)
    said = rehearsal.payload
    if rehearsal.state != Job.State.DONE or not said["dry"]:
        raise Http404
    job = importing.begin(
        said["what"], name=said["name"], title=said["title"], replace=said["replace"], dry=False, user=_user(request)
    )
    return redirect("language:import_job", job.pk)


@require_POST
@permission_required("curation.view_term")
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Leave the file be: nothing was written yet."""
    job = _own(request, job_id)
    if job.state in (Job.State.QUEUED, Job.State.RUNNING):
        jobs.cancel(job)
    uploads.forget(job.payload["name"])
    return redirect(f"language:{job.payload['what']}")


@require_safe
@permission_required("curation.view_term")
def export(request: HttpRequest, what: str, ending: str) -> HttpResponseBase:
    """A file of everything that this person may read: terms as TBX or CSV, the memory as TMX."""
    _require(request, what, "view")
    try:
        source, target = (tag(value) if (value := request.GET.get(name)) else "" for name in ("source", "target"))
    except LanguageError as error:
        raise Http404 from error
    made = exporting.export(what, ending, user=_user(request), source=source, target=target)
    if made is None:
        raise Http404
    return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.content_type)


def _user(request: HttpRequest) -> Any:
    return request.user
