"""Pages of partner organisations and what is agreed with them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from publishing.partners import selectors, services
from publishing.partners.forms import AgreementForm, OrganisationForm
from publishing.partners.models import Agreement, Organisation


def _need(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(f"publishing.{right}"):
        raise PermissionDenied


@require_safe
@permission_required("publishing.view_organisation")
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = [
        {"organisation": each, "agreements": selectors.agreement_rows(each)}
        for each in selectors.organisations(words=words)
    ]
    context = {"rows": rows, "words": words, "open_requests": selectors.open_requests()}
    return render(request, "publishing/partners/index.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("publishing.view_organisation")
def organisation(request: HttpRequest, organisation_id: int | None = None) -> HttpResponse:
    _need(request, "change_organisation" if organisation_id else "add_organisation")
    row = get_object_or_404(Organisation, pk=organisation_id) if organisation_id else Organisation()
    form = OrganisationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.write_organisation(form, user=request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": row.name})
        return redirect("partners:index")
    context = {
        "form": form,
        "heading": row.name or _("New partner organisation"),
        "delete": organisation_id and "organisation",
    }
    return render(request, "publishing/partners/form.html", {**context, "row": row})


@require_http_methods(["GET", "POST"])
@permission_required("publishing.view_organisation")
def agreement(request: HttpRequest, organisation_id: int, agreement_id: int | None = None) -> HttpResponse:
    _need(request, "change_agreement" if agreement_id else "add_agreement")
    owner = get_object_or_404(Organisation, pk=organisation_id)
    row = (
        get_object_or_404(Agreement, pk=agreement_id, organisation=owner)
        if agreement_id
        else Agreement(organisation=owner)
    )
    form = AgreementForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.write_agreement(form, organisation=owner, user=request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": row.title})
        return redirect("partners:index")
    context = {
        "form": form,
        "heading": row.title or _("New agreement"),
        "owner": owner,
        "delete": agreement_id and "agreement",
    }
    return render(request, "publishing/partners/form.html", {**context, "row": row})


@require_POST
@permission_required("publishing.delete_organisation")
def delete_organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    row = get_object_or_404(Organisation, pk=organisation_id)
    try:
        services.delete_organisation(row, user=request.user)
    except services.StillUsed:
        messages.error(request, _("%(name)s has people: close their accounts instead.") % {"name": row.name})
        return redirect("partners:members", organisation_id=row.pk)
    messages.success(request, _("%(name)s is removed.") % {"name": row.name})
    return redirect("partners:index")


@require_POST
@permission_required("publishing.delete_agreement")
def delete_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    row = get_object_or_404(Agreement, pk=agreement_id)
    services.delete_agreement(row, user=request.user)
    messages.success(request, _("%(name)s is removed.") % {"name": row.title})
    return redirect("partners:index")
