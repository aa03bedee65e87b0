"""The pages of footage: find, look at one piece, bring in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.footage import cards, facts, filters, search, uploads
from curation.footage.api import observations_json
from curation.footage.models import Footage, Observation, Station
from curation.footage.query import FootageQuery, Parsed, parse
from curation.footage.reasons import reason
from curation.footage.selectors import current_observations, listed_for, open_job, sees_locations
from curation.footage.withholding import actions_for
from curation.species.models import Taxon


def choices() -> dict[str, Any]:
    """What an observation's form offers, for the pages' scripts."""

    def listed(pairs: Any) -> list[dict[str, str]]:
        return [{"value": str(value), "label": str(label)} for value, label in pairs]

    often = (
        Taxon.objects.prefetch_related("names")
        .annotate(pieces=Count("observations"))
        .order_by("-pieces", "position")[:6]
    )
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
def index(request: HttpRequest) -> HttpResponse:
    """Cards of what the address asks for; only the next cards where a script asks with `after`."""
    parsed = parse(request.GET)
    query, places = parsed.query, sees_locations(request.user)
    base = listed_for(request.user)
    found = search.run(query, base, places=places, after=request.GET.get("after", "")[:100])
    context = {
        "cards": _cards(query, found.items),
        "found": found,
        "query": query,
        "more": f"?{_with_after(query, found.after)}" if found.after else "",
    }
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" and request.GET.get("after"):
        return render(request, "curation/footage/cards.html", context)
    return render(
        request, "curation/footage/index.html", context | _around(request, parsed, places=places, total=found.total)
    )


def _with_after(query: FootageQuery, after: str) -> str:
    parameters = QueryDict(query.querystring(), mutable=True)
    parameters["after"] = after
    return parameters.urlencode()


def _cards(query: FootageQuery, items: list[Footage]) -> list[cards.Card]:
    why: dict[int, str] = {}
    if query.sort == "rarest":
        pieces = current_observations().filter(taxon__isnull=False, footage__state=Footage.State.READY)
        counts = pieces.order_by().values_list("taxon").annotate(pieces=Count("footage", distinct=True))
        why = cards.reasons_for_rank(items, seen=dict(counts))
    return [cards.card(footage, why=why.get(footage.pk, "")) for footage in items]


def _around(request: HttpRequest, parsed: Parsed, *, places: bool, total: int) -> dict[str, Any]:
    """What stands around the cards: filters with counts, what else there is, what the scripts need."""
    query, base = parsed.query, listed_for(request.user)
    problem = _("You may not search by station; choose a zone.") if query.station and not places else ""
    return {
        "groups": filters.groups(query, base, places=places, total=total),
        "everything": base.filter(search.state_of(query.state)).count(),
        "ignored": parsed.ignored,
        "problem": problem,
        "may_tag": request.user.has_perm("curation.tag_footage"),
        "may_ingest": request.user.has_perm("curation.ingest_footage"),
        "may_cut": request.user.has_perm("curation.add_clip"),
        "data": {"choices": choices(), "tagUrl": reverse("footage:tag_many"), "undoUrl": reverse("footage:untag_many")},
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
                "choices": choices(),
                "observations": observations_json(footage),
                "observationsUrl": reverse("footage:observations", args=[footage.pk]),
                "withholdUrl": reverse("footage:withhold", args=[footage.pk]),
                "actions": actions_for(footage, user=request.user),
                "retryUrl": reverse("footage:retry", args=[footage.pk]),
                "mayTag": may_tag,
                "scrub": footage.scrub | {"url": reverse("footage:scrub", args=[footage.pk])}
                if footage.scrub_sheet
                else None,
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
                "largest": uploads.largest(),
                "footageUrl": reverse("footage:index"),
                "person": request.user.pk,
                "zone": settings.TIME_ZONE,
            },
        },
    )
