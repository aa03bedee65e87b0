"""The row of a long piece of work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Long work: what, for whom, how far, and how it ended. `subject` is the primary key of the row it works on."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=40, db_index=True)
    subject = models.BigIntegerField(null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    fraction = models.FloatField(default=0.0)  # 0..1
    note = models.CharField(max_length=200, blank=True)  # what is being done now, in English; pages translate it
    result = models.JSONField(default=dict, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    error_detail = models.TextField(blank=True)  # ffmpeg's last words or a traceback; for operators
    cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
        indexes = [
            models.Index(fields=["kind", "subject"], name="job_kind_subject"),
            models.Index(fields=["id"], name="job_open", condition=models.Q(state__in=["queued", "running"])),
        ]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
