"""What the pages' scripts ask and say about footage, in JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation.footage import cards, layers, services, tagging, withholding
from curation.footage.forms import ObservationForm
from curation.footage.models import Footage, Observation, Upload
from curation.footage.reasons import reason
from curation.footage.selectors import listed_for, visible_to
from curation.footage.tagging import TaggingError
from curation.footage.withholding import ReleaseError, WithholdingError
from curation.jobs.models import Job
from curation.species.selectors import match_taxa

View = Callable[..., JsonResponse]


def refused(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def allowed(permission: str) -> Callable[[View], View]:
    """Only for people with `permission`; the others get a sentence and 403."""

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
            if not request.user.has_perm(permission):
                return refused(_("You do not have permission for this."), status=403)
            return view(request, *args, **kwargs)

        return checked

    return wrap


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def observation_json(observation: Observation) -> dict[str, Any]:
    """An observation as the pages show it."""
    return {
        "id": observation.pk,
        "layer": layers.layer_of(observation),
        "event": observation.footage_id is None,
        "type": observation.observation_type,
        "label": cards.species_label(observation),
        "taxon": observation.taxon_id,
        "scientific": observation.taxon.scientific_name if observation.taxon else "",
        "count": observation.count,
        "sex": observation.sex,
        "sexLabel": str(observation.get_sex_display()) if observation.sex else "",
        "lifeStage": observation.life_stage,
        "lifeStageLabel": str(observation.get_life_stage_display()) if observation.life_stage else "",
        "behavior": observation.behavior,
        "behaviorLabel": str(observation.get_behavior_display()) if observation.behavior else "",
        "comments": observation.comments,
        "by": observation.classified_by,
        "at": observation.classification_timestamp.isoformat() if observation.classification_timestamp else "",
        "probability": observation.classification_probability,
        "bbox": observation.bbox,
        "individual": observation.individual.code if observation.individual else observation.individual_label,
    }


def observations_json(footage: Footage) -> dict[str, Any]:
    """All that is said of this footage, and what is taken for seen and why."""
    found = list(tagging.observations_of(footage).prefetch_related("taxon__names").order_by("pk"))
    answer = layers.derive(found)
    older, counted = {one.pk for one in answer.older}, {one.pk for one in answer.values}
    told = [observation_json(one) | {"counts": one.pk in counted, "older": one.pk in older} for one in found]
    return {
        "observations": told,
        "answer": cards.title_of(found),
        "because": list(answer.because),
        "conflict": answer.conflict,
    }


def _all(footage: Footage, **more: Any) -> JsonResponse:
    return JsonResponse({**observations_json(footage), **more})


def _form(body: dict[str, Any], *, instance: Observation | None = None) -> ObservationForm:
    fields = {"observation_type": "type", "taxon": "taxon", "count": "count", "sex": "sex", "life_stage": "lifeStage"}
    fields |= {"behavior": "behavior", "comments": "comments"}
    return ObservationForm({name: body.get(key) for name, key in fields.items()}, instance=instance)


@require_http_methods(["GET", "POST"])
@allowed("curation.view_observation")
def observations(request: HttpRequest, footage_id: int) -> JsonResponse:
    """GET: all observations of a piece of footage. POST: a person adds one, or brings one back with `restore`."""
    footage = get_object_or_404(visible_to(request.user), pk=footage_id)
    if request.method == "GET":
        return _all(footage)
    if not request.user.has_perm("curation.tag_footage"):
        return refused(_("You may look at tags but not change them."), status=403)
    body = _body(request)
    if "restore" in body:
        try:
            tagging.restore(footage, user=request.user, token=str(body["restore"]))  # type: ignore[arg-type]
        except TaggingError as error:
            return refused(str(error), status=409)
        return _all(footage)
    form = _form(body)
    if not form.is_valid():
        return refused(form.sentence(), status=400)
    tagging.observe(footage, user=request.user, values=form.cleaned_data)  # type: ignore[arg-type]
    return _all(footage)


@require_http_methods(["PUT", "DELETE", "POST"])
@allowed("curation.tag_footage")
def observation(request: HttpRequest, footage_id: int, observation_id: int) -> JsonResponse:
    """PUT corrects, DELETE removes (the answer's `undo` brings it back), POST agrees with a machine or, with `decide`,
    makes it the desk's word."""
    footage = get_object_or_404(visible_to(request.user), pk=footage_id)
    found = get_object_or_404(tagging.observations_of(footage), pk=observation_id)
    user: Any = request.user
    try:
        if request.method == "DELETE":
            return _all(footage, undo=tagging.remove(found, user=user, footage=footage))
        if request.method == "POST":
            confirm = tagging.decide if _body(request).get("decide") is True else tagging.agree
            return _all(footage, added=confirm(found, user=user, footage=footage).pk)
        form = _form(_body(request))
        if not form.is_valid():
            return refused(form.sentence(), status=400)
        changed = tagging.change(found, user=user, values=form.cleaned_data, footage=footage)
    except TaggingError as error:
        return refused(str(error), status=409)
    return _all(footage, changed=changed.pk)


@require_GET
@allowed("curation.view_taxon")
def species(request: HttpRequest) -> JsonResponse:
    """The picker: species by any name in any language, best first."""
    found = match_taxa(request.GET.get("q", "")[:120], limit=12)
    return JsonResponse({"species": [cards.taxon_choice(match.taxon, matched=match.name) for match in found]})


@require_POST
@allowed("curation.ingest_footage")
def retry(request: HttpRequest, footage_id: int) -> JsonResponse:
    """Read again what could not be read."""
    footage = get_object_or_404(visible_to(request.user), pk=footage_id)
    job = services.queue_ingest(footage, user=request.user)  # type: ignore[arg-type]
    if job is None:
        return refused(_("This has been read already; there is nothing to try again."), status=409)
    Job.objects.filter(pk=job.pk, created_by=None).update(created_by=request.user.pk)
    return JsonResponse({"job": job.pk})


@require_POST
@allowed("curation.change_footage")
def withhold(request: HttpRequest, footage_id: int) -> JsonResponse:
    """Quarantine (as what: `alarm`), withdraw or release (`falseAlarm`), with the reason."""
    footage = get_object_or_404(listed_for(request.user), pk=footage_id)
    body = _body(request)
    user: Any = request.user
    try:
        withholding.withhold(
            footage,
            action=str(body.get("action")),
            reason=str(body.get("reason", "")),
            user=user,
            alarm=str(body.get("alarm", "")),
            false_alarm=body.get("falseAlarm") is True,
        )
    except (WithholdingError, ReleaseError) as error:
        return refused(str(error), status=409)
    return JsonResponse({"state": footage.state})


@require_GET
@allowed("curation.ingest_footage")
def upload_state(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    """How far an upload of one's own is, and which job takes it in."""
    upload = get_object_or_404(Upload, pk=upload_id, owner=request.user.pk)
    return JsonResponse(
        {"size": upload.size, "received": upload.received, "job": upload.job_id, "footage": upload.footage_id}
    )


@require_GET
@allowed("curation.view_footage")
def card(request: HttpRequest, footage_id: int) -> JsonResponse:
    """One card as HTML, for what has just come in, and the reason if it could not be read."""
    shown = visible_to(request.user).select_related("station").prefetch_related("observations__taxon__names")
    footage = get_object_or_404(shown, pk=footage_id)
    words = cards.words()
    context = {"drawn": [cards.shown(cards.card(footage), words)], "words": words}
    html = render_to_string("curation/footage/cards.html", context).strip()
    return JsonResponse({"html": html, "state": footage.state, "error": reason(footage)})
