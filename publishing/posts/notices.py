"""Tell people by mail what concerns them of posts: collected, in their language, only what they want to hear.

A notice is a row until it is sent. A sweep claims all that waits for one person, sends one mail with no transaction
open, then writes how it ended; a sweep that dies leaves rows that are due again.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from wagtail.users.models import UserProfile

from publishing.posts import letters
from publishing.posts.models import Comment, Notice, Post

logger = logging.getLogger(__name__)
Kind = Notice.Kind
PREFERENCES: dict[str, str] = {
    Kind.SUBMITTED: "submitted_notifications",
    Kind.APPROVED: "approved_notifications",
    Kind.SENT_BACK: "rejected_notifications",
    Kind.REJECTED: "rejected_notifications",
    Kind.WITHDRAWN: "rejected_notifications",
    Kind.COMMENTED: "updated_comments_notifications",
    Kind.MENTIONED: "updated_comments_notifications",
}
"""What of Wagtail's notification preferences a kind belongs to."""
COLLECT = timedelta(seconds=60)  # what happens together is told together
DIGEST = timedelta(minutes=10)  # a person gets at most one mail in this time
LEASE = timedelta(seconds=120)
MOST = 100  # notices in one mail
ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)  # doubles with each try: given up after about four hours
BUDGET = 10.0  # seconds in which one sweep begins new mails: due posts share its worker
SMTP_PATIENCE = 10  # seconds


def queue(
    people: Iterable[User],
    *,
    post: Post,
    kind: str,
    actor: AbstractBaseUser | None,
    words: str = "",
    comment: Comment | None = None,
) -> None:
    """Have people told. Nobody is told what they did themselves, nor twice what still waits to be told."""
    now = timezone.now()
    for person in {each.pk: each for each in people}.values():
        if actor is not None and person.pk == actor.pk:
            continue
        waiting = Notice.objects.filter(person=person, post=post, kind=kind, state=Notice.State.QUEUED)
        if comment is None and waiting.update(actor=actor, words=words, created_at=now):  # type: ignore[misc]
            continue
        Notice.objects.create(
            person=person, post=post, kind=kind, actor=actor, words=words, comment=comment, next_at=now + COLLECT  # type: ignore[misc]
        )  # fmt: skip


def drop(post: Post, *, kind: str, actor: AbstractBaseUser) -> None:
    """Take back what is not told yet."""
    rows = Notice.objects.filter(post=post, kind=kind, actor=actor, state=Notice.State.QUEUED)  # type: ignore[misc]
    rows.update(state=Notice.State.DROPPED)


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
def _claim() -> list[Notice]:
    """What waits for the person whose turn it is, leased to this sweep."""
    now = timezone.now()
    lately = Notice.objects.filter(person=OuterRef("person"), sent_at__gt=now - DIGEST)
    due = Notice.objects.filter(state=Notice.State.QUEUED, next_at__lte=now)
    first = due.filter(~Exists(lately)).select_for_update(skip_locked=True).order_by("next_at", "pk").first()
    if first is None:
        return []
    # What came in the last minute goes along; what another sweep holds does not.
    rows = Notice.objects.filter(state=Notice.State.QUEUED, person=first.person_id, next_at__lte=now + COLLECT)
    chosen = list(rows.select_for_update(skip_locked=True).order_by("created_at", "pk").values_list("pk", flat=True))
    chosen = chosen[:MOST]
    Notice.objects.filter(pk__in=chosen).update(attempts=F("attempts") + 1, next_at=now + LEASE)
    claimed = Notice.objects.filter(pk__in=chosen)
    return list(claimed.select_related("person", "post", "actor", "comment").order_by("created_at", "pk"))


def _send(claimed: list[Notice]) -> bool:
    person = claimed[0].person
    wanted = [each for each in claimed if _wanted(each, person)]
    unwanted = [each.pk for each in claimed if each not in wanted]
    Notice.objects.filter(pk__in=unwanted).update(state=Notice.State.DROPPED)
    if not wanted:
        return False
    rows = Notice.objects.filter(pk__in=[each.pk for each in wanted])
    subject, text, headers = letters.letter(person, wanted)
    try:
        connection = get_connection(timeout=SMTP_PATIENCE)
        EmailMessage(subject, text, to=[person.email], headers=headers, connection=connection).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("Mail about posts did not reach user %s: %s", person.pk, type(error).__name__)
        _failed(wanted, final=_refused_for_good(error))
        return False
    rows.update(state=Notice.State.SENT, sent_at=timezone.now())
    return True


def _refused_for_good(error: Exception) -> bool:
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _words in error.recipients.values())


def _failed(notices: list[Notice], *, final: bool) -> None:
    now = timezone.now()
    for notice in notices:
        over = final or notice.attempts >= ATTEMPTS
        state = Notice.State.FAILED if over else Notice.State.QUEUED
        wait = FIRST_WAIT * 2 ** (notice.attempts - 1)
        Notice.objects.filter(pk=notice.pk).update(state=state, next_at=now + wait)


def _wanted(notice: Notice, person: User) -> bool:
    """Whether the person still is to hear of it: may see posts, has an address, wants it, and it still holds."""
    if not (person.is_active and person.email and person.has_perm("publishing.view_post")):
        return False
    if notice.kind == Kind.SUBMITTED and notice.post.state != Post.State.IN_REVIEW:
        return False  # somebody was faster
    profile: Any = UserProfile.get_for_user(person)
    return bool(getattr(profile, PREFERENCES[notice.kind]))
