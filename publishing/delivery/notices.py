"""Tell those who can act, by mail, what became of deliveries and channels: collected, one mail in some minutes.

A notice is a row until it is sent. A sweep claims all that waits for one person, sends one mail with no transaction
open, then writes how it ended; a sweep that dies leaves rows that are due again.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from publishing.delivery import reasons
from publishing.delivery.models import Delivery, DeliveryNotice
from publishing.posts.models import Channel

logger = logging.getLogger(__name__)
State = DeliveryNotice.State
RIGHT = "publishing.resolve_delivery"
KINDS: Mapping[str, str | Promise] = {
    "held": _("Held"),
    "failed": _("Failed"),
    "missed": _("Missed its hour"),
    "unconfirmed": _("Outcome not known"),
    "by_hand": _("Waits for a person to post it"),
    "by_hand_late": _("Nobody has posted it yet"),
    "takedown_failed": _("Takedown refused"),
    "follow_up_ended": _("The rest was given up; the post stands"),
    "rights_ended": _("Its footage may not be shown any more"),
    "channel_lost": _("Channel to be reconnected"),
}
"""What people are told of, with its words."""

COLLECT = timedelta(seconds=30)  # what happens together is told together
DIGEST = timedelta(minutes=5)  # a person gets at most one mail in this time
LEASE = timedelta(seconds=120)
LISTED = 25  # lines of one mail; the rest is counted
ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)  # doubles with each try
BUDGET = 10.0  # seconds in which one sweep begins new mails
SMTP_PATIENCE = 10  # seconds


def people() -> QuerySet[User]:
    """Who can act: everybody with the right to decide on deliveries and an address."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(RIGHT, backend=backend).exclude(email="")


def about(delivery: Delivery, *, kind: str, fields: Mapping[str, Any]) -> None:
    """Have people told of a delivery. fields: `error_code` and `error_params`, which give the sentence."""
    stored = {"code": fields.get("error_code", ""), **dict(fields.get("error_params") or {})}
    _queue(kind, stored, delivery=delivery)


def about_channel(channel: Channel, *, kind: str, number: int) -> None:
    """Have people told of a channel on which so many deliveries wait; once while it is not told yet."""
    waiting = DeliveryNotice.objects.filter(channel=channel, kind=kind, state=State.QUEUED)
    if not waiting.exists():
        _queue(kind, {"number": number, "why": channel.state_reason}, channel=channel)


def _queue(
    kind: str, params: Mapping[str, Any], *, delivery: Delivery | None = None, channel: Channel | None = None
) -> None:
    KINDS[kind]
    at = timezone.now() + COLLECT
    DeliveryNotice.objects.bulk_create(
        DeliveryNotice(recipient=person, delivery=delivery, channel=channel, kind=kind, params=dict(params), next_at=at)
        for person in people()
    )


def send_due() -> int:
    """Send what is due; returns how many mails went out. Cheap when nothing is due."""
    sent, until = 0, time.monotonic() + BUDGET
    while time.monotonic() < until:
        claimed = _claim()
        if not claimed:
            break
        sent += _send(claimed)
    return sent


@transaction.atomic
def _claim() -> list[int]:
    """The keys of all that waits for the person whose turn it is, leased to this sweep."""
    now = timezone.now()
    lately = DeliveryNotice.objects.filter(recipient=OuterRef("recipient"), state=State.SENT, sent_at__gt=now - DIGEST)
    due = DeliveryNotice.objects.filter(state=State.QUEUED, next_at__lte=now)
    first = due.filter(~Exists(lately)).select_for_update(skip_locked=True, of=("self",)).order_by("next_at").first()
    if first is None:
        return []
    rows = DeliveryNotice.objects.filter(
        state=State.QUEUED, recipient=first.recipient_id, next_at__lte=max(now + COLLECT, first.next_at)
    )
    chosen = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
    DeliveryNotice.objects.filter(pk__in=chosen).update(attempts=F("attempts") + 1, next_at=now + LEASE)
    return chosen


def _send(chosen: list[int]) -> bool:
    rows = DeliveryNotice.objects.filter(pk__in=chosen)
    related = ("recipient", "channel", "delivery__variant__channel", "delivery__variant__post")
    notices = list(rows.select_related(*related).order_by("created_at", "pk"))
    if not notices:
        return False
    person = notices[0].recipient
    subject, text = letter(person, notices)
    try:
        connection = get_connection(timeout=SMTP_PATIENCE)
        EmailMessage(subject, text, to=[person.email], connection=connection).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("Mail about deliveries did not reach user %s: %s", person.pk, type(error).__name__)
        _failed(notices)
        return False
    rows.update(state=State.SENT, sent_at=timezone.now())
    return True


def _failed(notices: list[DeliveryNotice]) -> None:
    now = timezone.now()
    for notice in notices:
        over = notice.attempts >= ATTEMPTS
        wait = FIRST_WAIT * 2 ** (notice.attempts - 1)
        changes: dict[str, Any] = {"state": State.FAILED} if over else {"next_at": now + wait}
        DeliveryNotice.objects.filter(pk=notice.pk, state=State.QUEUED).update(**changes)


def letter(person: User, notices: list[DeliveryNotice]) -> tuple[str, str]:
    """Subject and text in the person's own language: the newest lines, the rest as a number, and where to act."""
    profile = getattr(person, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(profile.get_current_time_zone() if profile else None):
        number = len(notices)
        subject = ngettext("%(number)s delivery needs a look", "%(number)s deliveries need a look", number)
        shown, rest = notices[-LISTED:], number - LISTED
        lines = [line(each) for each in reversed(shown)]
        if rest > 0:
            lines.append(ngettext("… and %(rest)s more.", "… and %(rest)s more.", rest) % {"rest": rest})
        lines.append(settings.PUBLIC_URL + reverse("delivery:index") + "?show=troubled")
        return subject % {"number": number}, "\n\n".join(lines) + "\n"


def line(notice: DeliveryNotice) -> str:
    """One notice as people read it, with its address."""
    params = dict(notice.params)
    told = str(KINDS.get(notice.kind, notice.kind))
    if notice.channel is not None:
        url = settings.PUBLIC_URL + reverse("posts:channels")
        why = [params["why"]] if params.get("why") else []
        waiting = gettext("Planned deliveries that wait for it: %(number)s.") % {"number": params.get("number", 0)}
        return "\n".join([f"{told}: {notice.channel.name}", *why, waiting, url])
    delivery = notice.delivery
    if delivery is None:
        return told
    code = params.pop("code", "")
    names = f"{delivery.variant.post.title} · {delivery.variant.channel.name} · {delivery.variant.language}"
    why = [reasons.sentence_of(code, params)] if code else []
    return "\n".join([f"{told}: {names}", *why, settings.PUBLIC_URL + reverse("delivery:detail", args=[delivery.pk])])
