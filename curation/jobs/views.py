"""What a page asks about a job."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from curation.jobs import services
from curation.jobs.graph import UndeclaredTransition
from curation.jobs.messages import error_sentence, note_sentence
from curation.jobs.models import Job


def _may_see(request: HttpRequest, job: Job) -> bool:
    return job.created_by_id == request.user.pk or request.user.has_perm("curation.view_job")


def _own(request: HttpRequest, job_id: int) -> Job | None:
    job = get_object_or_404(Job, pk=job_id)
    return job if _may_see(request, job) else None


def _refused() -> JsonResponse:
    return JsonResponse({"error": _("This is somebody else's work; you may not see it.")}, status=403)


def job_json(job: Job) -> dict[str, object]:
    """A job as the pages' scripts read it."""
    return {
        "id": job.pk,
        "state": job.state,
        "fraction": job.fraction,
        "note": note_sentence(job.note),
        "error": error_sentence(job.error_code, job.error_params) if job.error_code else "",
        "result": job.result,
    }


def detail(request: HttpRequest, job_id: int) -> JsonResponse:
    job = _own(request, job_id)
    return JsonResponse(job_json(job)) if job else _refused()


@require_POST
def cancel(request: HttpRequest, job_id: int) -> JsonResponse:
    job = _own(request, job_id)
    if job is None:
        return _refused()
    services.cancel(job)
    return JsonResponse(job_json(job))


@require_POST
def retry(request: HttpRequest, job_id: int) -> JsonResponse:
    job = _own(request, job_id)
    if job is None:
        return _refused()
    try:
        services.retry(job)
    except UndeclaredTransition:
        return JsonResponse(
            {"error": _("This work is still under way or done; there is nothing to try again.")}, status=409
        )
    return JsonResponse(job_json(job))
