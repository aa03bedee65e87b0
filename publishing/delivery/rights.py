"""What a change of rights does to posts that are planned: held within a minute, not at their hour, and let go again.

What is asked is the post's own hour: terms that end before it hold it now, terms that end after it do not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from curation.clips.models import Segment
from curation.footage.licensing.asking import refusing
from curation.footage.models import Footage
from publishing.delivery import ledger, notices, reasons
from publishing.delivery.models import Delivery
from publishing.delivery.planning import free
from publishing.delivery.states import DELIVERY
from publishing.guard import services as guard
from publishing.posts.models import Post
from publishing.posts.obstacles import Obstacle

State = Delivery.State
AT_A_TIME = 500  # deliveries of one review; the next one, a minute later, finds the rest


def refused_segments(*, at: Any, deep: Any, language: Any) -> QuerySet[Segment]:
    """What clips are made of and may not be shown then with words in a language, as `guard.rights_of` decides it.

    For an Exists. at: a moment or an expression as seen from a segment; deep: the same as seen from terms.
    """
    state = Footage.State
    withheld = Q(footage__state__in=[state.WITHDRAWN, state.QUARANTINED]) | ~Q(footage__alarm="")
    terms = Exists(refusing(at=deep, language=language))
    return Segment.objects.filter(withheld | Q(footage__embargo_until__gt=at) | Q(terms))


def review_planned(*, now: datetime | None = None) -> int:
    """Hold what may not go out at its hour any more, let go what may again; returns how many changed."""
    now = now or timezone.now()
    refused = refused_segments(
        at=OuterRef("hour"), deep=OuterRef(OuterRef("hour")), language=OuterRef(OuterRef("variant__language"))
    )
    ended = Exists(refused.filter(version=OuterRef("variant__post__version")))
    rows = Delivery.objects.filter(free(), variant__post__state=Post.State.SCHEDULED)
    rows = rows.annotate(hour=Greatest(F("due_at"), Value(now, output_field=DateTimeField())))
    held = rows.filter(~ended, state=State.HELD, error_params___source="rights")
    keys = [*_keys(rows.filter(ended, state=State.SCHEDULED)), *_keys(held)]
    return sum(_follow(key, now=now) for key in keys)


def _keys(rows: QuerySet[Delivery]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])


@transaction.atomic
def _follow(key: int, *, now: datetime) -> bool:
    """Judge one by the decision itself. A row that a worker holds by now is judged by that worker."""
    rows = Delivery.objects.filter(free(), pk=key, state__in=[State.SCHEDULED, State.HELD])
    related = rows.select_related("variant__channel", "variant__post__version", "variant__post__clip")
    delivery = related.select_for_update(of=("self",)).first()
    version = delivery.variant.post.version if delivery else None
    if delivery is None or version is None:
        return False
    due = max(delivery.due_at, now)
    found = guard.rights_of(version, at=due, languages={delivery.variant.language}).reasons
    if delivery.state == State.SCHEDULED and found:
        fields = reasons.of_obstacle(Obstacle(found[0].code, dict(found[0].params), source="rights"))
        DELIVERY.move(delivery, State.HELD, **fields)
        ledger.write(delivery, "refused", data={"code": fields["error_code"], "params": fields["error_params"]})
        notices.about(delivery, kind="held", fields=fields)
        return True
    if delivery.state == State.HELD and not found:
        DELIVERY.move(delivery, State.SCHEDULED, next_at=due, attempts=0, **reasons.NONE)
        ledger.write(delivery, "released")
        return True
    return False
