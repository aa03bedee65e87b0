"""Which collections a person may look at or change, and what of them may be shown."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from pyroaring import BitMap

from curation.footage.models import Collection, CollectionItem, CollectionShare
from curation.footage.selectors import listed_for

LOOKED_AT = 500  # items of a collection in one statement
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


def in_order(
    collection: Collection, *, user: Any, among: Container[int] | BitMap, after: str = "", most: int
) -> tuple[list[int], str]:
    """The next pieces of a collection as they were put in order, of those in `among` that this person may see; and the
    cursor of what follows, empty where nothing does. A cursor that makes no sense begins anew."""
    found: list[int] = []
    rows = items_for(user).filter(collection=collection)
    while True:
        page = list(_beyond(rows, after).values_list("position", "pk", "footage_id")[:LOOKED_AT])
        for position, item, footage in page:
            if footage in among:
                if len(found) == most:
                    return found, after
                found.append(footage)
            after = f"{'' if position is None else position}~{item}"
        if len(page) < LOOKED_AT:
            return found, ""


def _beyond(rows: QuerySet[CollectionItem], after: str) -> QuerySet[CollectionItem]:
    """Rows behind the cursor: those with a position in its order, then those without by their keys."""
    match = re.fullmatch(r"(-?\d{1,18})?~(\d{1,18})", after)
    if match is None:
        return rows
    item = int(match[2])
    if match[1] is None:
        return rows.filter(position=None, pk__gt=item)
    position = int(match[1])
    return rows.filter(Q(position__gt=position) | Q(position=position, pk__gt=item) | Q(position=None))


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
