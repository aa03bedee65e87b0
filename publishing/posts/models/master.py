"""What a post says in one language, before any platform has its way with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.posts.models.post import Post


class Master(models.Model):
    """The text in one language that all variants of this language are derived from."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="masters")
    language = models.CharField(max_length=12)  # BCP-47
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)  # empty: the campaign's
    # Of the title and text in the clip's own language when this was written; another one now: it must be read again.
    source_digest = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "publishing"
        ordering = ["post", "language"]
        constraints = [models.UniqueConstraint(fields=["post", "language"], name="master_once")]

    def __str__(self) -> str:
        return f"{self.post} · {self.language}"
