"""Changes to much footage at once, each one action that can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.jobs.models import Job


class BulkEdit(models.Model):
    """One action on a selection or on a whole search. `values` says what was done, `query` of what it was asked."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped midway")
        FAILED = "failed", _("Failed")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    class Origin(models.TextChoices):
        BULK = "bulk", _("Changed at once")
        REVIEW = "review", _("Decided in the review")

    action = models.CharField(max_length=40)
    query = models.TextField(blank=True)  # querystring of the search; empty for a selection by hand
    values = models.JSONField(default=dict, blank=True)
    footage_ids = models.BinaryField(blank=True, default=b"")  # the selection, as a serialised Roaring bitmap
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.BULK)
    pieces = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # pieces gone through; written with each chunk, so it can go on there
    changed = models.PositiveIntegerField(default=0)  # rows written or removed
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["-created_at"]
        verbose_name = _("change to much footage")
        verbose_name_plural = _("changes to much footage")
        indexes = [models.Index(fields=["origin", "-created_at"], name="bulk_edit_origin")]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"


class BulkBefore(models.Model):
    """What a row was before a bulk edit changed or removed it, for the undo."""

    edit = models.ForeignKey(BulkEdit, on_delete=models.CASCADE, related_name="before")
    table = models.CharField(max_length=40)  # observation, footage, item
    row = models.JSONField()

    class Meta:
        app_label = "curation"
