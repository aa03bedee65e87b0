"""Bursts of a station: what belongs together in time."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.package import Package
from curation.footage.models.place import Deployment, Station


class Event(models.Model):
    """Footage of one station with no longer gap between two pieces than was set (Camtrap DP `eventID`)."""

    package = models.ForeignKey(Package, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    station = models.ForeignKey(Station, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    deployment = models.ForeignKey(Deployment, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    event_id = models.CharField(max_length=200, blank=True)  # as a package named it; empty for our own
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        app_label = "curation"
        ordering = ["start"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["station", "start"], name="event_station")]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "deployment", "event_id"],
                name="event_once",
                condition=~models.Q(event_id=""),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"E{self.pk}"


class EventSetting(models.Model):
    """The desk's own gap between two events, one row; without it EVENT_GAP_SECONDS holds."""

    gap_seconds = models.PositiveIntegerField(
        _("longest gap within an event, in seconds"),
        validators=[MinValueValidator(1), MaxValueValidator(86_400)],
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "curation"


class EventDue(models.Model):
    """A stretch of a station's time in which footage has come in or changed, until its events have been formed."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="+")
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        app_label = "curation"
