"""What editors tell each other about a moment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models.clip import Clip
from curation.footage.models import Footage


class Remark(models.Model):
    """A marker, or with text a comment, at a moment of footage in a clip; a new cut leaves it with its picture.

    seconds: of the footage, from its beginning. An answer points at what it answers and has no place of its own.
    """

    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="remarks")
    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="+")
    seconds = models.FloatField()
    text = models.TextField(_("comment"), blank=True)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answered_by")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        app_label = "curation"
        ordering = ["seconds", "id"]
        constraints = [models.CheckConstraint(condition=models.Q(seconds__gte=0), name="remark_in_footage")]
