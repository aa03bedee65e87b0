"""A mail to a member that waits or has gone."""

from __future__ import annotations

from django.db import models

from publishing.partners.models.member import Member


class PartnerLetter(models.Model):
    """One for each thing told: `key` names it, so that a sweep that comes twice tells it once."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "publishing"
        constraints = [models.UniqueConstraint(fields=["member", "kind", "key"], name="partner_told_once")]
        indexes = [models.Index(fields=["next_at"], name="letters_due", condition=models.Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
