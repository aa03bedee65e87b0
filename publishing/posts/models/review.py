"""A round of approval of a post, driven by Wagtail's workflow."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Revision, RevisionMixin, WorkflowMixin

from publishing.posts.models.post import Post


class Review(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """What was handed in for approval. Wagtail's workflow runs on it; each handing in is a revision of its words.

    `live` is Wagtail's word for "the workflow has gone through". The post itself has its own states and moves only by
    `posts.approval`.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("post"))
    live = models.BooleanField(default=False, editable=False)  # type: ignore[assignment]  # (Wagtail's own is True)
    words = models.JSONField(default=list, blank=True)  # the variants as they were handed in
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # an edit, or somebody, took the approval away
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_for = models.CharField(max_length=12, blank=True)  # edited, sent_back, unscheduled, undone, rejected

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "publishing"
        ordering = ["-pk"]
        verbose_name = _("approval of a post")
        verbose_name_plural = _("approvals of posts")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.post)

    def publish(self, revision: Revision, user: Any = None, **_options: Any) -> None:
        """The last task was approved: Wagtail calls this. Nothing is published here but the approval."""
        type(self).objects.filter(pk=self.pk).update(live=True, live_revision=revision)
        self.live = True
