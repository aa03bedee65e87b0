"""Putting much footage into a collection, or taking it out; keeping it from view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.footage.bulk import rows
from curation.footage.bulk.forms import ReasonForm
from curation.footage.bulk.registry import Action, Chunk, declare
from curation.footage.collections.selectors import changeable_by
from curation.footage.models import Collection, CollectionItem, Footage
from curation.footage.selectors import SEE_QUARANTINE


class CollectionForm(forms.Form):
    """A collection; whether the person may change it is asked with each chunk."""

    collection = forms.ModelChoiceField(
        Collection.objects.filter(removed_at=None),
        error_messages={"required": _("Choose a collection."), "invalid_choice": _("This collection is gone.")},
    )


def _parameters(chunk: Chunk) -> dict[str, Any]:
    chosen = changeable_by(chunk.user).filter(pk=chunk.values["collection"]).first()
    return {
        "edit": chunk.edit,
        "ids": list(chunk.ids) if chosen else [],
        "collection": chunk.values["collection"],
        "user": chunk.user.pk,
        "at": chunk.at,
    }


def collect(chunk: Chunk) -> int:
    """Put what is not yet in the collection into it; nothing where the person may not change it."""
    return rows.insert(
        CollectionItem,
        {
            "collection_id": "%(collection)s",
            "footage_id": "f.id",
            "added_by_id": "%(user)s",
            "added_at": "%(at)s",
            "bulk_id": "%(edit)s",
        },
        "FROM unnest(%(ids)s::bigint[]) AS f(id)",
        _parameters(chunk),
    )


def uncollect(chunk: Chunk) -> int:
    """Take footage out of a collection."""
    return rows.take_away(
        "item", "t.collection_id = %(collection)s AND t.footage_id = ANY(%(ids)s)", _parameters(chunk)
    )


def quarantine(chunk: Chunk) -> int:
    """Keep footage from everybody but rangers until one of them has looked."""
    given = {"edit": chunk.edit, "ids": list(chunk.ids), "reason": chunk.values["reason"], "at": chunk.at}
    where = "t.id = ANY(%(ids)s) AND t.state IN ('ready', 'catalogued')"
    rows.run(
        "INSERT INTO curation_bulkbefore (edit_id, \"table\", row) SELECT %(edit)s, 'footage', "  # noqa: S608
        "jsonb_build_object('id', t.id, 'state', t.state, 'withheld_reason', t.withheld_reason) "
        f"FROM curation_footage t WHERE {where}",
        given,
    )
    return rows.run(
        f"UPDATE curation_footage t SET state = 'quarantined', withheld_reason = %(reason)s, "  # noqa: S608
        f"alarm_at = %(at)s WHERE {where}",
        given,
    )


def release(*, edit: int, most: int) -> int:
    """Undo of `quarantine` for up to `most` pieces that still lie there."""
    return rows.run(
        """
        WITH kept AS (
            DELETE FROM curation_bulkbefore WHERE id IN (
                SELECT id FROM curation_bulkbefore WHERE edit_id = %(edit)s AND "table" = 'footage' LIMIT %(most)s
            ) RETURNING row
        ), back AS (
            UPDATE curation_footage t SET state = kept.row->>'state', withheld_reason = kept.row->>'withheld_reason'
            FROM kept WHERE t.id = (kept.row->>'id')::bigint AND t.state = %(quarantined)s AND t.alarm = ''
        ) SELECT 1 FROM kept
        """,
        {"edit": edit, "most": most, "quarantined": Footage.State.QUARANTINED.value},
    )


declare(
    Action(
        "collect",
        _("Add to a collection"),
        _("Added to the collection %(what)s"),
        ("collection",),
        CollectionForm,
        collect,
        permissions=("curation.view_footage",),
        tags=False,
    )
)
declare(
    Action(
        "uncollect",
        _("Remove from a collection"),
        _("Removed from the collection %(what)s"),
        ("collection",),
        CollectionForm,
        uncollect,
        permissions=("curation.view_footage",),
        tags=False,
    )
)
declare(
    Action(
        "quarantine",
        _("Quarantine"),
        _("Quarantined: %(what)s"),
        ("reason",),
        ReasonForm,
        quarantine,
        permissions=("curation.change_footage", SEE_QUARANTINE),
        tags=False,
        danger=True,
    )
)
