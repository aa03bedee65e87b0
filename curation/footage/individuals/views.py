"""The pages of individuals: the list, a dossier, its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.footage.individuals import facts, merging, selectors, services
from curation.footage.individuals.dossier import dossier
from curation.footage.individuals.errors import DossierError
from curation.footage.individuals.forms import DossierForm
from curation.footage.models import Individual, IndividualMerge
from curation.species.models import Taxon

PAGE = 60
CHANGE = "curation.change_individual"


@require_safe
@permission_required("curation.view_individual")
def index(request: HttpRequest) -> HttpResponse:
    """Cards of all animals, or of those with a name or species."""
    words, species = request.GET.get("q", "").strip()[:120], request.GET.get("species", "")[:120]
    rows = selectors.standing().select_related("taxon").prefetch_related("names", "taxon__names")
    if words:
        rows = rows.filter(pk__in=selectors.found(words))
    if species:
        rows = rows.filter(taxon__scientific_name=species)
    page = Paginator(rows.order_by("taxon__position", "code"), PAGE).get_page(request.GET.get("page"))
    may_change = request.user.has_perm(CHANGE)
    context = {
        "page": page,
        "cards": [_card(one) for one in selectors.cards(list(page), user=request.user)],
        "words": words,
        "species": species,
        "kinds": Taxon.objects.filter(individuals__merged_into=None, individuals__isnull=False)
        .annotate(animals=Count("individuals"))
        .prefetch_related("names"),
        "everything": selectors.standing().count(),
        "labels": _labels(request.user) if may_change else [],
        "may_add": request.user.has_perm("curation.add_individual"),
    }
    return render(request, "curation/footage/individuals.html", context)


def _card(card: selectors.Card) -> dict[str, Any]:
    return {
        "individual": card.individual,
        "picture": card.picture,
        "pieces": card.pieces,
        "last": card.last,
        "age": facts.age_of(card.individual),
    }


def _labels(user: Any) -> list[dict[str, Any]]:
    found = selectors.labels(user=user)
    taxa = Taxon.objects.prefetch_related("names").in_bulk([one.taxon for one in found if one.taxon])
    return [{"label": one.label, "taxon": taxa.get(one.taxon or 0), "pieces": one.pieces} for one in found]


@require_safe
@permission_required("curation.view_individual")
def detail(request: HttpRequest, individual_id: int) -> HttpResponse:
    """One dossier; one that was merged leads to the other."""
    individual = get_object_or_404(Individual.objects.select_related("taxon", "mother"), pk=individual_id)
    if individual.merged_into_id:
        return redirect("individuals:detail", individual.merged_into_id)
    context = dossier(individual, user=request.user, page=request.GET.get("page"))
    return render(request, "curation/footage/individual.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("curation.view_individual")
def edit(request: HttpRequest, individual_id: int | None = None) -> HttpResponse:
    """The form of a dossier, new or there; `label` and `species` fill a new one in from a package's label."""
    if not request.user.has_perm(CHANGE if individual_id else "curation.add_individual"):
        raise PermissionDenied
    row = get_object_or_404(selectors.standing(), pk=individual_id) if individual_id else Individual()
    label = request.GET.get("label", "")[:80]
    first = {"code": label, "taxon": request.GET.get("species")} if label else {}
    form = DossierForm(request.POST or None, instance=row, initial=first)
    if request.method == "POST" and form.is_valid():
        services.write(form.save(commit=False), names=form.names(), user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("%(name)s is saved.") % {"name": facts.title_of(row)})
        return _adopted(request, row, label=label) if label else redirect("individuals:detail", row.pk)
    return render(request, "curation/footage/individual_form.html", {"form": form, "row": row, "label": label})


def _adopted(request: HttpRequest, row: Individual, *, label: str) -> HttpResponse:
    """A dossier made for a label takes all that has it."""
    try:
        services.adopt(label, individual=row, user=request.user)  # type: ignore[arg-type]
    except DossierError as error:
        messages.error(request, str(error))
    return redirect("individuals:detail", row.pk)


@require_POST
@permission_required("curation.delete_individual")
def delete(request: HttpRequest, individual_id: int) -> HttpResponse:
    row = get_object_or_404(selectors.standing(), pk=individual_id)
    name = facts.title_of(row)
    try:
        services.delete(row, user=request.user)  # type: ignore[arg-type]
    except DossierError as error:
        messages.error(request, str(error))
        return redirect("individuals:detail", row.pk)
    messages.success(request, _("%(name)s is removed.") % {"name": name})
    return redirect("individuals:index")


@require_POST
@permission_required(CHANGE)
def merge(request: HttpRequest, individual_id: int) -> HttpResponse:
    """Move everything of the dossier named in `taken` into this one."""
    into = get_object_or_404(Individual, pk=individual_id)
    key = request.POST.get("taken", "")
    taken = get_object_or_404(Individual, pk=int(key) if key.isdecimal() else 0)
    try:
        merging.merge(taken, into=into, user=request.user)  # type: ignore[arg-type]
    except DossierError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is merged into this dossier.") % {"name": facts.title_of(taken)})
    return redirect("individuals:detail", into.pk)


@require_POST
@permission_required(CHANGE)
def separate(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Undo a merge."""
    row = get_object_or_404(IndividualMerge.objects.select_related("kept", "taken"), pk=merge_id)
    try:
        back = merging.undo(row, user=request.user)  # type: ignore[arg-type]
    except DossierError as error:
        messages.error(request, str(error))
        return redirect("individuals:detail", row.kept_id)
    messages.success(request, _("%(name)s has a dossier of its own again.") % {"name": facts.title_of(back)})
    return redirect("individuals:detail", back.pk)
