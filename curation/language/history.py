"""Who changed a term or a unit of the memory, and what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from curation.language.models import Term
from curation.people import name_of

MOST = 50


@dataclass(frozen=True)
class Change:
    """One entry: when, by whom, what was done, which forms came (+) and went (-)."""

    at: datetime
    by: str
    did: str
    added: tuple[tuple[str, str, str], ...]
    taken: tuple[tuple[str, str, str], ...]


def history(pk: int | None, *, model: type[Model] = Term) -> list[Change]:
    """The newest first; none where there is no row."""
    if pk is None:
        return []
    kind = ContentType.objects.get_for_model(model)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(pk)).select_related("user")
    return [_change(entry) for entry in entries.order_by("-timestamp", "-pk")[:MOST]]


def _change(entry: ModelLogEntry) -> Change:
    said: dict[str, Any] = entry.data or {}
    verbs = {
        "wagtail.create": _("brought back") if said.get("brought_back") else _("added"),
        "wagtail.delete": _("taken out"),
        "wagtail.edit": _("imported") if said.get("imported") else _("changed"),
    }
    return Change(
        at=entry.timestamp,
        by=name_of(entry.user),
        did=verbs.get(entry.action, entry.action),
        added=tuple(tuple(one) for one in said.get("added", ())),
        taken=tuple(tuple(one) for one in said.get("taken", ())),
    )
