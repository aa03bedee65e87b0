"""Invites people of a partner by mail; whoever has the letter makes an account, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curation import tokens
from publishing.partners.models import Invitation, Member, Organisation

LASTS = timedelta(days=7)


class InvitationRefused(Exception):
    """Nobody is invited; the text is a sentence for who asked."""


def invite(organisation: Organisation, *, email: str, language: str, user: Any) -> tuple[Invitation, str]:
    """An invitation and its address, which is mailed and shown only now. Raises InvitationRefused."""
    email = email.strip().lower()
    if User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).exists():
        raise InvitationRefused(_("Somebody with this address has an account already."))
    secret = tokens.fresh()
    with transaction.atomic():
        Invitation.objects.filter(organisation=organisation, email=email, used_at=None, revoked_at=None).update(
            revoked_at=timezone.now()
        )
        row = Invitation.objects.create(
            organisation=organisation, email=email, language=language, digest=tokens.digest(secret), created_by=user,
            expires_at=timezone.now() + LASTS,
        )  # fmt: skip
        log(organisation, "wagtail.edit", user=user, data={"invited": email})
    address = f"{settings.PUBLIC_URL}{reverse('portal:invitation', args=[secret])}"
    return row, address


def send(row: Invitation, address: str) -> None:
    """Mail it. Raises OSError where the mail server does not take it."""
    with translation.override(row.language):
        text = _(
            "%(organisation)s has been invited to the clips of the Northeast China Tiger and Leopard Culture "
            "International Communication Center.\n\nMake your account here, until %(until)s:\n%(address)s\n"
        ) % {"organisation": row.organisation.name, "until": date_format(row.expires_at), "address": address}
        subject = _("Your invitation to Pugmark")
    EmailMessage(subject, text, to=[row.email], headers={"Auto-Submitted": "auto-generated"}).send()


def standing(organisation: Organisation) -> QuerySet[Invitation]:
    """Those that can still be used."""
    return organisation.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


def revoke(row: Invitation, *, user: Any) -> None:
    """From now on its letter opens nothing."""
    if row.used_at is None and row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        log(row.organisation, "wagtail.edit", user=user, data={"invitation_revoked": row.email})


def found(secret: str) -> Invitation | None:
    """The invitation with this secret, if it can still be used."""
    rows = Invitation.objects.select_related("organisation").filter(digest=tokens.digest(secret))
    return rows.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now()).first()


@transaction.atomic
def accept(row: Invitation, *, password: str, name: str) -> Member:
    """Make the account. Raises InvitationRefused where somebody was faster."""
    locked = Invitation.objects.select_for_update().get(pk=row.pk)
    if locked.used_at or locked.revoked_at or User.objects.filter(username__iexact=locked.email).exists():
        raise InvitationRefused(_("This invitation has been used or taken back."))
    user = User.objects.create_user(locked.email, locked.email, password)
    user.first_name = name.strip()[:150]
    user.save(update_fields=["first_name"])
    member = Member.objects.create(user=user, organisation=locked.organisation, language=locked.language)
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    log(locked.organisation, "wagtail.edit", user=user, data={"joined": locked.email})
    return member


@transaction.atomic
def close(member: Member, *, user: Any) -> None:
    """End a member's account: it cannot sign in, its programs and links give nothing. What it did stays known."""
    member.closed_at = timezone.now()
    member.save(update_fields=["closed_at"])
    User.objects.filter(pk=member.user_id).update(is_active=False)
    log(member.organisation, "wagtail.edit", user=user, data={"closed": str(member.user)})


@transaction.atomic
def reopen(member: Member, *, user: Any) -> None:
    """Let a member in again; the second factor is set up anew."""
    Member.objects.filter(pk=member.pk).update(
        closed_at=None, secret="", second_since=None, wrong_codes=0, locked_until=None
    )
    User.objects.filter(pk=member.user_id).update(is_active=True)
    log(member.organisation, "wagtail.edit", user=user, data={"reopened": str(member.user)})
