"""Licence terms in versions, and the list of what has changed about rights."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.rights.terms import Terms


class LicenceTerms(models.Model):
    """Terms that footage can be under. What they say now is `current`; older versions stay readable for ever.

    The columns from `refused` on repeat what `current` says about our own channels, so that one statement finds what
    may not be shown: written by services.write_terms alone.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    current = models.ForeignKey(
        "curation.TermsVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    refused = models.BooleanField(default=False, editable=False)  # never on our own channels, whatever the hour
    begins_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    languages = ArrayField(models.CharField(max_length=35), null=True, editable=False)  # NULL: every one
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["name"]
        verbose_name = _("licence terms")
        verbose_name_plural = _("licence terms")

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        """What they say now."""
        if self.current is None:
            raise ValueError("terms without a version")
        return self.current.terms


class TermsVersion(models.Model):
    """What terms said from one moment on. The database lets nobody change or delete one."""

    owner = models.ForeignKey(LicenceTerms, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # curation.rights.terms.Terms.to_dict()
    fingerprint = models.CharField(max_length=64)  # SHA-256, hex
    why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        app_label = "curation"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="terms_version_once")]

    def __str__(self) -> str:
        return f"{self.owner} {self.number}"

    @property
    def terms(self) -> Terms:
        """What it says."""
        return Terms.from_dict(self.content)


class RightsChange(models.Model):
    """One change of rights, in order; whoever depends on rights reads on from the last row that it has seen."""

    class Kind(models.TextChoices):
        WRITTEN = "written", _("Terms written")
        ATTACHED = "attached", _("Terms attached")
        DETACHED = "detached", _("Terms taken off")
        WITHHELD = "withheld", _("Footage withheld or released")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    version = models.ForeignKey(TermsVersion, null=True, on_delete=models.PROTECT, related_name="changes")
    params = models.JSONField(default=dict)  # footage: key; scope and number of what was attached
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        app_label = "curation"
        ordering = ["id"]
