"""Deliveries, their ledger, what follows upon them, who hears of them, and the sandbox's own feed."""

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
        BY_HAND = "by_hand", _("Waits for a person to post it")
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
            models.Index(fields=["next_at"], name="delivery_by_hand", condition=models.Q(state="by_hand")),
            # The list of the ledger, newest hour first; what needs a person is rare among millions of the published.
            models.Index(fields=["-due_at", "-id"], name="delivery_newest"),
            models.Index(
                fields=["-due_at", "-id"],
                name="delivery_not_published",
                condition=models.Q(
                    state__in=[
                        "scheduled",
                        "preparing",
                        "publishing",
                        "waiting",
                        "by_hand",
                        "held",
                        "failed",
                        "cancelled",
                        "missed",
                        "unconfirmed",
                        "taking_down",
                        "taken_down",
                    ]
                ),
            ),
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


class FollowUp(models.Model):
    """What is left to do once a post stands, such as caption tracks beyond a day's quota.

    Leased like a delivery. Whatever becomes of it, the post stands.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("More to come")
        DONE = "done", _("Complete")
        GIVEN_UP = "given_up", _("Given up")

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="follow_up")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    next_at = models.DateTimeField()
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    checkpoint = models.JSONField(default=dict, blank=True)  # of its own: the delivery's says how it was published
    tracks = models.JSONField(default=dict, blank=True)  # language -> {"state": sent|refused|waits, "at", "words"}
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)

    class Meta:
        app_label = "publishing"
        default_permissions = ()
        indexes = [models.Index(fields=["next_at"], name="follow_up_due", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return f"F{self.pk}"


class DeliveryNotice(models.Model):
    """What one person is to hear by mail about a delivery or a channel; waits for the next digest."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)  # a key of publishing.delivery.notices.KINDS
    params = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "publishing"
        default_permissions = ()
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["next_at"], name="delivery_notice_due", condition=models.Q(state="queued")),
            models.Index(
                fields=["recipient", "sent_at"], name="delivery_notice_told", condition=models.Q(state="sent")
            ),
        ]


class TakedownProposal(models.Model):
    """A published post whose footage may not be shown any more: a person, or the channel's rule, decides."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        TAKEN = "taken", _("Being taken down")
        KEPT = "kept", _("Left where it is")
        OVER = "over", _("The rights are back")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    code = models.CharField(max_length=60)  # with `params`, as in `Delivery.error_code`
    params = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        app_label = "publishing"
        default_permissions = ()
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery"], condition=models.Q(state="open"), name="proposal_open_once")
        ]


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
