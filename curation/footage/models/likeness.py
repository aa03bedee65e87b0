"""What people decide about near duplicates."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from curation.footage.models.footage import Footage


class NotDuplicate(models.Model):
    """A person looked at two pieces and they are no near duplicates; `first` has the smaller key."""

    first = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="not_duplicate_ordered"),
        ]
