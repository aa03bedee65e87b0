"""The page of what is under some terms."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from curation.footage.licensing import services
from curation.footage.licensing.forms import AttachForm
from curation.footage.models import TermsAttachment
from curation.rights.models import LicenceTerms

VIEW, CHANGE = "curation.view_licenceterms", "curation.change_licenceterms"
LISTED = 200  # batches on the page, newest first


@require_http_methods(["GET", "POST"])
@permission_required(VIEW)
def attached(request: HttpRequest, terms_id: int) -> HttpResponse:
    """What is under these terms; more is put under them here."""
    terms = get_object_or_404(LicenceTerms, pk=terms_id)
    may_change = request.user.has_perm(CHANGE)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = AttachForm(
        request.POST or None, user=request.user, initial={"footage": request.GET.get("footage", "")[:200]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = _attach(terms, form.cleaned_data, user=request.user)
        except services.AttachError as error:
            form.add_error(None, str(error))
        else:
            told = ngettext("%(number)s entry is added.", "%(number)s entries are added.", number)
            messages.success(request, told % {"number": number})
            return redirect("licensing:attached", terms.pk)
    context = {"terms": terms, "form": form, "batches": _batches(terms), "may_change": may_change}
    return render(request, "curation/rights/attached.html", context)


def _attach(terms: LicenceTerms, given: dict[str, Any], *, user: Any) -> int:
    number = 0
    if given["footage"]:
        number += services.attach(terms, given["footage"], scope=given["scope"], user=user)
    if given["collection"]:
        number += services.attach_collection(terms, given["collection"], user=user)
    return number


def _batches(terms: LicenceTerms) -> list[dict[str, Any]]:
    """What was attached together; cameras and places by a piece that was filmed there, never by their names."""
    rows: Any = TermsAttachment.objects.filter(terms=terms).values("batch", "scope")
    found = rows.annotate(
        number=Count("pk"),
        first=Min("footage"),
        example_of=Min("example"),
        at=Min("attached_at"),
        by=Min("attached_by"),
    )
    scopes = dict(TermsAttachment.Scope.choices)
    return [
        {**row, "label": scopes[row["scope"]], "footage": row["first"] or row["example_of"]}
        for row in found.order_by("-at")[:LISTED]
    ]


@require_POST
@permission_required(CHANGE)
def detach(request: HttpRequest, terms_id: int, batch: uuid.UUID) -> HttpResponse:
    """Take off what was attached together."""
    terms = get_object_or_404(LicenceTerms, pk=terms_id)
    if services.detach(terms, batch=batch, user=request.user):
        messages.success(request, _("It is taken off these terms."))
    else:
        messages.error(request, _("It had been taken off already."))
    return redirect("licensing:attached", terms.pk)
