"""That there is demo content, and who was invented for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Demonstration(models.Model):
    """The one row that remembers the demo: it is made once, and never again after it was removed."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # empty: interrupted, or still being made
    removed_at = models.DateTimeField(null=True, blank=True)
    seconds = models.JSONField(default=dict, blank=True)  # by step, as it was made

    class Meta:
        app_label = "publishing"


class DemoPerson(models.Model):
    """Somebody invented for the demo. Their passphrase is derived, see `people.passphrase`, and stored nowhere."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo_person")
    name = models.CharField(max_length=40)  # key of `people.PEOPLE`; the login may differ where it was taken

    class Meta:
        app_label = "publishing"
        ordering = ["pk"]
