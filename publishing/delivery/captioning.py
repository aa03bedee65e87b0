"""What follows for planned deliveries when the captions of their clip change: held with the reason, let go again, and
what is burnt in is made anew at once, not at the hour."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from curation.clips.dependants import dependant
from curation.clips.models import CaptionTrack, Clip, Rendition
from curation.clips.renditions import outdated
from publishing.delivery import ledger, reasons
from publishing.delivery.models import Delivery
from publishing.delivery.planning import free
from publishing.delivery.states import DELIVERY
from publishing.posts.models import Post
from publishing.posts.obstacles import Obstacle
from publishing.posts.readiness import caption_obstacles
from publishing.posts.services import order_rendition

State = Delivery.State


@dependant
def captions_changed(clip: Clip, *, user: AbstractBaseUser | None) -> None:
    """Hear of new captions. Rows that a worker holds at this moment are judged by that worker."""
    rows = Delivery.objects.filter(
        free(), variant__post__clip=clip, variant__post__state=Post.State.SCHEDULED,
        state__in=[State.SCHEDULED, State.HELD],
    )  # fmt: skip
    keys = list(rows.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            wanted = rows.filter(pk=key).select_for_update(of=("self",))
            delivery = wanted.select_related("variant__post__clip", "variant__rendition", "variant__channel").first()
            if delivery is not None:
                _follow(delivery, user=user)


def _follow(delivery: Delivery, *, user: AbstractBaseUser | None) -> None:
    variant = delivery.variant
    version = variant.post.version or variant.post.clip.version
    against = next((each for each in caption_obstacles(variant, version) if each.forbids), None)
    if against is not None:
        _hold(delivery, against, user=user)
        return
    if delivery.state == State.HELD and delivery.error_code in reasons.CAPTION_CODES:
        due = max(delivery.due_at, timezone.now())
        DELIVERY.move(delivery, State.SCHEDULED, next_at=due, attempts=0, **reasons.NONE)
        ledger.write(delivery, "released", actor=user)
    made = variant.rendition
    if made is not None and made.state == Rendition.State.READY and outdated(made) and _approved(delivery):
        order_rendition(variant, user=user)


def _hold(delivery: Delivery, against: Obstacle, *, user: AbstractBaseUser | None) -> None:
    fields = reasons.of_obstacle(against)
    if delivery.state == State.HELD:
        return  # whatever holds it is told already
    DELIVERY.move(delivery, State.HELD, **fields)
    data = {"code": fields["error_code"], "params": fields["error_params"]}
    ledger.write(delivery, "refused", data=data, actor=user)


def _approved(delivery: Delivery) -> bool:
    tracks = delivery.variant.post.clip.tracks.filter(language=delivery.variant.language)
    return tracks.filter(state=CaptionTrack.State.APPROVED).exists()
