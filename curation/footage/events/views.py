"""The page of an event, and the form that sets the gap between events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from curation.footage import cards, tagging
from curation.footage.api import _body, _form, allowed, observation_json, refused
from curation.footage.events import gap, selectors, services
from curation.footage.models import Event, Footage, Observation
from curation.jobs.models import Job

MOST = 400  # pieces that a page of an event shows


@require_safe
@permission_required("curation.view_footage")
def detail(request: HttpRequest, event_id: int) -> HttpResponse:
    """All pieces of an event in their order, what is seen in it as one, and what people say of the whole."""
    event = selectors.shown(event_id, user=request.user)
    if event is None:
        raise Http404
    shown = selectors.strip(event.pk, user=request.user).select_related("station")
    pieces = list(shown.prefetch_related("observations__taxon__names")[:MOST])
    may_tag = request.user.has_perm("curation.tag_footage")
    species = selectors.species_of(pieces)
    context = {
        "event": event,
        "pieces": [{"footage": one, "time": _time(one, event=event), "length": cards.length_of(one)} for one in pieces],
        "zone": pieces[0].station.zone if pieces[0].station else "",
        "moment": cards.moment_of(pieces[0]),
        "lasted": cards.length_of(Footage(duration=(event.end - event.start).total_seconds())),
        "species": [_species(one) for one in species],
        "may_tag": may_tag,
        "data": {
            "choices": _choices(species),
            "observations": [observation_json(one) for one in selectors.said_of(event.pk)],
            "url": reverse("footage:event_observations", args=[event.pk]),
            "mayTag": may_tag,
        },
    }
    return render(request, "curation/footage/event.html", context)


def _time(footage: Footage, *, event: Event) -> str:
    """The time of day in the reader's zone, and how long after the event began."""
    if footage.captured_at is None:
        return ""
    after = cards.length_of(Footage(duration=max(0.0, (footage.captured_at - event.start).total_seconds())))
    return f"{localtime(footage.captured_at):%H:%M:%S} · +{after}"


def _choices(species: list[selectors.Seen]) -> dict[str, Any]:
    """What the form offers; the species seen in the event's pieces stand as buttons."""

    def listed(pairs: Any) -> list[dict[str, str]]:
        return [{"value": str(value), "label": str(label)} for value, label in pairs]

    taxa = [one.observation.taxon for one in species if one.observation.taxon is not None]
    return {
        "types": listed(Observation.Type.choices),
        "sex": listed(Observation.Sex.choices),
        "lifeStage": listed(Observation.LifeStage.choices),
        "behavior": listed(Observation.BEHAVIORS),
        "often": [cards.taxon_choice(taxon) for taxon in taxa],
        "speciesUrl": reverse("footage:species"),
    }


def _species(seen: selectors.Seen) -> dict[str, Any]:
    return {
        "name": cards.species_label(seen.observation),
        "pieces": seen.pieces,
        "most": seen.most,
        "machine": seen.machine,
    }


@require_http_methods(["GET", "POST"])
@allowed("curation.view_observation")
def observations(request: HttpRequest, event_id: int) -> JsonResponse:
    """GET: what is said of the whole event. POST: a person says something, or brings it back with `restore`."""
    event = _visible(request, event_id)
    if request.method == "GET":
        return _all(event)
    if not request.user.has_perm("curation.tag_footage"):
        return refused(_("You may look at tags but not change them."), status=403)
    body, user = _body(request), request.user
    if "restore" in body:
        try:
            services.restore(event, user=user, token=str(body["restore"]))  # type: ignore[arg-type]
        except tagging.TaggingError as error:
            return refused(str(error), status=409)
        return _all(event)
    form = _form(body)
    if not form.is_valid():
        return refused(form.sentence(), status=400)
    added = services.observe(event, user=user, values=form.cleaned_data)  # type: ignore[arg-type]
    return _all(event, added=added.pk)


@require_http_methods(["DELETE"])
@allowed("curation.tag_footage")
def observation(request: HttpRequest, event_id: int, observation_id: int) -> JsonResponse:
    """Take back what was said of the event; the answer's `undo` brings it back."""
    event = _visible(request, event_id)
    rows = Observation.objects.select_related("event", "taxon")
    row = get_object_or_404(rows, pk=observation_id, event=event, footage=None)
    try:
        undo = services.remove(row, user=request.user)  # type: ignore[arg-type]
    except tagging.TaggingError as error:
        return refused(str(error), status=409)
    return _all(event, undo=undo)


def _visible(request: HttpRequest, event_id: int) -> Event:
    event = selectors.shown(event_id, user=request.user)
    if event is None:
        raise Http404
    return event


def _all(event: Event, **more: Any) -> JsonResponse:
    return JsonResponse({"observations": [observation_json(one) for one in selectors.said_of(event.pk)], **more})


class GapForm(forms.Form):
    """The longest gap within an event."""

    gap = forms.IntegerField(
        label=gettext_lazy("Longest gap within an event, in seconds"), min_value=1, max_value=86_400
    )


@require_http_methods(["GET", "POST"])
@permission_required("curation.change_station")
def setting(request: HttpRequest) -> HttpResponse:
    """See and set the gap; a change groups everything anew, with progress."""
    form = GapForm(request.POST or None, initial={"gap": gap.seconds()})
    job: Job | None = None
    if request.method == "POST" and form.is_valid():
        job = services.change_gap(form.cleaned_data["gap"], user=request.user)  # type: ignore[arg-type]
    context = {"form": form, "gap": gap.seconds(), "data": {"job": job.pk if job else None}}
    return render(request, "curation/footage/event_setting.html", context)
