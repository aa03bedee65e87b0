"""Findings of the guard that people have decided to let pass."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Clip
from curation.species.models import Taxon


class ReleaseDelay(models.Model):
    """How long footage of an animal, or of a place, stays in the house after it was filmed."""

    taxon = models.ForeignKey(
        Taxon, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("species"),
        help_text=_("Empty: every animal."),
    )  # fmt: skip
    zone = models.CharField(
        _("zone"), max_length=120, blank=True, help_text=_("As the stations name it. Empty: every place.")
    )
    days = models.PositiveIntegerField(_("days after filming"))

    class Meta:
        app_label = "publishing"
        ordering = ["taxon__position", "zone"]
        verbose_name = _("release delay")
        verbose_name_plural = _("release delays")
        constraints = [
            models.UniqueConstraint(
                fields=["taxon", "zone"], name="one_release_delay", nulls_distinct=False,
                violation_error_message=_("There is a delay for this animal and place already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return " · ".join(filter(None, (str(self.taxon) if self.taxon else "", self.zone))) or str(_("everything"))


class Lifting(models.Model):
    """One finding about one clip that one person wants to let pass and a second one lets pass.

    It holds for the same words in everything that goes out with the clip, and for nothing else.
    """

    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="liftings")
    code = models.CharField(max_length=40)  # of findings.MESSAGES
    found = models.CharField(max_length=200)  # as it was written
    digest = models.CharField(max_length=64)  # of code and folded words
    reason = models.TextField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # refused, taken back or ended

    class Meta:
        app_label = "publishing"
        ordering = ["-asked_at"]
        verbose_name = _("lifted finding")
        verbose_name_plural = _("lifted findings")
        constraints = [
            models.UniqueConstraint(
                fields=["clip", "digest"], condition=models.Q(ended_at=None), name="lifting_open_once"
            )
        ]
        permissions = [("lift_finding", _("Can let a finding of the guard pass"))]

    def __str__(self) -> str:
        return f"{self.code}: {self.found}"
