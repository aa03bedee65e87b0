"""What the partners' pages read."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from publishing.partners.models import Agreement, Organisation


def organisations(*, words: str = "") -> QuerySet[Organisation]:
    """Organisations with their agreements, by name."""
    rows = Organisation.objects.prefetch_related("agreements__clips")
    return rows.filter(name__icontains=words) if words else rows


def standing(agreement: Agreement, *, today: date | None = None) -> str:
    """One of coming, running, ended."""
    day = today or timezone.localdate()
    if agreement.starts_on > day:
        return "coming"
    return "ended" if agreement.ends_on and agreement.ends_on < day else "running"


def agreement_rows(organisation: Organisation) -> list[dict[str, object]]:
    """Agreements with how they stand today."""
    return [
        {"agreement": each, "standing": standing(each), "clips": len(each.clips.all())}
        for each in organisation.agreements.all()
    ]
