"""What pages read about deliveries and their ledgers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from curation.people import name_of
from publishing.delivery import reasons
from publishing.delivery.ledger import KINDS
from publishing.delivery.models import Delivery, LedgerEntry
from publishing.posts.drafts import capabilities_of, language_name
from publishing.posts.outlook import audience

TROUBLED = ("unconfirmed", "by_hand", "held", "failed", "missed")
GROUPS = {
    "troubled": TROUBLED,
    "open": ("scheduled", "preparing", "publishing", "waiting", "taking_down"),
    "published": ("published",),
    "ended": ("cancelled", "taken_down"),
}


@dataclass(frozen=True)
class Moment:
    """A line of the ledger for people."""

    at: datetime
    kind: str
    title: str
    step: str
    sentence: str
    facts: list[tuple[str, Any]]
    who: str
    tone: str


_TONES = {
    "published": "good",
    "posted_by_hand": "good",
    "handed_over": "tiger",
    "by_hand_late": "warn",
    "adopted": "good",
    "taken_down": "good",
    "failed": "bad",
    "broke": "bad",
    "unconfirmed": "bad",
    "takedown_failed": "bad",
    "missed": "bad",
    "refused": "warn",
    "held": "warn",
    "try_later": "warn",
    "lease_expired": "warn",
    "step_announced": "tiger",
}


def one(delivery_id: int) -> Delivery | None:
    """A delivery with everything its page shows."""
    rows = Delivery.objects.select_related("variant__post__clip", "variant__channel", "variant__rendition")
    return rows.filter(pk=delivery_id).first()


def moments(delivery: Delivery) -> list[Moment]:
    """The ledger from its first moment on."""
    return [_moment(entry) for entry in delivery.ledger.select_related("actor")]


def _moment(entry: LedgerEntry) -> Moment:
    data = dict(entry.data)
    code, params = data.pop("code", ""), data.pop("params", None)
    sentence = reasons.sentence_of(code, params) if code and isinstance(params, dict) else ""
    if entry.kind == "looked":
        sentence = sentence or sight_sentence(data.pop("sight", ""))
    if entry.kind == "planned":
        sentence = _people(data)
    who = name_of(entry.actor) or entry.worker.rpartition(":")[0]
    return Moment(
        at=entry.at,
        kind=entry.kind,
        title=str(KINDS.get(entry.kind, entry.kind)),
        step=entry.step,
        sentence=sentence,
        facts=[(name, value) for name, value in data.items() if value not in ("", None, {}, [])],
        who=who,
        tone=_TONES.get(entry.kind, ""),
    )


def _people(data: dict[str, Any]) -> str:
    """Who stood for what was planned; they leave the data, which then holds only what is left to tell."""
    writers, approvers = data.pop("written_by", []), data.pop("approved_by", [])
    said = []
    if writers:
        said.append(_("Written by %(names)s.") % {"names": ", ".join(writers)})
    if approvers:
        said.append(_("Approved by %(names)s.") % {"names": ", ".join(approvers)})
    return " ".join(said)


def sight_sentence(sight: str) -> str:
    """What a look at the platform brought."""
    if sight == "found":
        return _("The post is there.")
    if sight == "absent":
        return _("The post is not to be seen there.")
    return _("It could not be seen whether the post is there.")


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """A delivery as a line of a list."""
    return {
        "delivery": delivery,
        "language": language_name(delivery.variant.language),
        "reason": reasons.sentence(delivery),
        "tone": tone(delivery.state),
    }


def tone(state: str) -> str:
    """good, bad, warn or nothing: how a state is coloured; words always stand beside."""
    if state in {"published"}:
        return "good"
    if state in {"failed", "unconfirmed", "missed"}:
        return "bad"
    return "warn" if state in {"held", "by_hand"} else ""


def facts(delivery: Delivery) -> dict[str, Any]:
    """What the head of a ledger page says."""
    channel = delivery.variant.channel
    repeat = capabilities_of(channel.platform).repeat
    return {
        "language": language_name(delivery.variant.language),
        "reason": reasons.sentence(delivery),
        "tone": tone(delivery.state),
        "audience": datetime.fromisoformat(audience(channel, delivery.due_at)["local"]),
        "late": delivery.published_at and (delivery.published_at - delivery.due_at).total_seconds(),
        "repeat": gettext(repeat.note),
        "working": bool(delivery.lease_until and delivery.lease_until > timezone.now()),
    }
