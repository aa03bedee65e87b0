"""A partner asks for footage that its agreement does not cover."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.partners.models.agreement import Agreement
from publishing.partners.models.member import Member


class FootageRequest(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("Open")
        AGREED = "agreed", _("Agreed to")
        DECLINED = "declined", _("Declined")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="requests")
    words = models.TextField(_("what you are looking for"), max_length=2000)
    use = models.CharField(_("for what use"), max_length=12, choices=Agreement.Use.choices)
    needed_on = models.DateField(_("needed by"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, max_length=2000)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-created_at"]
        verbose_name = _("request of a partner")
        verbose_name_plural = _("requests of partners")

    def __str__(self) -> str:
        return self.words[:60]
