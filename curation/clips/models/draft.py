"""What an editor has changed and not saved yet: kept by the server as it is typed, one for each editor and clip."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models.clip import Clip


class ClipDraft(models.Model):
    """An unsaved edit. `document` is the studio's own state; it is checked when it is saved as a version.

    A draft without a clip is one of a clip that has no version yet; `key` tells an editor's own apart.
    """

    clip = models.ForeignKey(Clip, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=40, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="clip_drafts")
    base_version = models.PositiveIntegerField(null=True, blank=True)  # the version's number that it was begun with
    document = models.JSONField(default=dict)
    changed_at = models.DateTimeField(null=True, blank=True)  # None: open in a studio, nothing changed
    seen_at = models.DateTimeField(_("last seen"))  # when its studio was last heard of

    class Meta:
        app_label = "curation"
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["clip", "author", "key"], name="draft_once", nulls_distinct=False)
        ]
