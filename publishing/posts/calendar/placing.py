"""Give a post an hour from the calendar: schedule it, move it, or propose an hour for what is not approved yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from publishing.posts import hours, services
from publishing.posts.calendar import slots
from publishing.posts.carrier import carrier
from publishing.posts.models import Channel, Post
from publishing.posts.obstacles import Obstacle, Refused
from publishing.posts.states import POST

MAY_NOT = gettext_lazy("You may not do this. Ask an administrator for the right to it.")
_PROPOSED = (Post.State.DRAFT, Post.State.IN_REVIEW)


class MovedMeanwhile(Exception):
    """Somebody else has given the post another hour; `at` is it, None where it was taken off the calendar."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__("moved meanwhile")
        self.at = at


class NotAllowed(Exception):
    """The person has no right to this."""


def snapshot(post: Post) -> dict[str, Any]:
    """What `take_back` needs, as JSON."""
    return {
        "post": post.pk,
        "state": post.state,
        "due_at": post.due_at.isoformat() if post.due_at else None,
        "zone": post.time_zone,
    }


@transaction.atomic
def place(
    post_id: int, *, due_at: datetime, time_zone: str, user: Any, seen: Callable[[datetime | None], bool] | None = None
) -> tuple[Post, dict[str, Any]]:
    """Give a post an hour; returns it and what it was before.

    An approved or scheduled post is scheduled; the hour of a draft is a proposal that still needs approval. `seen` says
    whether an hour is the one that the person saw. Raises MovedMeanwhile, NotAllowed, Refused, LookupError.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("clip").filter(pk=post_id).first()
    if post is None:
        raise LookupError(post_id)
    if seen is not None and not seen(post.due_at):
        raise MovedMeanwhile(post.due_at)
    before = snapshot(post)
    if post.state in _PROPOSED:
        if not user.has_perm("publishing.change_post"):
            raise NotAllowed
        propose(post, due_at=due_at, time_zone=time_zone)
        return post, before
    if not user.has_perm("publishing.schedule_post"):
        raise NotAllowed
    services.schedule(post, due_at=due_at, time_zone=time_zone, user=user)
    return post, before


def propose(post: Post, *, due_at: datetime, time_zone: str) -> None:
    """Note the hour that a draft is meant for; nothing goes out by it. Raises Refused."""
    _known(time_zone)
    if due_at < timezone.now() - services.GRACE:
        raise Refused([Obstacle("past")])
    post.due_at, post.time_zone = due_at, time_zone
    post.save(update_fields=["due_at", "time_zone", "updated_at"])


def _known(time_zone: str) -> None:
    try:
        hours.zone(time_zone)
    except hours.UnknownZone:
        raise Refused([Obstacle("zone_unknown", {"zone": time_zone})]) from None


@transaction.atomic
def into_next_slot(post_id: int, *, user: Any) -> tuple[Post, dict[str, Any]]:
    """Give a post the next free slot of its channels. Raises Refused where there is none, and as `place` does.

    The channels are locked: two people who do this at once get two slots.
    """
    channels = list(Channel.objects.filter(variants__post=post_id).order_by("pk").distinct())
    list(Channel.objects.select_for_update().filter(pk__in=[each.pk for each in channels]).order_by("pk"))
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        raise LookupError(post_id)
    free = slots.next_free(channels, post=post, number=1)
    if not free:
        raise Refused([Obstacle("no_slot")])
    zone = next(each.time_zone for each in channels if each.pk == free[0].channel)
    return place(post_id, due_at=free[0].at, time_zone=zone, user=user)


@transaction.atomic
def take_back(before: dict[str, Any], *, user: Any) -> None:
    """Put a post back to where a `snapshot` saw it: whoever may propose an hour may take the proposal back.

    Raises NotAllowed, Refused where it is out already, its hour is over, or nobody knows the zone.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("clip").filter(pk=before["post"]).first()
    if post is None:
        return
    proposal = post.state in _PROPOSED and before["state"] in _PROPOSED
    if not (user and user.has_perm("publishing.change_post" if proposal else "publishing.schedule_post")):
        raise NotAllowed
    _known(before["zone"])
    if any(carrier().is_out(variant) for variant in post.variants.all()):
        raise Refused([Obstacle("already_out", {"variant": str(post)})])
    due_at = datetime.fromisoformat(before["due_at"]) if before["due_at"] else None
    if before["state"] == Post.State.SCHEDULED and due_at is not None:
        services.schedule(post, due_at=due_at, time_zone=before["zone"], user=user)
        return
    if before["state"] == Post.State.APPROVED and post.state == Post.State.SCHEDULED:
        # Nothing that was approved has changed: the approval stands as it stood.
        approved_by = post.approved_by_id
        carrier().withdraw(list(post.variants.all()), user=user)
        POST.move(post, Post.State.DRAFT, version=None)
        POST.move(post, Post.State.APPROVED, approved_by_id=approved_by)
    elif post.state == Post.State.SCHEDULED:
        services.cancel(post, user=user)
    Post.objects.filter(pk=post.pk).update(due_at=due_at, time_zone=before["zone"], updated_at=timezone.now())
