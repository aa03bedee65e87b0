"""Channels, posts and variants."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Clip, ClipVersion, Rendition


class Channel(models.Model):
    """An account on a platform. `sealed` holds its secrets, encrypted; `seal` opens it."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DISCONNECTED = "disconnected", _("Must be reconnected")

    name = models.CharField(_("name"), max_length=120)
    platform = models.CharField(_("platform"), max_length=40)
    settings = models.JSONField(default=dict, blank=True)
    sealed = models.TextField(blank=True, editable=False)
    handle = models.CharField(max_length=200, blank=True)
    url = models.URLField(blank=True)
    time_zone = models.CharField(_("time zone of its audience"), max_length=60, default="Asia/Shanghai")
    languages = models.JSONField(_("languages"), default=list, blank=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.ACTIVE)
    state_reason = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "publishing"
        ordering = ["name"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.name


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
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    due_at = models.DateTimeField(_("hour"), null=True, blank=True)  # UTC
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Shanghai")  # in which the hour was chosen
    tolerance = models.PositiveIntegerField(_("may be late by (minutes)"), default=60)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
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


class Variant(models.Model):
    """What goes to one channel in one language."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="variants")
    language = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    alt_text = models.TextField(blank=True)
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
