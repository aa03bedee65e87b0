"""The pages of footage: find, look at one piece, bring in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.files import browsers
from curation.footage import cards, facts, search, uploads
from curation.footage.api import observations_json
from curation.footage.models import Footage, Observation, Station
from curation.footage.moves import motion_json
from curation.footage.query import FootageQuery
from curation.footage.reasons import reason
from curation.footage.selectors import listed_for, open_job, sees_locations
from curation.footage.tagging import DESK
from curation.footage.withholding import actions_for
from curation.species.selectors import taxa_by_key

OFTEN = 6  # species offered without typing


def choices(user: Any) -> dict[str, Any]:
    """What an observation's form offers, for the pages' scripts; `often` are the species seen most."""

    def listed(pairs: Any) -> list[dict[str, str]]:
        return [{"value": str(value), "label": str(label)} for value, label in pairs]

    counted = search.facets(FootageQuery(), search.Reader(user), only=["species"]).values("species")
    taxa = {taxon.scientific_name: taxon for taxon in taxa_by_key().values()}
    often = [taxa[facet.value] for facet in counted if facet.value in taxa][:OFTEN]
    often += [taxon for taxon in taxa.values() if taxon not in often][: OFTEN - len(often)]
    return {
        "types": listed(Observation.Type.choices),
        "sex": listed(Observation.Sex.choices),
        "lifeStage": listed(Observation.LifeStage.choices),
        "behavior": listed(Observation.BEHAVIORS),
        "often": [cards.taxon_choice(taxon) for taxon in often],
        "speciesUrl": reverse("footage:species"),
    }


@require_safe
@permission_required("curation.view_footage")
def detail(request: HttpRequest, footage_id: int) -> HttpResponse:
    """One piece of footage: player, observations, facts."""
    shown = listed_for(request.user).select_related("station").prefetch_related("observations__taxon__names")
    footage = get_object_or_404(shown, pk=footage_id)
    job = open_job(footage)
    own = job is not None and (job.created_by_id == request.user.pk or request.user.has_perm("curation.view_job"))
    may_tag = request.user.has_perm("curation.tag_footage")
    return render(
        request,
        "curation/footage/detail.html",
        {
            "footage": footage,
            "card": cards.card(footage),
            "facts": facts.facts_for(footage, user=request.user),
            "rights": facts.rights_of(footage),
            "arrivals": facts.arrivals_for(footage, user=request.user),  # type: ignore[arg-type]
            "clips": _clips_of(footage) if request.user.has_perm("curation.view_clip") else [],
            "reason": reason(footage),
            "may_cut": request.user.has_perm("curation.add_clip") and footage.state == Footage.State.READY,
            "may_retry": request.user.has_perm("curation.ingest_footage"),
            "data": {
                "choices": choices(request.user),
                **observations_json(footage),
                "mayDecide": may_tag and request.user.has_perm(DESK),
                "observationsUrl": reverse("footage:observations", args=[footage.pk]),
                "withholdUrl": reverse("footage:withhold", args=[footage.pk]),
                "actions": actions_for(footage, user=request.user),
                "retryUrl": reverse("footage:retry", args=[footage.pk]),
                "mayTag": may_tag,
                "scrub": footage.scrub | {"url": reverse("footage:scrub", args=[footage.pk])}
                if footage.scrub_sheet
                else None,
                "motion": motion_json(footage),
                "duration": footage.duration,
                "frameRate": footage.frame_rate,
                "job": job.pk if job and own else None,
            },
        },
    )


def _clips_of(footage: Footage) -> list[Any]:
    """Clips that have a segment of this footage in any version (the clips chapter lies above this one)."""
    clips = {segment.version.clip for segment in footage.segments.select_related("version__clip")}
    return sorted(clips, key=lambda clip: clip.updated_at, reverse=True)


@require_safe
@permission_required("curation.ingest_footage")
def upload(request: HttpRequest) -> HttpResponse:
    """Bring files in with the browser."""
    stations = Station.objects.all() if sees_locations(request.user) else Station.objects.none()
    return render(
        request,
        "curation/footage/upload.html",
        {
            "stations": stations,
            "data": {
                "uploadsUrl": reverse("footage:uploads"),
                "directUrl": reverse("footage:direct_uploads") if browsers.reach_the_store() else "",
                "mineUrl": reverse("footage:uploads_mine"),
                "largest": uploads.largest(),
                "footageUrl": reverse("footage:index"),
                "person": request.user.pk,
                "zone": settings.TIME_ZONE,
            },
        },
    )
