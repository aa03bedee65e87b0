"""The list of changes of rights: written here, read by whoever depends on them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from curation.rights.models import RightsChange, TermsVersion
from curation.rights.signals import rights_changed


def record(kind: str, *, user: Any = None, version: TermsVersion | None = None, **params: Any) -> RightsChange:
    """Note a change, and tell of it once it is committed. Call it in the transaction that makes the change."""
    change = RightsChange.objects.create(kind=kind, version=version, params=params, by=user)
    transaction.on_commit(lambda: rights_changed.send(RightsChange), robust=True)
    return change


def since(last: int, *, most: int = 500) -> QuerySet[RightsChange]:
    """Changes after the one with the key `last` (0: from the beginning), oldest first."""
    return RightsChange.objects.filter(pk__gt=last).select_related("version__owner").order_by("pk")[:most]
