"""Which collections a person may look at or change, and what of them may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from curation.footage.models import Collection, CollectionItem, CollectionShare
from curation.footage.selectors import listed_for

COVERS = 4  # pictures on the card of a collection
LISTED = 120  # collections on one page


def readable_by(user: Any) -> QuerySet[Collection]:
    """Collections of one's own, and what colleagues share with this person or with everybody."""
    if not user.has_perm("curation.view_footage"):
        return Collection.objects.none()
    shared = CollectionShare.objects.filter(collection=OuterRef("pk"), user=user.pk)
    return Collection.objects.filter(removed_at=None).filter(
        Q(owner=user.pk) | Q(shared_with_all=True) | Q(Exists(shared))
    )


def changeable_by(user: Any) -> QuerySet[Collection]:
    """Collections that this person may fill, empty, order and describe. Only the owner shares and removes."""
    shared = CollectionShare.objects.filter(collection=OuterRef("pk"), user=user.pk, may_change=True)
    return readable_by(user).filter(Q(owner=user.pk) | Q(Exists(shared)))


def may_change(collection: Collection, *, user: Any) -> bool:
    return changeable_by(user).filter(pk=collection.pk).exists()


def items_for(user: Any) -> QuerySet[CollectionItem]:
    """Items whose footage this person may see: nothing else is ever listed or counted."""
    return CollectionItem.objects.filter(footage__in=listed_for(user)).order_by(
        F("position").asc(nulls_last=True), "pk"
    )


def keys_in_order(collection: Collection, *, user: Any) -> list[int]:
    """Footage of a collection that this person may see, as it was put in order."""
    return list(items_for(user).filter(collection=collection).values_list("footage_id", flat=True))


@dataclass(frozen=True)
class Listed:
    """A collection as the list shows it: how many pieces this reader may see, and some of their pictures."""

    collection: Collection
    pieces: int
    covers: tuple[int, ...]
    own: bool
    changeable: bool


def listed(user: Any) -> list[Listed]:
    """All collections for this reader, the one touched last first; three queries, however many there are."""
    items = items_for(user).filter(collection=OuterRef("pk"))
    counted = items.order_by().values("collection").annotate(pieces=Count("pk")).values("pieces")
    pictured = items.exclude(footage__poster="").values("footage_id")[:COVERS]
    found = (
        readable_by(user)
        .select_related("owner")
        .annotate(pieces=Subquery(counted, output_field=IntegerField()), covers=ArraySubquery(pictured))
        .order_by("-touched_at", "-pk")[:LISTED]
    )
    changeable = set(changeable_by(user).values_list("pk", flat=True))
    return [
        Listed(
            collection=one,
            pieces=one.pieces or 0,
            covers=tuple(one.covers),
            own=one.owner_id == user.pk,
            changeable=one.pk in changeable,
        )
        for one in found
    ]


def colleagues_of(user: Any) -> QuerySet[User]:
    """Whom a collection can be shared with: everybody who is active and may sign in at the desk."""
    staff = Q(groups__permissions__codename="access_admin") | Q(is_superuser=True)
    return User.objects.filter(staff, is_active=True).exclude(pk=user.pk).distinct().order_by("username")
