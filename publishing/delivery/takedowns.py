"""Taking posts down again: of a post, of a channel, or because the rights to what they show have ended.

Where a platform lets no program remove a post, a person does, and ticks it off here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from publishing.delivery import endings, ledger, notices, reasons
from publishing.delivery.models import Delivery, TakedownProposal
from publishing.delivery.rights import refused_segments
from publishing.delivery.states import DELIVERY
from publishing.guard import services as guard
from publishing.posts.models import Channel
from publishing.posts.obstacles import Obstacle

State, Choice = Delivery.State, TakedownProposal.State
BY_HAND = "take_down_by_hand"
STANDING = (State.PUBLISHED, State.TAKING_DOWN, State.UNCONFIRMED, State.WAITING)
AT_A_TIME = 500  # proposals of one review; the next one, a minute later, finds the rest
_RELATED = ("variant__channel", "variant__post__version", "variant__post__clip")


class NotByHand(Exception):
    """This post does not wait for a person to remove it."""


@transaction.atomic
def ask(delivery: Delivery, *, user: AbstractBaseUser | None) -> None:
    """Have a published post removed from its platform; a worker does it. Raises UndeclaredTransition."""
    DELIVERY.move(delivery, State.TAKING_DOWN, next_at=timezone.now(), attempts=0, **reasons.NONE)
    ledger.write(delivery, "takedown_asked", actor=user)
    _decided(delivery, Choice.TAKEN, user=user)


def ask_all(deliveries: Iterable[Delivery], *, user: AbstractBaseUser | None) -> int:
    """Have every one of these that stands published removed; returns how many."""
    asked = 0
    for delivery in deliveries:
        with transaction.atomic():
            rows = Delivery.objects.filter(pk=delivery.pk, state=State.PUBLISHED)
            found = rows.exclude(error_code=BY_HAND).select_for_update(of=("self",)).first()
            if found is not None:
                ask(found, user=user)
                asked += 1
    return asked


def left_standing(*, post: int | None = None, channel: int | None = None) -> QuerySet[Delivery]:
    """What the world can see still, or may see, of a post or on a channel: newest first."""
    rows = Delivery.objects.filter(state__in=STANDING).exclude(state=State.WAITING, announced_at__isnull=True)
    if post is not None:
        rows = rows.filter(variant__post=post)
    if channel is not None:
        rows = rows.filter(variant__channel=channel)
    return rows.select_related(*_RELATED).order_by("-published_at", "-pk")


def by_hand() -> QuerySet[Delivery]:
    """The checklist: posts that only a person can remove, the one asked for first on top."""
    rows = Delivery.objects.filter(state=State.PUBLISHED, error_code=BY_HAND)
    return rows.select_related(*_RELATED).order_by("published_at", "pk")


@transaction.atomic
def removed_by_hand(delivery: Delivery, *, user: AbstractBaseUser | None) -> None:
    """A person has removed it and says so. Raises NotByHand, UndeclaredTransition."""
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.state != State.PUBLISHED or row.error_code != BY_HAND:
        raise NotByHand(str(delivery))
    DELIVERY.move(row, State.TAKING_DOWN)
    DELIVERY.move(row, State.TAKEN_DOWN, **reasons.NONE)
    ledger.write(row, "taken_down_by_hand", actor=user)
    endings.settle(row)


def proposals() -> QuerySet[TakedownProposal]:
    """What is to be decided, oldest first."""
    related = tuple(f"delivery__{each}" for each in _RELATED)
    return TakedownProposal.objects.filter(state=Choice.OPEN).select_related(*related).order_by("created_at", "pk")


@transaction.atomic
def keep(proposal: TakedownProposal, *, user: AbstractBaseUser | None) -> None:
    """Leave it where it is, though its rights have ended; the ledger says who decided so."""
    if _decided(proposal.delivery, Choice.KEPT, user=user):
        ledger.write(proposal.delivery, "left_standing", actor=user)


def _decided(delivery: Delivery, choice: str, *, user: AbstractBaseUser | None) -> int:
    rows = TakedownProposal.objects.filter(delivery=delivery, state=Choice.OPEN)
    return rows.update(state=choice, decided_at=timezone.now(), decided_by=user)  # type: ignore[misc]


def review_rights(*, now: datetime | None = None) -> int:
    """Find published posts whose footage may not be shown any more; returns how many are new.

    Each is proposed to people, who hear of it; where the channel says so, it is taken down at once. What may be shown
    again is forgotten.
    """
    now = now or timezone.now()
    refused = refused_segments(at=now, deep=now, language=OuterRef(OuterRef("variant__language")))
    ended = Exists(refused.filter(version=OuterRef("variant__post__version")))
    known = Exists(TakedownProposal.objects.filter(delivery=OuterRef("pk")).exclude(state=Choice.OVER))
    rows = Delivery.objects.filter(ended, ~known, state=State.PUBLISHED).select_related(*_RELATED)
    found = [each for each in rows.order_by("pk")[:AT_A_TIME] if _propose(each, now=now)]
    _forget(now)
    return len(found)


def _propose(delivery: Delivery, *, now: datetime) -> bool:
    version = delivery.variant.post.version
    spoken = {delivery.variant.language}
    refused = guard.rights_of(version, at=now, languages=spoken).reasons if version else ()
    if not refused:
        return False
    stored = reasons.of_obstacle(Obstacle(refused[0].code, dict(refused[0].params), source="rights"))
    code, params = stored["error_code"], stored["error_params"]
    with transaction.atomic():
        values = {"code": code, "params": params}
        _made, new = TakedownProposal.objects.get_or_create(delivery=delivery, state=Choice.OPEN, defaults=values)
        if not new:
            return False
        ledger.write(delivery, "rights_ended", data=values)
        notices.about(delivery, kind="rights_ended", fields=stored)
        if delivery.variant.channel.takedown == Channel.Takedown.AT_ONCE:
            ask_all([delivery], user=None)
    return True


def _forget(now: datetime) -> None:
    """Close what has its rights back."""
    version = OuterRef("delivery__variant__post__version")
    language = OuterRef(OuterRef("delivery__variant__language"))
    over = TakedownProposal.objects.filter(
        ~Exists(refused_segments(at=now, deep=now, language=language).filter(version=version)),
        state__in=[Choice.OPEN, Choice.KEPT],
    )
    for proposal in over.select_related("delivery")[:AT_A_TIME]:
        with transaction.atomic():
            if TakedownProposal.objects.filter(pk=proposal.pk, state=proposal.state).update(state=Choice.OVER):
                ledger.write(proposal.delivery, "rights_back")
