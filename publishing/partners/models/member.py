"""Who signs in for a partner, what they have accepted, and the keys of their programs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.partners.models.agreement import Agreement
from publishing.partners.models.organisation import Organisation


class Member(models.Model):
    """An account of a partner organisation: it sees the partners' pages and nothing of the studio."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="partner_member")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="members", verbose_name=_("organisation")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # from then on nothing is shown or given
    language = models.CharField(max_length=12, blank=True)  # of mails to them: the one of their pages
    # The second factor (RFC 6238): sealed; there once a first code was right.
    secret = models.TextField(blank=True, editable=False)
    second_since = models.DateTimeField(null=True, blank=True, editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)  # of the newest code taken: none is taken twice
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        app_label = "publishing"
        ordering = ["user__username"]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return str(self.user)


class Invitation(models.Model):
    """A letter that lets one person make an account. Of its secret only a digest is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=12, default="en")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email


class Acceptance(models.Model):
    """A member accepted the licence text of an agreement, as it was worded then."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="acceptances")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="acceptances")
    terms_hash = models.CharField(max_length=64)
    licence = models.JSONField()  # Agreement.licence of that moment
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["member", "agreement", "terms_hash"], name="accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.terms_hash[:8]}"


class PartnerToken(models.Model):
    """The key of a program that asks in a member's name. It is shown once; a digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
