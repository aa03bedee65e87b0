"""Two dossiers that turn out to be one animal."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from curation.footage.individuals.errors import DossierError
from curation.footage.models import Individual, IndividualMerge, IndividualPicture, Observation


@transaction.atomic
def merge(taken: Individual, *, into: Individual, user: User) -> IndividualMerge:
    """Move footage, pictures and young of `taken` to `into`. The emptied dossier stays: its names lead to the other.

    What moved is remembered, so that `undo` gives back exactly that. Raises DossierError.
    """
    rows = Individual.objects.select_for_update().in_bulk([taken.pk, into.pk])
    if taken.pk == into.pk:
        raise DossierError("same_dossier")
    if len(rows) < 2 or any(row.merged_into_id for row in rows.values()):
        raise DossierError("merged_already")
    if rows[taken.pk].taxon_id != rows[into.pk].taxon_id:
        raise DossierError("merge_other_species")
    kept = rows[into.pk]
    moved = IndividualMerge.objects.create(
        kept=kept,
        taken=rows[taken.pk],
        observations=_keys(Observation.objects.filter(individual=taken)),
        pictures=_keys(IndividualPicture.objects.filter(individual=taken)),
        young=_keys(Individual.objects.filter(mother=taken).exclude(pk=kept.pk)),
        merged_by=user,
    )
    Observation.objects.filter(individual=taken).update(individual=kept)
    IndividualPicture.objects.filter(individual=taken).update(individual=kept)
    Individual.objects.filter(pk__in=moved.young).update(mother=kept)
    Individual.objects.filter(pk=taken.pk).update(merged_into=kept)
    # What was merged into `taken` before now leads to `kept`.
    Individual.objects.filter(merged_into=taken).update(merged_into=kept)
    _note(moved, user=user, did="merged")
    return moved


@transaction.atomic
def undo(merge: IndividualMerge, *, user: User) -> Individual:
    """Give the emptied dossier back what it had, as far as it is still with the other one. Raises DossierError."""
    merge = IndividualMerge.objects.select_for_update().select_related("kept", "taken").get(pk=merge.pk)
    kept, taken = merge.kept, merge.taken
    if merge.undone_at is not None:
        raise DossierError("undo_over")
    if taken.merged_into_id != kept.pk or kept.merged_into_id is not None:
        raise DossierError("merge_changed")
    Observation.objects.filter(pk__in=merge.observations, individual=kept).update(individual=taken)
    IndividualPicture.objects.filter(pk__in=merge.pictures, individual=kept).update(individual=taken)
    Individual.objects.filter(pk__in=merge.young, mother=kept).update(mother=taken)
    Individual.objects.filter(pk=taken.pk).update(merged_into=None)
    earlier = IndividualMerge.objects.filter(kept=taken, undone_at=None).values("taken")
    Individual.objects.filter(pk__in=earlier, merged_into=kept).update(merged_into=taken)
    IndividualMerge.objects.filter(pk=merge.pk).update(undone_at=timezone.now())
    _note(merge, user=user, did="separated")
    taken.refresh_from_db()
    return taken


def _keys(rows: object) -> list[int]:
    return list(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]


def _note(merge: IndividualMerge, *, user: User, did: str) -> None:
    data = {
        "merge": {"did": did, "kept": merge.kept.code, "taken": merge.taken.code, "pieces": len(merge.observations)}
    }
    log(merge.kept, "wagtail.edit", user=user, data=data)
    log(merge.taken, "wagtail.edit", user=user, data=data)
