"""A clip that goes out at an hour."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Clip, ClipVersion
from publishing.posts.models.campaign import Campaign


class Post(models.Model):
    """A clip that goes out at an hour, in as many variants as there are channels and languages."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        CLOSED = "closed", _("Closed")

    title = models.CharField(_("title"), max_length=200)
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, related_name="posts", verbose_name=_("clip"))
    version = models.ForeignKey(
        ClipVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )  # fixed when scheduled
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts", verbose_name=_("campaign")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    due_at = models.DateTimeField(_("hour"), null=True, blank=True)  # UTC
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Shanghai")  # in which the hour was chosen
    tolerance = models.PositiveIntegerField(_("may be late by (minutes)"), default=60)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # who changed last what goes out
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    demo = models.BooleanField(default=False)

    class Meta:
        app_label = "publishing"
        ordering = ["due_at", "id"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        permissions = [("approve_post", _("Can approve posts")), ("schedule_post", _("Can schedule posts"))]
        indexes = [models.Index(fields=["due_at"], name="post_due")]

    def __str__(self) -> str:
        return self.title
