"""What a machine wrote about a file, kept whole."""

from __future__ import annotations

from django.db import models

from curation.footage.models.footage import Footage
from curation.footage.models.package import Package


class MachineResult(models.Model):
    """One entry of a MegaDetector or SpeciesNet file, as it came. Observations are derived from it."""

    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="machine_results")
    package = models.ForeignKey(Package, null=True, blank=True, on_delete=models.CASCADE, related_name="results")
    model = models.CharField(max_length=120)  # name and version
    payload = models.JSONField()

    class Meta:
        app_label = "curation"
        ordering = ["id"]
