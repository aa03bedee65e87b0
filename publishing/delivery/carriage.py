"""One turn of a delivery that we hold: re-check, wait for the video, run the connector's steps, write every outcome.

Each step is stored before and after. No transaction is open while a platform is asked.
"""

from __future__ import annotations

import logging
import random
import traceback
from copy import copy
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from curation.clips.models import Rendition
from curation.clips.renditions import outdated
from curation.jobs.graph import UndeclaredTransition
from publishing.connectors.base import ByHand, Checkpoint, Connector, Done, Draft, Published, Step, Wait
from publishing.connectors.errors import ConnectorError, NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.delivery import (
    admission,
    by_hand,
    endings,
    follow_ups,
    lease,
    ledger,
    persistence,
    reasons,
    recheck,
    tracks,
)
from publishing.delivery.models import Delivery
from publishing.delivery.packages import PackageShelf
from publishing.delivery.sandbox import SandboxFeed
from publishing.delivery.standing import LOOK, stands_already
from publishing.posts import channels
from publishing.posts.drafts import finished_draft
from publishing.posts.seal import SealBroken, unseal
from publishing.posts.services import order_rendition

logger = logging.getLogger(__name__)

State = Delivery.State
ATTEMPTS = 10  # tries of one step before it is given up
FIRST_PAUSE, LONGEST_PAUSE = 4.0, 600.0  # seconds between two tries: doubled each time
VIDEO_PAUSE = timedelta(seconds=2)  # between two looks whether the video is made
LOOK_PAUSES = tuple(timedelta(seconds=each) for each in (5, 15, 45, 120, 300))
"""When we look for an unconfirmed post by ourselves, counted from the look before."""


def connector_for(delivery: Delivery) -> Connector:
    """The connector of the delivery's channel. Raises NeedsReconnect."""
    variant = delivery.variant
    poster = variant.rendition.poster if variant.rendition else ""
    return channels.connector_of(
        variant.channel, feed=SandboxFeed(variant.channel, poster=poster), packages=PackageShelf()
    )


def secrets_of(delivery: Delivery) -> tuple[str, ...]:
    """What the ledger must never hold."""
    try:
        return tuple(unseal(delivery.variant.channel.sealed).values())
    except SealBroken:
        return ()


def carry(delivery: Delivery) -> None:
    """Take one turn; the lease is handed back at its end, whatever happens."""
    try:
        with lease.kept_alive(delivery):
            _turn(delivery)
    except lease.LeaseLost:
        logger.warning("%s was taken over by another worker", delivery)
    except persistence.AWAY as error:
        # The database went away, not the delivery: nothing can be written, the lease runs out, the sweep decides.
        logger.warning("%s is left to the sweep: %s", delivery, error)
        raise
    except Exception as error:
        logger.exception("%s broke", delivery)
        _broke(delivery, error)


def _turn(delivery: Delivery) -> None:
    if delivery.state == State.TAKING_DOWN:
        _take_down(delivery)
        return
    # What the platform already works on can only be asked about, not stopped.
    if not (delivery.state == State.WAITING and delivery.announced_at):
        verdict = recheck.judge(delivery, now=timezone.now())
        if verdict is not None:
            kind = "missed" if verdict.state == State.MISSED else "refused"
            endings.end(delivery, state=verdict.state, kind=kind, fields=verdict.fields)
            return
    if delivery.state == State.SCHEDULED:
        with transaction.atomic():
            lease.change(delivery, state=State.PREPARING)
            ledger.write(delivery, "checked", worker=delivery.lease_owner)
    if delivery.state == State.PREPARING and not _video_ready(delivery):
        return
    if delivery.state == State.PREPARING and not admission.admitted(delivery):
        return
    if delivery.state != State.PUBLISHING:
        lease.change(delivery, state=State.PUBLISHING)
    _publish(delivery)


def _video_ready(delivery: Delivery) -> bool:
    """True when the rendition is made; else the delivery is handed back, to wait or as failed."""
    variant = delivery.variant
    if variant.rendition is None or variant.rendition.state in {Rendition.State.EXPIRED, Rendition.State.CANCELLED}:
        variant.rendition = order_rendition(variant, user=None)
    elif variant.rendition.state == Rendition.State.READY and outdated(variant.rendition):
        # The captions burnt into it have been changed and approved since (`recheck` has seen to that).
        variant.rendition = order_rendition(variant, user=None)
    rendition = variant.rendition
    if rendition is not None and rendition.state == Rendition.State.READY:
        return True
    if rendition is None or rendition.state == Rendition.State.FAILED:
        fields = {"error_code": "rendition_failed", "error_params": {"_source": "own"}}
        endings.end(delivery, state=State.FAILED, kind="failed", fields=fields)
        return False
    if not delivery.ledger.filter(kind="waits_for_video").exists():
        ledger.write(delivery, "waits_for_video", data={"rendition": rendition.pk}, worker=delivery.lease_owner)
    lease.let_go(delivery, next_at=timezone.now() + VIDEO_PAUSE)
    return False


def _publish(delivery: Delivery) -> None:
    try:
        with connector_for(delivery) as connector, finished_draft(delivery.variant, key=str(delivery.key)) as draft:
            if delivery.step == LOOK and stands_already(delivery, connector, draft):
                return
            given = tracks.allotted(delivery.variant, now=timezone.now(), done=_tracks_sent(delivery))
            _run_steps(delivery, connector, follow_ups.limited(draft, given, done=_tracks_sent(delivery)))
    except ConnectorError as error:
        on_error(delivery, error)
    except FileNotFoundError:
        if delivery.step_irreversible:
            raise
        endings.end(delivery, state=State.FAILED, kind="failed", fields=reasons.of_own("rendition_missing"))


def _tracks_sent(delivery: Delivery) -> list[str]:
    captions = delivery.checkpoint.get("captions")
    return [language for language, told in captions.items() if told] if isinstance(captions, dict) else []


def _run_steps(delivery: Delivery, connector: Connector, draft: Draft) -> None:
    steps = connector.steps(draft)
    names = [step.name for step in steps]
    index = names.index(delivery.step) if delivery.step in names else 0
    if steps:
        _announce(delivery, steps[index], draft)
    while index < len(steps):
        step = steps[index]
        outcome = connector.run(
            step.name,
            draft,
            dict(delivery.checkpoint),
            save=lambda progress: _went_on(delivery, progress),
        )
        if isinstance(outcome, Published):
            _stands(delivery, outcome)
            return
        if isinstance(outcome, Wait):
            _wait(delivery, step, outcome)
            return
        if isinstance(outcome, ByHand):
            by_hand.hand_over(delivery, outcome)
            return
        index += 1
        with transaction.atomic():  # one write to disk for both: nothing happens between a step and the next
            _done(delivery, step, outcome, following=names[index] if index < len(names) else "")
            if index < len(steps):
                _announce(delivery, steps[index], draft)
    endings.end(delivery, state=State.FAILED, kind="failed", fields=reasons.of_own("no_publication"))


def _stands(delivery: Delivery, published: Published) -> None:
    """Write it on a copy at each try: one that was rolled back has changed what it was given."""
    persistence.persistently(lambda: endings.publish(copy(delivery), published), lasts=lease.lease_time())


def _announce(delivery: Delivery, step: Step, draft: Draft) -> None:
    """Store which step comes now, before anything is sent; one that cannot be taken back is said so."""
    changes: dict[str, Any] = {"step": step.name, "step_irreversible": step.irreversible}
    if step.irreversible and delivery.announced_at is None:
        changes["announced_at"] = timezone.now()
    again = delivery.state == State.PUBLISHING and delivery.step == step.name and delivery.attempts
    data: dict[str, Any] = {"attempt": delivery.attempts + 1} if again else {}
    if step.irreversible:
        data |= {"text": draft.text, "language": draft.language, "key": draft.key, "checkpoint": delivery.checkpoint}
        if draft.media:
            data["media"] = {"sha256": draft.media.sha256, "bytes": draft.media.size, "seconds": draft.media.duration}
    with transaction.atomic():
        lease.change(delivery, **changes)
        kind = "step_announced" if step.irreversible else "step_started"
        ledger.write(
            delivery, kind, step=step.name, data=data, worker=delivery.lease_owner, secrets=secrets_of(delivery)
        )


def _went_on(delivery: Delivery, progress: Checkpoint) -> None:
    """Store how far a step came. A long upload that comes further at every try is none that fails again and again.

    Before the irreversible step only: until then the post's tolerance bounds how often it is tried.
    """
    gained: dict[str, Any] = {}
    if delivery.announced_at is None and progress != delivery.checkpoint:
        gained["attempts"] = 0
    lease.change(delivery, checkpoint=progress, **gained)


def _done(delivery: Delivery, step: Step, outcome: Done, *, following: str) -> None:
    with transaction.atomic():
        lease.change(delivery, checkpoint=outcome.checkpoint, step=following, step_irreversible=False, attempts=0)
        ledger.write(
            delivery, "step_done", step=step.name, data={"checkpoint": outcome.checkpoint}, worker=delivery.lease_owner,
            secrets=secrets_of(delivery),
        )  # fmt: skip


def _wait(delivery: Delivery, step: Step, outcome: Wait) -> None:
    worker = delivery.lease_owner
    with transaction.atomic():
        lease.let_go(
            delivery, state=State.WAITING, checkpoint=outcome.checkpoint, step_irreversible=False, attempts=0,
            next_at=timezone.now() + timedelta(seconds=outcome.after),
        )  # fmt: skip
        # A platform that works for an hour would fill the ledger: only the first wait of a step is a moment.
        if not delivery.ledger.filter(kind="waiting", step=step.name).exists():
            data = {"checkpoint": outcome.checkpoint, "seconds": outcome.after}
            ledger.write(delivery, "waiting", step=step.name, data=data, worker=worker, secrets=secrets_of(delivery))


def on_error(delivery: Delivery, error: ConnectorError) -> None:
    """The kind of the error is the policy. Raises LeaseLost."""
    if isinstance(error, TryLater):
        _try_later(delivery, error)
    elif isinstance(error, NeedsReconnect):
        fields = reasons.of_connector(error)
        with transaction.atomic():  # both at once: who connects it again between the two would release nothing
            channels.disconnect(delivery.variant.channel, error)
            endings.end(delivery, state=State.HELD, kind="held", fields=fields, step_irreversible=False)
    elif isinstance(error, OutcomeUnknown):
        endings.end(
            delivery, state=State.UNCONFIRMED, kind="unconfirmed", fields=reasons.of_connector(error), looks=0,
            next_at=timezone.now() + LOOK_PAUSES[0],
        )  # fmt: skip
    elif isinstance(error, Rejected):
        fields = reasons.of_connector(error)
        endings.end(delivery, state=State.FAILED, kind="failed", fields=fields, step_irreversible=False)
    else:
        raise error


def _try_later(delivery: Delivery, error: TryLater) -> None:
    attempts = delivery.attempts + 1
    if attempts >= ATTEMPTS:
        fields = reasons.of_own("gave_up", attempts=attempts, last=error.message)
        endings.end(delivery, state=State.FAILED, kind="failed", fields=fields, step_irreversible=False)
        return
    seconds = pause_before(attempts, asked=error.after)
    begun = delivery.state == State.WAITING and delivery.announced_at
    if error.after and not begun and admission.too_late(delivery, at=timezone.now() + timedelta(seconds=error.after)):
        # It would come too late: better said now than when that hour is there.
        fields = reasons.of_own("late_by_platform", last=error.message, tolerance=delivery.variant.post.tolerance)
        endings.end(delivery, state=State.MISSED, kind="missed", fields=fields, step_irreversible=False)
        return
    worker = delivery.lease_owner
    with transaction.atomic():
        lease.let_go(
            delivery, attempts=attempts, step_irreversible=False, next_at=timezone.now() + timedelta(seconds=seconds),
            **reasons.of_connector(error),
        )  # fmt: skip
        data = {"code": error.code, "params": delivery.error_params, "seconds": round(seconds, 1), "attempt": attempts}
        ledger.write(delivery, "try_later", step=delivery.step, data=data, worker=worker, secrets=secrets_of(delivery))


def pause_before(attempt: int, *, asked: float | None) -> float:
    """Seconds until the next try: doubled each time, never less than the platform asked for, with up to a quarter more
    so that deliveries that failed together do not come back together."""
    backoff = min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
    return max(asked or 0.0, backoff) * random.uniform(1.0, 1.25)  # noqa: S311 - spreads load, guards nothing


def _take_down(delivery: Delivery) -> None:
    worker = delivery.lease_owner
    try:
        with connector_for(delivery) as connector:
            connector.take_down(delivery.remote_id, dict(delivery.checkpoint))
    except TryLater as error:
        attempts = min(delivery.attempts + 1, 1000)  # a takedown is never given up
        seconds = pause_before(min(attempts, ATTEMPTS), asked=error.after)
        due = timezone.now() + timedelta(seconds=seconds)
        with transaction.atomic():
            lease.let_go(delivery, attempts=attempts, next_at=due, **reasons.of_connector(error))
            data = {"code": error.code, "params": delivery.error_params}
            ledger.write(delivery, "try_later", step="take_down", data=data, worker=worker)
        return
    except ConnectorError as error:
        fields = reasons.of_connector(error)
        with transaction.atomic():
            if isinstance(error, NeedsReconnect):
                channels.disconnect(delivery.variant.channel, error)
            endings.end(delivery, state=State.PUBLISHED, kind="takedown_failed", fields=fields)
        return
    with transaction.atomic():
        lease.let_go(delivery, state=State.TAKEN_DOWN, attempts=0, **reasons.NONE)
        ledger.write(delivery, "taken_down", worker=worker)
    endings.settle(delivery)


def _broke(delivery: Delivery, error: Exception) -> None:
    """A fault of ours. Within an announced step nobody knows what it did; before that nothing has left."""
    details = "".join(traceback.format_exception(error))[-4000:]
    secrets = secrets_of(delivery)
    state = State.UNCONFIRMED if delivery.step_irreversible else State.FAILED
    kind = "unconfirmed" if delivery.step_irreversible else "failed"
    if delivery.state == State.TAKING_DOWN:
        state, kind = State.PUBLISHED, "takedown_failed"
    try:
        ledger.write(
            delivery,
            "broke",
            step=delivery.step,
            data={"details": details[-590:]},
            worker=delivery.lease_owner,
            secrets=secrets,
        )
        endings.end(
            delivery, state=state, kind=kind, fields=reasons.of_own("internal"),
            next_at=timezone.now() + LOOK_PAUSES[0], looks=0,
        )  # fmt: skip
    except (lease.LeaseLost, UndeclaredTransition):
        logger.warning("%s had moved on when it broke", delivery)
