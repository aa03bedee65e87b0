"""Where cameras stand, and for how long (Camtrap DP `deployments`)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.package import Package


class Station(models.Model):
    """A place where a camera stands. Its exact position is for rangers only; everybody else sees `zone`."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    zone = models.CharField(_("zone"), max_length=80, help_text=_("The area named to everybody, such as “Hunchun”"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    coordinate_uncertainty = models.FloatField(_("coordinate uncertainty (m)"), null=True, blank=True)
    habitat = models.CharField(_("habitat"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone of its clock"), max_length=60, default="Asia/Shanghai")
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "curation"
        ordering = ["code"]
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        permissions = [("see_locations", _("Can see exact locations"))]

    def __str__(self) -> str:
        # Never the code: what a station is called ends up in histories and messages that everybody reads.
        return f"{self.zone} #{self.pk}"


class Deployment(models.Model):
    """A camera at a station for a time (Camtrap DP `deployments`).

    `extra` holds the fields of the standard that Pugmark carries but does not use, by their names and as they came,
    so that an export gives them back unchanged. All of it may tell a place: for rangers only.
    """

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="deployments")
    package = models.ForeignKey(Package, null=True, blank=True, on_delete=models.SET_NULL, related_name="deployments")
    deployment_id = models.CharField(max_length=120)
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    coordinate_uncertainty = models.FloatField(null=True, blank=True)  # metres
    camera_id = models.CharField(max_length=120, blank=True)
    camera_model = models.CharField(max_length=120, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["deployment_id"]
        constraints = [
            models.UniqueConstraint(fields=["package", "deployment_id"], name="deployment_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"D{self.pk}"
