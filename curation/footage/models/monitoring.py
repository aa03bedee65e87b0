"""The doors of the monitoring system: its clients, what they sent, places that are watched."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.footage import Footage
from curation.footage.models.place import Station


class ApiClient(models.Model):
    """A program that may send detections and register files. Of its token only a digest is kept."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hex
    token_hint = models.CharField(max_length=12, editable=False)  # its first characters, to tell tokens apart
    active = models.BooleanField(_("active"), default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        app_label = "curation"
        ordering = ["name"]
        verbose_name = _("monitoring client")
        verbose_name_plural = _("monitoring clients")

    def __str__(self) -> str:
        return self.name


class ApiRequest(models.Model):
    """A request that was carried out, by its idempotency key: sent again, it gets the same answer."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="requests")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of method, path and body: one key, one request
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # NULL while under way
    answer = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="api_request_once")]


class WatchedPlace(models.Model):
    """A folder of this machine or a prefix of the object store whose new files are taken in."""

    class Kind(models.TextChoices):
        FOLDER = "folder", _("Folder")
        STORE = "store", _("Prefix in the object store")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    address = models.CharField(_("folder or prefix"), max_length=500, unique=True)
    station = models.ForeignKey(
        Station, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("station")
    )
    active = models.BooleanField(_("active"), default=True)
    looked_at = models.DateTimeField(null=True, blank=True, editable=False)  # when a look last came to its end
    position = models.CharField(max_length=1100, blank=True, editable=False)  # the last key that a look has listed
    taken = models.BigIntegerField(default=0, editable=False)  # files, over all time
    refused = models.BigIntegerField(default=0, editable=False)  # files that are refused now
    waiting = models.BigIntegerField(default=0, editable=False)  # files that were still to be taken after the last look
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)  # while somebody looks
    error_code = models.CharField(max_length=60, blank=True, editable=False)
    error_params = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        app_label = "curation"
        ordering = ["address"]
        verbose_name = _("watched place")
        verbose_name_plural = _("watched places")

    def __str__(self) -> str:
        # Never the address: a folder may tell a place, and this ends up in histories that everybody reads.
        return f"{self.get_kind_display()} #{self.pk}"


class WatchedFile(models.Model):
    """A file that was seen in a watched place: still growing, taken in, or refused with the reason."""

    place = models.ForeignKey(WatchedPlace, on_delete=models.CASCADE, related_name="files")
    name = models.TextField()  # relative
    size = models.BigIntegerField()
    mark = models.CharField(max_length=80)  # modification time, or the store's ETag
    state = models.CharField(
        max_length=8,
        choices=[
            ("growing", _("Still being written")),
            ("due", _("Waiting")),
            ("taken", _("Taken in")),
            ("refused", _("Refused")),
        ],
        default="growing",
    )
    footage = models.ForeignKey(Footage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "curation"
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="watched_file_once")]
        indexes = [models.Index(fields=["place", "state"], name="watched_file_state")]
