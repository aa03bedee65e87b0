"""The download ledger: rows that are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DownloadMoment(models.Model):
    """Something that happened to a download. It holds copies of names, so that it outlives what it tells of.

    The database refuses to change or delete a row (migration 0022).
    """

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Licence accepted")
        ASKED = "asked", _("Asked for")
        PREPARED = "prepared", _("Prepared and signed")
        FAILED = "failed", _("Could not be prepared")
        FETCHED = "fetched", _("Downloaded")
        RESUMED = "resumed", _("Download resumed")
        BROKEN_OFF = "broken_off", _("Broken off: no longer allowed")
        REFUSED = "refused", _("Refused")
        REVOKED = "revoked", _("Taken back")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    download = models.UUIDField(null=True, db_index=True)
    organisation_key = models.BigIntegerField(null=True, db_index=True)
    organisation = models.CharField(max_length=200, blank=True)
    member_key = models.BigIntegerField(null=True, db_index=True)
    member = models.CharField(max_length=200, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    clip_key = models.BigIntegerField(null=True)
    clip = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(null=True)
    file = models.CharField(max_length=200, blank=True)
    terms_hash = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=60, blank=True)  # a code of publishing.partners.refusals
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    start = models.BigIntegerField(null=True)  # first byte asked for

    class Meta:
        app_label = "publishing"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind}"
