"""Licence terms in the studio: the list, the form, every version, ODRL."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from curation.rights import odrl, selectors, services
from curation.rights.forms import TermsForm
from curation.rights.models import LicenceTerms
from curation.rights.words import USE_WORDS, summary

VIEW, ADD, CHANGE = (f"curation.{verb}_licenceterms" for verb in ("view", "add", "change"))
PAGE = 50


@require_safe
@permission_required(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """All terms, or those with some words in the name."""
    words = request.GET.get("q", "").strip()[:120]
    page = Paginator(selectors.all_terms(words=words), PAGE).get_page(request.GET.get("page"))
    rows = [{"terms": row, "content": row.terms, "uses": _uses(row)} for row in page]
    return render(request, "curation/rights/index.html", {"page": page, "rows": rows, "words": words})


def _uses(row: LicenceTerms) -> list[Any] | None:
    uses = row.terms.uses
    return None if uses is None else [word for code, word in USE_WORDS.items() if code in uses]


@require_safe
@permission_required(VIEW)
def detail(request: HttpRequest, terms_id: int, number: int | None = None) -> HttpResponse:
    """What terms say now, or said in a version, with all versions."""
    terms = get_object_or_404(LicenceTerms.objects.select_related("current"), pk=terms_id)
    versions = selectors.versions_of(terms)
    shown = get_object_or_404(versions, number=number) if number else terms.current
    context = {
        "terms": terms,
        "shown": shown,
        "summary": summary(shown.terms) if shown else [],
        "versions": versions,
        "old": shown is not None and shown.pk != terms.current_id,
    }
    return render(request, "curation/rights/detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(ADD)
def new(request: HttpRequest) -> HttpResponse:
    """The form of new terms."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE)
def change(request: HttpRequest, terms_id: int) -> HttpResponse:
    """The form of a new version."""
    return _form(request, get_object_or_404(LicenceTerms.objects.select_related("current"), pk=terms_id))


def _form(request: HttpRequest, terms: LicenceTerms | None) -> HttpResponse:
    form = TermsForm(request.POST or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data.get("why", "")
        try:
            row = services.write_terms(form.content, terms=terms, why=why, user=request.user)
        except IntegrityError:  # somebody took the name in the meantime
            form.add_error("name", _("Other terms have this name already."))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
            return redirect("rights:detail", row.pk)
    return render(request, "curation/rights/form.html", {"form": form, "terms": terms})


@require_safe
@permission_required(VIEW)
def policy(request: HttpRequest, terms_id: int, number: int) -> HttpResponse:
    """A version as ODRL in JSON-LD."""
    terms = get_object_or_404(LicenceTerms, pk=terms_id)
    version = get_object_or_404(terms.versions, number=number)
    uid = f"urn:pugmark:terms:{terms.pk}:{version.number}"
    told = odrl.policy(version.terms, uid=uid, target=f"urn:pugmark:footage-under-terms:{terms.pk}")
    answer = JsonResponse(
        told, json_dumps_params={"ensure_ascii": False, "indent": 2}, content_type="application/ld+json"
    )
    answer["Content-Disposition"] = f'attachment; filename="terms-{terms.pk}-{version.number}.jsonld"'
    return answer
