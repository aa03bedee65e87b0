"""The flight recorder: every moment of a delivery, only ever added to, without secrets."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.delivery.models import Delivery, LedgerEntry

KINDS: Mapping[str, str | Promise] = {
    "planned": _("Planned"),
    "moved": _("Moved to another hour"),
    "cancelled": _("Cancelled"),
    "claimed": _("Taken up by a worker"),
    "checked": _("Checked again at its hour"),
    "refused": _("Held back by the checks"),
    "waits_for_video": _("Waits for its video"),
    "step_started": _("Step begun"),
    "step_announced": _("Step announced that cannot be taken back"),
    "step_done": _("Step done"),
    "waiting": _("The platform is at work"),
    "quota_waits": _("Waits for room in the platform's quota"),
    "follow_up_sent": _("More was sent after it"),
    "follow_up_waits": _("The rest follows later"),
    "follow_up_done": _("Nothing is left to send"),
    "follow_up_ended": _("The rest was given up; the post stands"),
    "rights_ended": _("Its footage may not be shown any more"),
    "left_standing": _("Left where it is"),
    "rights_back": _("Its footage may be shown again"),
    "taken_down_by_hand": _("Taken down by a person"),
    "try_later": _("To be tried again"),
    "failed": _("Failed"),
    "missed": _("Missed its hour"),
    "held": _("Held"),
    "released": _("Let go again"),
    "unconfirmed": _("Outcome not known"),
    "lease_expired": _("The worker was lost"),
    "looked": _("Looked on the platform"),
    "adopted": _("Found and adopted"),
    "goes_again": _("Goes again"),
    "handed_over": _("Handed over to a person"),
    "package_fetched": _("Package downloaded"),
    "by_hand_late": _("Nobody has posted it yet"),
    "posted_by_hand": _("Posted by a person"),
    "not_posted": _("Not posted, said a person"),
    "published": _("Published"),
    "takedown_asked": _("Takedown asked for"),
    "takedown_failed": _("Takedown refused"),
    "taken_down": _("Taken down"),
    "broke": _("Something in Pugmark broke"),
}
"""Every kind of moment, with its words."""

_SECRET = re.compile(r"secret|token|password|authorization|cookie|jwt|app_?key|api_?key|session", re.IGNORECASE)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}")
_QUERY = re.compile(r"(?i)([?&](?:access_token|token|key|signature|sig)=)[^&\s]+")
_LONGEST = 600  # characters of one value
MASK = "•••"


def worker_name() -> str:
    """This process, as ledgers and leases name it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def masked(value: Any, *, secrets: tuple[str, ...] = ()) -> Any:
    """The same JSON with every secret replaced: by the name of its key, by its shape, and by the known secrets."""
    if isinstance(value, Mapping):
        return {
            str(key): MASK if _SECRET.search(str(key)) and each else masked(each, secrets=secrets)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [masked(each, secrets=secrets) for each in value]
    if isinstance(value, str):
        for secret in secrets:
            if len(secret) >= 6:
                value = value.replace(secret, MASK)
        value = _QUERY.sub(rf"\1{MASK}", _BEARER.sub(rf"\1 {MASK}", value))
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return value


def write_claims(deliveries: Sequence[int], *, worker: str) -> None:
    """Add to each of these deliveries that a worker has taken it up."""
    LedgerEntry.objects.bulk_create(
        [LedgerEntry(delivery_id=number, kind="claimed", worker=worker) for number in deliveries], batch_size=1000
    )


def write(
    delivery: Delivery,
    kind: str,
    *,
    step: str = "",
    data: Mapping[str, Any] | None = None,
    actor: AbstractBaseUser | None = None,
    worker: str = "",
    secrets: tuple[str, ...] = (),
) -> LedgerEntry:
    """Add a moment. Raises KeyError for a kind that has no words."""
    KINDS[kind]
    return LedgerEntry.objects.create(
        delivery=delivery,
        kind=kind,
        step=step,
        data=masked(dict(data or {}), secrets=secrets),
        actor=actor,
        worker=worker,  # type: ignore[misc]
    )
