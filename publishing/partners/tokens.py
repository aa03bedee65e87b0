"""Keys of partners' programs. One is shown once; of it only a SHA-256 digest is kept."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from curation import tokens
from publishing.partners.models import Member, PartnerToken

PREFIX = "pmp_"
HINT = 10
MOST = 10  # that one member may have
USED_EVERY = timedelta(minutes=1)


class TooManyTokens(Exception):
    """A member has as many as one may have."""


def give(member: Member, *, name: str) -> tuple[PartnerToken, str]:
    """A new key and its text. Raises TooManyTokens."""
    if standing(member).count() >= MOST:
        raise TooManyTokens
    text = tokens.fresh(PREFIX)
    return PartnerToken.objects.create(
        member=member, name=name[:80], digest=tokens.digest(text), hint=text[:HINT]
    ), text


def standing(member: Member) -> QuerySet[PartnerToken]:
    """Those that open something."""
    return member.tokens.filter(revoked_at=None)


def revoke(row: PartnerToken) -> None:
    PartnerToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now())


def member_of(text: str) -> Member | None:
    """The member in whose name a program asks. The digest is looked up: 32 random bytes cannot be felt for."""
    if not text.startswith(PREFIX) or not text.isascii() or not text.isprintable():
        return None
    rows = PartnerToken.objects.select_related("member__user", "member__organisation").filter(revoked_at=None)
    row = rows.filter(digest=tokens.digest(text), member__closed_at=None, member__user__is_active=True).first()
    if row is None:
        return None
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
    PartnerToken.objects.filter(stale, pk=row.pk).update(last_used_at=now)
    return row.member
