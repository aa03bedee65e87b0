"""A finished file of a version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models.clip import ClipVersion
from curation.jobs.models import Job


class Rendition(models.Model):
    """A finished file: one version in one shape, with captions in one language burnt in, or none."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RENDERING = "rendering", _("Rendering")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    version = models.ForeignKey(ClipVersion, on_delete=models.CASCADE, related_name="renditions")
    shape = models.CharField(max_length=8, default="16:9")
    language = models.CharField(max_length=12, blank=True)  # of the burnt captions; empty: a clean master
    preset = models.CharField(max_length=40, blank=True)  # video.presets: made for this platform; empty: for any
    watermark = models.BooleanField(default=False)
    cues = models.JSONField(default=list, blank=True)  # the captions as they were burnt: [[start, end, text], ...]
    digest = models.CharField(max_length=64, db_index=True)  # hash of everything that goes in
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=200, blank=True)
    poster = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.FloatField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    proof = models.JSONField(default=dict, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "shape", "language", "digest"], name="rendition_once")
        ]
