"""Alarms: who is told of people, vehicles, fire and smoke, and whether it arrived."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.footage import Footage


class AlarmContact(models.Model):
    """Where notices go: an e-mail address, or a webhook that gets signed JSON."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    webhook = models.URLField(_("webhook"), blank=True, max_length=500)
    secret = models.BinaryField(blank=True, default=b"", editable=False)  # encrypted key of the webhook's signature
    kinds = ArrayField(models.CharField(max_length=8, choices=Footage.Alarm.choices), default=list, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        app_label = "curation"
        ordering = ["name"]
        verbose_name = _("alarm contact")
        verbose_name_plural = _("alarm contacts")

    def __str__(self) -> str:
        return self.name


class AlarmNotice(models.Model):
    """One notice to one contact, sent until it arrives or is given up."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="notices")
    contact = models.ForeignKey(AlarmContact, on_delete=models.CASCADE, related_name="notices")
    alarm = models.CharField(max_length=8, choices=Footage.Alarm.choices)
    by = models.CharField(max_length=8, choices=[("email", _("E-mail")), ("webhook", _("Webhook"))])
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    detail = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["next_at"], name="alarm_due", condition=models.Q(state="queued"))]
        constraints = [models.UniqueConstraint(fields=["footage", "contact", "alarm", "by"], name="alarm_told_once")]


class AlarmRelease(models.Model):
    """A person looked at an alarm and let the footage go. What machines say of this kind no longer raises one there;
    what people say later does."""

    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="releases")
    alarm = models.CharField(max_length=8, choices=Footage.Alarm.choices, blank=True)  # empty: quarantined by hand
    false_alarm = models.BooleanField(default=False)  # nothing of the kind is to be seen
    reason = models.CharField(max_length=300)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["-released_at"]
