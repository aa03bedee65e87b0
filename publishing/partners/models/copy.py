"""A package of files made for one download: signed, named by its id, counted, revocable."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Rendition
from curation.jobs.models import Job
from publishing.partners.models.agreement import Agreement
from publishing.partners.models.member import Member
from publishing.partners.models.offer import Offer


class Copy(models.Model):
    """What a member chose: one rendition and captions. Its key is the download id that the file itself carries."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be prepared")
        REVOKED = "revoked", _("Taken back")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="copies")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.SET_NULL, related_name="+")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.SET_NULL, related_name="+")
    rendition = models.ForeignKey(Rendition, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=200)
    version_number = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=list)  # of the caption files
    formats = models.JSONField(default=list)  # endings: vtt, srt …
    terms_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    files = models.JSONField(default=list)  # [{name, stored, type, size, sha256}], the film first
    error_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["member", "created_at"], name="copy_of_member")]

    def __str__(self) -> str:
        return str(self.pk)
