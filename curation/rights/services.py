"""Writes terms: each change is a new version; what stood before stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from curation.rights.changes import record
from curation.rights.decision import RightsFacts, usage_allowed
from curation.rights.models import LicenceTerms, RightsChange, TermsVersion
from curation.rights.terms import Terms


@transaction.atomic
def write_terms(content: Terms, *, terms: LicenceTerms | None = None, why: str = "", user: Any = None) -> LicenceTerms:
    """Make terms, or give existing ones a new version; the same words again make none.

    Raises IntegrityError where other terms have the name.
    """
    if terms is None:
        row = LicenceTerms.objects.create(name=content.name)
        number = 0
    else:
        row = LicenceTerms.objects.select_for_update().get(pk=terms.pk)
        number = row.versions.order_by("-number").values_list("number", flat=True).first() or 0
        before = row.current
        if before is not None and before.fingerprint == content.fingerprint:
            return row
    version = TermsVersion.objects.create(
        owner=row,
        number=number + 1,
        content=content.to_dict(),
        fingerprint=content.fingerprint,
        why=why.strip()[:300],
        made_by=user,
    )
    row.name, row.current = content.name, version
    row.refused = _always_refused(content)
    row.begins_at, row.ends_at = content.begins, content.until
    row.languages = None if content.languages is None else sorted(content.languages)
    row.save()
    record(RightsChange.Kind.WRITTEN, user=user, version=version)
    data = {"version": version.number, "fingerprint": version.fingerprint, "why": version.why}
    log(row, "wagtail.edit" if number else "wagtail.create", user=user, data=data)
    return row


def _always_refused(content: Terms) -> bool:
    """Whether our own channels may not show it at any hour, in no language."""
    hour: datetime = timezone.now()
    timeless = replace(
        content, since=None, until=None, embargo_until=None, exclusive_to="", exclusive_until=None, languages=None
    )
    return not usage_allowed(RightsFacts("", terms=(timeless,)), use="social", at=hour).allowed
