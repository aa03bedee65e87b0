"""Who signs in for a partner, and what they have accepted."""

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

    class Meta:
        app_label = "publishing"
        ordering = ["user__username"]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return str(self.user)


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
