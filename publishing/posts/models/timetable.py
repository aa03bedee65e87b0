"""Many hours from one table."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Timetable(models.Model):
    """A table of posts and hours that somebody sent: tried first, applied at once or not at all, taken back at once."""

    class State(models.TextChoices):
        TRIED = "tried", _("Tried")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Taken back")

    file_name = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=60)  # of hours that name none
    state = models.CharField(max_length=10, choices=State.choices, default=State.TRIED)
    rows = models.JSONField(default=list)  # the lines as read: {"line": 2, "cells": {...}}
    report = models.JSONField(default=list)  # what was found out about each line
    kept = models.JSONField(default=dict)  # what is needed to take it back
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-created_at", "-id"]
        verbose_name = _("timetable")
        verbose_name_plural = _("timetables")

    def __str__(self) -> str:
        return self.file_name
