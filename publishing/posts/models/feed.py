"""A person's calendar as other programs read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """An address with a secret in it. Only the secret's digest is kept: the address is shown once, when it is made."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the secret, in hexadecimal
    asked = models.JSONField(default=dict, blank=True)  # what the calendar was filtered by, as in its address
    language = models.CharField(max_length=12, default="en")  # of the words in it
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-created_at", "-id"]
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return self.name
