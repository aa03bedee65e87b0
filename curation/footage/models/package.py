"""A data set that came in as a whole, such as a Camtrap DP package."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Package(models.Model):
    """A package and its own words about itself; `metadata` is its descriptor as it came, for the way out."""

    class Format(models.TextChoices):
        CAMTRAP_DP = "camtrap-dp", "Camtrap DP"
        MEGADETECTOR = "megadetector", "MegaDetector"
        SPECIESNET = "speciesnet", "SpeciesNet"
        MONITORING = "monitoring", _("Monitoring system")

    format = models.CharField(max_length=20, choices=Format.choices)
    name = models.CharField(max_length=200)
    identifier = models.CharField(max_length=200, unique=True)  # the package's own id, else its content's fingerprint
    metadata = models.JSONField(default=dict, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["-imported_at"]
        verbose_name = _("package")
        verbose_name_plural = _("packages")

    def __str__(self) -> str:
        return self.name
