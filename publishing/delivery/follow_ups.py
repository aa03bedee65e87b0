"""What is left to do once a post stands, such as caption tracks beyond a day's quota: done bit by bit, over days.

Rows are claimed, leased and tried again like deliveries. Whatever becomes of them, the post stands.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from curation.jobs.heartbeat import heartbeat
from publishing.connectors.base import Connector, Done, Draft, Wait
from publishing.connectors.errors import ConnectorError, NeedsReconnect, TryLater
from publishing.connectors.registry import UnknownPlatform, connector
from publishing.delivery import ledger, notices, reasons, tracks
from publishing.delivery.lease import LeaseLost, lease_time
from publishing.delivery.models import Delivery, FollowUp
from publishing.posts import channels
from publishing.posts.drafts import language_name, planned_draft
from publishing.posts.models import Channel

logger = logging.getLogger(__name__)
State = FollowUp.State
ATTEMPTS = 10
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 6 * 3600.0  # seconds between two tries: doubled each time
GIVEN_UP_AFTER = timedelta(days=30)  # tracks that found no place within a month are not awaited any more
BUDGET = 20.0  # seconds in which one call begins new turns
CHANNEL_PAUSE = timedelta(minutes=10)  # while the channel is paused or must be reconnected


def begin(delivery: Delivery, checkpoint: Mapping[str, Any]) -> None:
    """Note what a platform may still want for a post that stands now. To be called where that is written down."""
    try:
        kind = connector(delivery.variant.channel.platform)
    except UnknownPlatform:
        return
    if kind.follow_up is Connector.follow_up or not checkpoint or not tracks.tracks_of(delivery.variant):
        return
    now = timezone.now()
    told = tracks.told_by(checkpoint, before={}, now=now)
    values = {"checkpoint": dict(checkpoint), "tracks": told, "next_at": now, "state": State.WAITING, "attempts": 0}
    FollowUp.objects.update_or_create(delivery=delivery, defaults=values)


def due(*, seconds: float = BUDGET) -> int:
    """Take everything that is due one turn further; returns how many. Cheap when nothing is due."""
    began, turns = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        held = _claim()
        if held is None:
            break
        _carry(held)
        turns += 1
    return turns


def shown(delivery: Delivery) -> dict[str, Any]:
    """What the ledger's page says: every track with its state, and why the rest does not come."""
    row = FollowUp.objects.filter(delivery=delivery).first()
    if row is None:
        return {"tracks": []}
    lines = [
        {**told, "language": language, "name": language_name(language), "at": datetime.fromisoformat(told["at"])}
        for language, told in row.tracks.items()
    ]
    reason = reasons.sentence_of(row.error_code, row.error_params) if row.error_code else ""
    return {"tracks": lines, "tracks_reason": reason}


def _claim() -> FollowUp | None:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    with transaction.atomic():
        rows = FollowUp.objects.filter(free, state=State.WAITING, next_at__lte=now).order_by("next_at", "pk")
        held = rows.select_for_update(skip_locked=True).first()
        if held is None:
            return None
        held.lease_owner = f"{ledger.worker_name()}:{uuid.uuid4().hex[:8]}"
        held.lease_until = now + lease_time()
        held.save(update_fields=["lease_owner", "lease_until"])
    related = ("delivery__variant__channel", "delivery__variant__post__clip", "delivery__variant__rendition")
    return FollowUp.objects.select_related(*related).get(pk=held.pk)


def _change(held: FollowUp, **changes: Any) -> None:
    rows = FollowUp.objects.filter(pk=held.pk, lease_owner=held.lease_owner, state=State.WAITING)
    if not rows.update(**changes):
        raise LeaseLost(str(held))
    for name, value in changes.items():
        setattr(held, name, value)


def _let_go(held: FollowUp, **changes: Any) -> None:
    _change(held, lease_owner="", lease_until=None, **changes)


def _carry(held: FollowUp) -> None:
    mine = FollowUp.objects.filter(pk=held.pk, lease_owner=held.lease_owner)
    renew = lambda: mine.update(lease_until=timezone.now() + lease_time())  # noqa: E731
    try:
        with heartbeat(renew, lease=lease_time(), name=f"follow-up-{held.pk}"):
            _turn(held)
    except LeaseLost:
        logger.warning("%s was taken over by another worker", held)
    except Exception:
        logger.exception("%s broke", held)
        _try_again(held, reasons.of_own("internal"), after=None)


def _turn(held: FollowUp) -> None:
    delivery = held.delivery
    if delivery.state != Delivery.State.PUBLISHED:
        _let_go(held, state=State.DONE)  # it was taken down
        return
    channel = delivery.variant.channel
    if channel.state != Channel.State.ACTIVE:
        _let_go(held, next_at=timezone.now() + CHANNEL_PAUSE)
        return
    version = delivery.variant.post.version or delivery.variant.post.clip.version
    now = timezone.now()
    before = {**held.tracks}
    done = [language for language, told in held.tracks.items() if told.get("state") != tracks.WAITS]
    allowed = tracks.allotted(delivery.variant, now=now, done=done)
    try:
        with planned_draft(delivery.variant, version) as draft, channels.connector_of(channel, feed=None) as connected:
            whole = replace(draft, key=str(delivery.key))
            outcome = connected.follow_up(
                limited(whole, allowed, done=done), dict(held.checkpoint), save=lambda at: _keep(held, at)
            )
    except TryLater as error:
        _try_again(held, reasons.of_connector(error), after=error.after)
        return
    except NeedsReconnect as error:
        channels.disconnect(channel, error)
        _let_go(held, next_at=timezone.now() + CHANNEL_PAUSE, **reasons.of_connector(error))
        return
    except ConnectorError as error:
        _give_up(held, reasons.of_connector(error))
        return
    _after(held, outcome, [track.language for track in whole.subtitles], before=before)


def limited(draft: Draft, allowed: list[str] | None, *, done: list[str] | tuple[str, ...] = ()) -> Draft:
    """The draft with those tracks only that have a place now, and those that are sent already."""
    if allowed is None:
        return draft
    keep = {*allowed, *done}
    return replace(draft, subtitles=tuple(track for track in draft.subtitles if track.language in keep))


def _keep(held: FollowUp, checkpoint: Mapping[str, Any]) -> None:
    """Store progress within a turn: what is sent is not sent again after a crash."""
    told = tracks.told_by(checkpoint, before=held.tracks, now=timezone.now())
    _change(held, checkpoint=dict(checkpoint), tracks=told)


def _after(held: FollowUp, outcome: Done | Wait, languages: list[str], *, before: Mapping[str, Any]) -> None:
    now, delivery = timezone.now(), held.delivery
    told = tracks.told_by(outcome.checkpoint, before=held.tracks, now=now)
    known = {language: each for language, each in told.items() if each.get("state") != tracks.WAITS}
    missing = [language for language in languages if language not in known]
    fresh = {
        language: each for language, each in known.items() if before.get(language, {}).get("state") != each["state"]
    }
    if isinstance(outcome, Wait):
        later: datetime | None = now + timedelta(seconds=max(outcome.after, 5.0))
    else:
        later = tracks.next_chance(delivery.variant, now=now) if missing else None
    worker = held.lease_owner
    if missing and later and delivery.published_at and later > delivery.published_at + GIVEN_UP_AFTER:
        _give_up(held, reasons.of_own("tracks_given_up", languages=", ".join(missing)))
        return
    waiting = {language: {"state": tracks.WAITS, "at": later.isoformat()} for language in missing if later}
    waited = {language for language, each in before.items() if each.get("state") == tracks.WAITS}
    with transaction.atomic():
        state = State.WAITING if later else State.DONE
        _let_go(
            held, state=state, checkpoint=outcome.checkpoint, tracks={**known, **waiting}, next_at=later or now,
            attempts=0, **reasons.NONE,
        )  # fmt: skip
        if fresh:
            ledger.write(delivery, "follow_up_sent", data={"tracks": fresh}, worker=worker)
        if waiting and set(waiting) != waited:
            data = {"languages": list(waiting), "until": later.isoformat() if later else ""}
            ledger.write(delivery, "follow_up_waits", data=data, worker=worker)
        if not later and (fresh or waited):
            ledger.write(delivery, "follow_up_done", worker=worker)


def _try_again(held: FollowUp, fields: dict[str, Any], *, after: float | None) -> None:
    attempts = held.attempts + (after is None)  # what the platform itself puts off is no failure
    if attempts >= ATTEMPTS:
        _give_up(held, fields)
        return
    pause = after or min(FIRST_PAUSE * 2**attempts, LONGEST_PAUSE)
    try:
        _let_go(held, attempts=attempts, next_at=timezone.now() + timedelta(seconds=pause), **fields)
    except LeaseLost:
        logger.warning("%s was taken over by another worker", held)


def _give_up(held: FollowUp, fields: dict[str, Any]) -> None:
    worker = held.lease_owner
    with transaction.atomic():
        _let_go(held, state=State.GIVEN_UP, **fields)
        data = {"code": fields["error_code"], "params": fields["error_params"]}
        ledger.write(held.delivery, "follow_up_ended", data=data, worker=worker)
        notices.about(held.delivery, kind="follow_up_ended", fields=fields)
