"""What the guard found in what goes out with a clip, and letting single findings pass by two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.clips.models import Clip
from publishing.guard import lifting
from publishing.guard.models import Lifting
from publishing.posts import readiness


@require_safe
@permission_required("publishing.view_post")
def index(request: HttpRequest, clip_id: int) -> HttpResponse:
    clip = get_object_or_404(Clip, pk=clip_id)
    context = {
        "clip": clip,
        "found": readiness.held_findings(clip),
        "open": lifting.open_liftings(clip),
        "ended": Lifting.objects.filter(clip=clip, ended_at__isnull=False).select_related("asked_by", "ended_by")[:20],
        "shortest": lifting.SHORTEST,
    }
    return render(request, "publishing/posts/guard.html", context)


@require_POST
@permission_required("publishing.lift_finding")
def ask(request: HttpRequest, clip_id: int) -> HttpResponse:
    clip = get_object_or_404(Clip, pk=clip_id)
    wanted = (request.POST.get("code", ""), request.POST.get("found", ""))
    # Only what the guard holds now can be asked for: nobody writes findings of their own.
    if wanted not in {(each.code, str(each.params.get("found", ""))) for each in readiness.held_findings(clip)}:
        messages.error(request, _("This has changed meanwhile. Load the page again to see how it stands."))
        return redirect("posts:guard", clip_id=clip.pk)
    try:
        lifting.ask(clip, code=wanted[0], found=wanted[1], reason=request.POST.get("reason", ""), user=request.user)
    except lifting.LiftingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked for. A second person has to confirm it."))
    return redirect("posts:guard", clip_id=clip.pk)


@require_POST
@permission_required("publishing.lift_finding")
def decide(request: HttpRequest, lifting_id: int) -> HttpResponse:
    """Confirm it, refuse it, or let the guard hold it again."""
    row = get_object_or_404(Lifting, pk=lifting_id)
    try:
        if request.POST.get("decision") == "confirm":
            lifting.confirm(row, user=request.user)
        else:
            lifting.end(row, user=request.user)
    except lifting.LiftingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("posts:guard", clip_id=row.clip_id)
