"""What is said about a caption while it is worked on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models.captions import Cue


class CaptionRemark(models.Model):
    """A comment on one caption. It goes with its caption; open ones are counted and forbid nothing."""

    cue = models.ForeignKey(Cue, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField(_("comment"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        app_label = "curation"
        ordering = ["created_at", "id"]
