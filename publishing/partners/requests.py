"""Requests of partners for footage that no agreement of theirs covers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from publishing.partners.letters import tell
from publishing.partners.models import FootageRequest, Member

State = FootageRequest.State
MOST_OPEN = 20


class TooManyRequests(Exception):
    """A member has as many open requests as one may have."""


def ask(member: Member, *, words: str, use: str, needed_on: date | None) -> FootageRequest:
    """Keep a request. Raises TooManyRequests."""
    if member.requests.filter(state=State.OPEN).count() >= MOST_OPEN:
        raise TooManyRequests
    return FootageRequest.objects.create(member=member, words=words, use=use, needed_on=needed_on)


@transaction.atomic
def answer(row: FootageRequest, *, agreed: bool, words: str, user: Any) -> FootageRequest:
    """Answer it once, and have the member told by mail."""
    locked = FootageRequest.objects.select_for_update().select_related("member").get(pk=row.pk)
    if locked.state == State.OPEN:
        locked.state = State.AGREED if agreed else State.DECLINED
        locked.answer, locked.answered_by, locked.answered_at = words, user, timezone.now()
        locked.save()
        log(locked.member.organisation, "wagtail.edit", user=user, data={"request": locked.pk, "agreed": agreed})
        tell(locked.member, f"request_{locked.state}", key=str(locked.pk), answer=words)
    return locked
