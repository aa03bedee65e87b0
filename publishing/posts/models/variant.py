"""What goes to one channel in one language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Rendition
from publishing.posts.models.channel import Channel
from publishing.posts.models.post import Post


class Variant(models.Model):
    """What goes to one channel in one language."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="variants")
    language = models.CharField(max_length=12)
    title = models.CharField(_("title"), max_length=200, blank=True)  # where the platform has titles; else the post's
    text = models.TextField(blank=True)
    alt_text = models.TextField(blank=True)
    tags = models.JSONField(_("hashtags"), default=list, blank=True)  # without #, beside those within the text
    link = models.URLField(_("link"), max_length=500, blank=True)
    thumbnail_at = models.FloatField(_("thumbnail"), null=True, blank=True)  # seconds into the clip
    options = models.JSONField(default=dict, blank=True)  # what the platform offers besides, by its own names
    derived = models.JSONField(default=dict, blank=True, editable=False)  # as the template last made it: title, text
    shape = models.CharField(max_length=8, default="16:9")
    subtitle_route = models.CharField(
        max_length=8,
        choices=[("track", _("Subtitle track")), ("burn_in", _("Burnt in")), ("none", _("None"))],
        default="burn_in",
    )
    rendition = models.ForeignKey(Rendition, null=True, blank=True, on_delete=models.PROTECT, related_name="variants")

    class Meta:
        app_label = "publishing"
        ordering = ["post", "channel", "language"]
        constraints = [models.UniqueConstraint(fields=["post", "channel", "language"], name="variant_once")]

    def __str__(self) -> str:
        return f"{self.channel} · {self.language}"
