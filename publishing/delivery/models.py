"""Deliveries, their ledger, and the sandbox's own feed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.posts.models import Channel, Variant


class Delivery(models.Model):
    """One variant on its way to one channel. The row is the truth; a worker holds it by a lease."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        PREPARING = "preparing", _("Preparing")
        PUBLISHING = "publishing", _("Publishing")
        WAITING = "waiting", _("Waiting for the platform")
        PUBLISHED = "published", _("Published")
        HELD = "held", _("Held")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        MISSED = "missed", _("Missed its hour")
        UNCONFIRMED = "unconfirmed", _("Unconfirmed")
        TAKING_DOWN = "taking_down", _("Being taken down")
        TAKEN_DOWN = "taken_down", _("Taken down")

    variant = models.OneToOneField(Variant, on_delete=models.PROTECT, related_name="delivery")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the same over all tries: idempotency
    state = models.CharField(max_length=12, choices=State.choices, default=State.SCHEDULED)
    due_at = models.DateTimeField()  # UTC
    next_at = models.DateTimeField()  # when a worker shall look again
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=40, blank=True)  # the step under way or next
    step_irreversible = models.BooleanField(default=False)  # that step was announced and may have had its effect
    checkpoint = models.JSONField(default=dict, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)  # when the irreversible step was first announced
    attempts = models.PositiveSmallIntegerField(default=0)  # of the present step
    looks = models.PositiveSmallIntegerField(default=0)  # how often we looked for an unconfirmed post by ourselves
    remote_id = models.CharField(max_length=300, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "publishing"
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            # Only rows that can still move are in it: millions of past deliveries cost the due query nothing.
            models.Index(
                fields=["next_at"],
                name="delivery_due",
                condition=models.Q(state__in=["scheduled", "preparing", "publishing", "waiting", "taking_down"]),
            ),
            models.Index(fields=["next_at"], name="delivery_unconfirmed", condition=models.Q(state="unconfirmed")),
            models.Index(
                fields=["published_at"],
                name="delivery_published",
                condition=models.Q(published_at__isnull=False),
            ),
        ]
        permissions = [
            ("resolve_delivery", _("Can decide on unconfirmed deliveries")),
            ("take_down", _("Can take posts down")),
        ]

    def __str__(self) -> str:
        return f"D{self.pk}"


class LedgerEntry(models.Model):
    """One moment of a delivery; only ever added to."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="ledger")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=24)  # a key of publishing.delivery.ledger.KINDS
    step = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict, blank=True)  # what was sent and answered, without secrets
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    worker = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["at", "id"]


class SandboxPost(models.Model):
    """A post on the sandbox: Pugmark's own page that behaves like a platform, for trying out and for the demo."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="sandbox_posts")
    key = models.CharField(max_length=80, db_index=True)  # not unique: a platform does not protect us from ourselves
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    alt_text = models.TextField(blank=True)
    file = models.CharField(max_length=200, blank=True)
    poster = models.CharField(max_length=200, blank=True)
    tracks = models.JSONField(default=dict, blank=True)  # language -> WebVTT
    published_at = models.DateTimeField(auto_now_add=True)
    views = models.PositiveIntegerField(default=0, db_default=0)  # how often somebody opened its page

    class Meta:
        app_label = "publishing"
        ordering = ["-published_at", "-id"]
