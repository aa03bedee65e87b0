"""What people say about near duplicates: that two are none, and which of a group is the best. All can be undone."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from curation.footage.duplicates.grouping import regroup
from curation.footage.models import Footage, NotDuplicate


@transaction.atomic
def decide(footage: Footage, *, other: Footage, user: User) -> NotDuplicate | None:
    """These two are no near duplicates, now and after every later grouping. None for one and the same piece."""
    if footage.pk == other.pk:
        return None
    first, second = sorted((footage, other), key=lambda one: one.pk)
    row, made = NotDuplicate.objects.get_or_create(first=first, second=second, defaults={"decided_by": user})
    if made:
        _note(footage, other, user=user, did="not_duplicate")
        regroup([footage.pk, other.pk])
    return row


@transaction.atomic
def undecide(footage: Footage, *, other: Footage, user: User) -> None:
    """Take the decision back."""
    first, second = sorted((footage.pk, other.pk))
    gone, _ = NotDuplicate.objects.filter(first=first, second=second).delete()
    if gone:
        _note(footage, other, user=user, did="undecided")
        regroup([footage.pk, other.pk])


@transaction.atomic
def choose(footage: Footage, *, user: User) -> int | None:
    """Make this the best of its group; returns the key of the piece that was it before."""
    if footage.likeness_group is None:
        return None
    group = Footage.objects.filter(likeness_group=footage.likeness_group, likeness_best=True).exclude(pk=footage.pk)
    former = group.values_list("pk", flat=True).first()
    group.update(likeness_best=False)
    Footage.objects.filter(pk=footage.pk).update(likeness_best=True)
    log(footage, "wagtail.edit", user=user, data={"likeness": {"did": "best", "before": former}})
    return former


@transaction.atomic
def unchoose(footage: Footage, *, user: User) -> None:
    """No piece of the group is the best any more."""
    Footage.objects.filter(pk=footage.pk).update(likeness_best=False)
    log(footage, "wagtail.edit", user=user, data={"likeness": {"did": "not_best"}})


def _note(footage: Footage, other: Footage, *, user: User, did: str) -> None:
    log(footage, "wagtail.edit", user=user, data={"likeness": {"did": did, "other": other.pk}})
