"""Reads terms and their versions."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from curation.rights.models import LicenceTerms, TermsVersion


def all_terms(*, words: str = "") -> QuerySet[LicenceTerms]:
    """By name; with `words` in it."""
    rows = LicenceTerms.objects.select_related("current").annotate(number=Count("versions")).order_by("name")
    return rows.filter(name__icontains=words) if words else rows


def versions_of(terms: LicenceTerms) -> QuerySet[TermsVersion]:
    """Newest first."""
    return terms.versions.select_related("made_by").order_by("-number")
