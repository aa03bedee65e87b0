"""How files came in: handed in before, or on their way now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.footage import Footage
from curation.footage.models.place import Station
from curation.jobs.models import Job


class Arrival(models.Model):
    """Each time a file was handed in, also when it was there already: a duplicate is linked, not stored twice."""

    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="arrivals")
    original_name = models.TextField()
    folder = models.TextField(blank=True)
    duplicate = models.BooleanField(default=False)
    origin = models.CharField(
        max_length=12,
        choices=[
            ("folder", _("Folder")),
            ("upload", _("Upload")),
            ("watched", _("Watched folder")),
            ("store", _("Object store")),
            ("api", _("Monitoring system")),
            ("package", _("Package")),
        ],
    )
    arrived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["arrived_at"]


class Upload(models.Model):
    """A file on its way from a browser, resumable by the tus 1.0 protocol; its bytes lie in a part file."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.TextField()
    folder = models.TextField(blank=True)
    station = models.ForeignKey(Station, null=True, blank=True, on_delete=models.SET_NULL)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    footage = models.ForeignKey(Footage, null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads")
    job = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # that takes the whole file in
    multipart_id = models.CharField(
        max_length=1100, blank=True
    )  # the store's own number where the file goes there directly
    key = models.CharField(max_length=300, blank=True)  # where in the store its parts gather
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "curation"
        ordering = ["-created_at"]
