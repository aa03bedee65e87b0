"""What several posts are made for together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """Posts that belong together: Global Tiger Day, a film, a season. `slug` is the utm_campaign of their links."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("name in links"), max_length=60, unique=True)
    colour = models.CharField(_("colour"), max_length=7, default="#1f4d3a")  # #rrggbb, the stripe of its posts
    link = models.URLField(_("page it leads to"), max_length=500, blank=True)
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    archived = models.BooleanField(_("over"), default=False)
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "publishing"
        ordering = ["archived", "name"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return self.name
