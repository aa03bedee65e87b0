"""Changes to collections, each checked, each in the history, each to be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from curation.footage.collections.selectors import changeable_by, colleagues_of
from curation.footage.models import Collection, CollectionItem, CollectionShare
from curation.footage.naming import given_name
from curation.footage.selectors import listed_for

KEPT_FOR = timedelta(days=30)  # a removed collection can be brought back
MOST_BY_HAND = 5_000  # pieces in one request; more is bulk work


class CollectionError(Exception):
    """It cannot be done so; the message is for a person."""

    SENTENCES: ClassVar = {
        "name_missing": _("Give the collection a name."),
        "name_too_long": _("A name has at most 120 characters."),
        "not_yours": _("This collection belongs to somebody else, who has not let you change it."),
        "gone": _("This collection has been removed."),
        "too_many": _("Choose at most 5,000 pieces at once."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code])


def _changeable(collection: Collection, user: User) -> None:
    if not changeable_by(user).filter(pk=collection.pk).exists():
        raise CollectionError("not_yours")


def _own(collection: Collection, user: User) -> None:
    if collection.owner_id != user.pk and not user.is_superuser:
        raise CollectionError("not_yours")


@transaction.atomic
def make(name: str, *, user: User, description: str = "", pieces: Iterable[int] = ()) -> Collection:
    """A new collection of one's own, with `pieces` in it. Raises CollectionError."""
    collection = Collection.objects.create(
        name=given_name(name, refusal=CollectionError), description=description.strip(), owner=user
    )
    log(collection, "wagtail.create", user=user)
    put_in(collection, pieces, user=user)
    return collection


@transaction.atomic
def describe(collection: Collection, *, user: User, name: str, description: str) -> Collection:
    """Rename it and say what it is for. Raises CollectionError."""
    _changeable(collection, user)
    before = {"name": collection.name, "description": collection.description}
    collection.name, collection.description = given_name(name, refusal=CollectionError), description.strip()
    collection.save(update_fields=["name", "description", "touched_at"])
    log(collection, "wagtail.edit", user=user, data={"before": before})
    return collection


@transaction.atomic
def share(collection: Collection, *, user: User, everybody: bool, people: Mapping[int, bool]) -> None:
    """Who else may look: everybody, or `people` by key with whether they may also change it. Only the owner says so."""
    _own(collection, user)
    known = set(colleagues_of(user).filter(pk__in=list(people)).values_list("pk", flat=True))
    collection.shared_with_all = everybody
    collection.save(update_fields=["shared_with_all", "touched_at"])
    collection.shares.exclude(user__in=known).delete()
    for key in known:
        CollectionShare.objects.update_or_create(
            collection=collection, user_id=key, defaults={"may_change": people[key]}
        )
    told = {"everybody": everybody, "people": {str(key): people[key] for key in sorted(known)}}
    log(collection, "wagtail.edit", user=user, data={"shared": told})


def put_in(collection: Collection, pieces: Iterable[int], *, user: User) -> list[int]:
    """Add footage that this person may see; returns the keys that are new in it. Raises CollectionError."""
    keys = list(dict.fromkeys(pieces))
    if len(keys) > MOST_BY_HAND:
        raise CollectionError("too_many")
    _changeable(collection, user)
    seen = set(listed_for(user).filter(pk__in=keys).values_list("pk", flat=True))
    there = set(collection.items.filter(footage__in=keys).values_list("footage_id", flat=True))
    new = [key for key in keys if key in seen and key not in there]
    CollectionItem.objects.bulk_create(
        (CollectionItem(collection=collection, footage_id=key, added_by=user) for key in new), ignore_conflicts=True
    )
    collection.save(update_fields=["touched_at"])
    return new


def take_out(collection: Collection, pieces: Iterable[int], *, user: User) -> list[int]:
    """Take footage out; returns the keys that were in it and could be seen. Raises CollectionError."""
    keys = list(dict.fromkeys(pieces))
    if len(keys) > MOST_BY_HAND:
        raise CollectionError("too_many")
    _changeable(collection, user)
    items = collection.items.filter(footage__in=listed_for(user).filter(pk__in=keys))
    taken = list(items.values_list("footage_id", flat=True))
    items.delete()
    collection.save(update_fields=["touched_at"])
    return taken


@transaction.atomic
def arrange(collection: Collection, pieces: Iterable[int], *, user: User) -> None:
    """Put these pieces first, in this order; what is not named keeps its order behind them. Raises CollectionError."""
    keys = list(dict.fromkeys(pieces))
    if len(keys) > MOST_BY_HAND:
        raise CollectionError("too_many")
    _changeable(collection, user)
    items = {item.footage_id: item for item in collection.items.filter(footage__in=keys)}
    named = [items[key] for key in keys if key in items]
    others = collection.items.exclude(pk__in=[item.pk for item in named]).exclude(position=None).order_by("position")
    behind = list(others[:MOST_BY_HAND])
    for position, item in enumerate([*named, *behind], 1):
        item.position = position
    CollectionItem.objects.bulk_update([*named, *behind], ["position"], batch_size=1000)
    collection.save(update_fields=["touched_at"])


def remove(collection: Collection, *, user: User) -> None:
    """Remove it for everybody; `bring_back` gives it back within KEPT_FOR. Raises CollectionError."""
    _own(collection, user)
    collection.removed_at = timezone.now()
    collection.save(update_fields=["removed_at"])
    log(collection, "wagtail.delete", user=user)


def bring_back(collection: Collection, *, user: User) -> None:
    """Undo of `remove`. Raises CollectionError."""
    _own(collection, user)
    collection.removed_at = None
    collection.save(update_fields=["removed_at"])
    log(collection, "wagtail.edit", user=user, data={"removed": False})


def forget_removed() -> int:
    """Delete for good what was removed longer than KEPT_FOR ago; returns how many collections."""
    old: Any = Collection.objects.filter(removed_at__lt=timezone.now() - KEPT_FOR)
    count = old.count()
    old.delete()
    return int(count)
