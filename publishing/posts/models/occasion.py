"""The house's own occasions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Occasion(models.Model):
    """A day, or some days, that the house marks. Those that the world marks stand in `posts.calendar.occasions`."""

    name = models.CharField(_("name"), max_length=120)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    on = models.DateField(_("day"))  # of the first year, where it comes every year
    until = models.DateField(_("last day"), null=True, blank=True)
    yearly = models.BooleanField(_("every year"), default=True)
    countries = models.JSONField(_("countries"), default=list, blank=True)  # ISO 3166 alpha-2; empty is everywhere
    note = models.CharField(_("note"), max_length=300, blank=True)
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "publishing"
        ordering = ["on", "id"]
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")

    def __str__(self) -> str:
        return self.name
