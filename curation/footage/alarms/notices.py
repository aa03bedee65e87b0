"""Sends what waits in the outbox: one mail or webhook for each contact and minute, tried until it arrives or is
given up.

A sweep claims a contact's due notices in one short transaction (contacts that another sweep has at the moment are
passed over), sends with no transaction open, then writes how it ended. A sweep that dies leaves rows that are due again
when their lease ends: a notice may arrive twice, and never not at all.
"""

from __future__ import annotations

import logging
import smtplib
import time
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from curation.footage.alarms import messages, webhook
from curation.footage.alarms.errors import NotSent
from curation.footage.alarms.seal import SealBroken, unseal
from curation.footage.models import AlarmContact, AlarmNotice

logger = logging.getLogger(__name__)
WAYS = ("email", "webhook")
LEASE = timedelta(seconds=120)
DIGEST = timedelta(seconds=60)  # a contact hears at most once in this time, of everything since
MOST = 500  # notices in one message
ATTEMPTS = 9
FIRST_WAIT = timedelta(seconds=30)  # doubles with each try: given up after about two hours
LONGEST_WAIT = timedelta(minutes=30)
BUDGET = 10.0  # seconds that one sweep begins new messages in: due posts share its worker
SMTP_PATIENCE = 10  # seconds


def send_due() -> int:
    """Send what is due; returns how many messages arrived."""
    arrived, until = 0, time.monotonic() + BUDGET
    for by in WAYS:
        while time.monotonic() < until:
            claimed = _claim(by)
            if claimed is None:
                break
            arrived += _send(*claimed, by=by)
    return arrived


@transaction.atomic
def _claim(by: str) -> tuple[AlarmContact, list[AlarmNotice]] | None:
    """A contact whose turn it is, and its notices that are due, leased to this sweep."""
    now = timezone.now()
    own = AlarmNotice.objects.filter(contact=OuterRef("pk"), by=by)
    due = own.filter(state=AlarmNotice.State.QUEUED, next_at__lte=now)
    waiting = own.filter(state=AlarmNotice.State.QUEUED, attempts__gt=0, next_at__gt=now)  # leased, or after a failure
    just_told = own.filter(sent_at__gt=now - DIGEST)
    free = AlarmContact.objects.filter(Exists(due), ~Exists(waiting), ~Exists(just_told))
    contact = free.select_for_update(skip_locked=True).order_by("pk").first()
    if contact is None:
        return None
    rows = AlarmNotice.objects.filter(contact=contact, by=by, state=AlarmNotice.State.QUEUED, next_at__lte=now)
    chosen = list(rows.select_for_update(of=("self",)).order_by("created_at", "pk").values_list("pk", flat=True)[:MOST])
    if not chosen:
        return None
    AlarmNotice.objects.filter(pk__in=chosen).update(attempts=F("attempts") + 1, next_at=now + LEASE)
    notices = AlarmNotice.objects.filter(pk__in=chosen).select_related("footage__station")
    return contact, list(notices.order_by("created_at", "pk"))


def _send(contact: AlarmContact, notices: list[AlarmNotice], *, by: str) -> bool:
    rows = AlarmNotice.objects.filter(pk__in=[notice.pk for notice in notices])
    try:
        _deliver(contact, notices, by=by)
    except NotSent as error:
        _failed(notices, error=error)
        logger.warning("An alarm did not reach contact %s by %s: %s", contact.pk, by, error.stored())
        return False
    rows.update(state=AlarmNotice.State.SENT, sent_at=timezone.now(), detail="")
    return True


def _deliver(contact: AlarmContact, notices: Sequence[AlarmNotice], *, by: str) -> None:
    if not contact.active or not (contact.email if by == "email" else contact.webhook):
        raise NotSent("switched_off", final=True)
    if by == "email":
        _mail(contact, notices)
    else:
        _post(contact, notices)


def _mail(contact: AlarmContact, notices: Sequence[AlarmNotice]) -> None:
    subject, text = messages.mail(notices)
    try:
        connection = get_connection(timeout=SMTP_PATIENCE)
        EmailMessage(subject, text, to=[contact.email], connection=connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        code, told = next(iter(error.recipients.values()))
        raise NotSent("refused", f"{code} {_words(told)}", final=500 <= code < 600) from error
    except TimeoutError as error:
        raise NotSent("too_slow") from error
    except smtplib.SMTPResponseException as error:
        raise NotSent("refused", f"{error.smtp_code} {_words(error.smtp_error)}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent("unreachable", str(error)) from error


def _words(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _post(contact: AlarmContact, notices: Sequence[AlarmNotice]) -> None:
    try:
        secret = unseal(contact.secret)
    except SealBroken as error:
        raise NotSent("key_broken", final=True) from error
    body = messages.payload(notices)
    webhook.send(
        contact.webhook, body, identity=f"msg_{uuid.uuid4().hex}", secret=secret, allowed=settings.WEBHOOK_PRIVATE_HOSTS
    )


def _failed(notices: Sequence[AlarmNotice], *, error: NotSent) -> None:
    """Another try later, each notice by its own count; given up after ATTEMPTS or where it is no use."""
    over = [one.pk for one in notices if error.final or one.attempts >= ATTEMPTS]
    AlarmNotice.objects.filter(pk__in=over).update(state=AlarmNotice.State.FAILED, detail=error.stored())
    now = timezone.now()
    for attempts in {one.attempts for one in notices if one.pk not in set(over)}:
        again = [one.pk for one in notices if one.attempts == attempts and one.pk not in set(over)]
        AlarmNotice.objects.filter(pk__in=again).update(next_at=now + _wait(attempts), detail=error.stored())


def _wait(attempts: int) -> timedelta:
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)


def send_again(notice: AlarmNotice) -> None:
    """A person wants what was given up tried anew."""
    AlarmNotice.objects.filter(pk=notice.pk, state=AlarmNotice.State.FAILED).update(
        state=AlarmNotice.State.QUEUED, attempts=0, next_at=timezone.now(), detail=""
    )
