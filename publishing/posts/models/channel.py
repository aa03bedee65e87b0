"""An account on a platform."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.Model):
    """An account on a platform. `sealed` holds its secrets, encrypted; `seal` opens it."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DISCONNECTED = "disconnected", _("Must be reconnected")

    class Takedown(models.TextChoices):
        PROPOSE = "propose", _("Ask a person")
        AT_ONCE = "at_once", _("Take it down at once")

    name = models.CharField(_("name"), max_length=120)
    platform = models.CharField(_("platform"), max_length=40)
    settings = models.JSONField(default=dict, blank=True)
    sealed = models.TextField(blank=True, editable=False)
    handle = models.CharField(max_length=200, blank=True)
    url = models.URLField(blank=True)
    two_person = models.BooleanField(_("a second person must approve"), default=False)
    takedown = models.CharField(
        _("when the rights to a published clip end"), max_length=8, choices=Takedown.choices, default=Takedown.PROPOSE
    )
    # The hours at which this channel likes to post: [{"days": [0..6, Monday is 0], "at": "19:30"}], in `time_zone`.
    slots = models.JSONField(_("slots"), default=list, blank=True)
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
