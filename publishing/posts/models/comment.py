"""What people say to each other about a post."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.posts.models.post import Post
from publishing.posts.models.variant import Variant


class Comment(models.Model):
    """A remark on a post, or on one of its cells: a variant. Kept when the cell is gone; `cell` then still names it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    variant = models.ForeignKey(Variant, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    cell = models.CharField(max_length=160, blank=True)  # channel and language, as they were called
    text = models.TextField(_("comment"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "publishing"
        ordering = ["created_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]
