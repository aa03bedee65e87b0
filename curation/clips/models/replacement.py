"""A find and replace over captions, kept so that it can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CaptionReplacement(models.Model):
    """What one find and replace changed. `cues` maps each caption's id to {before, after} and what approved it."""

    find = models.CharField(max_length=400)
    replace = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=12)
    cues = models.JSONField(default=dict)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["-created_at"]
