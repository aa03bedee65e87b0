"""A partner organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A partner: a broadcaster, a museum, a school."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    country = models.CharField(
        _("country or territory"), max_length=2, blank=True, help_text=_("ISO 3166 code of two letters")
    )
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "publishing"
        ordering = ["name"]
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")

    def __str__(self) -> str:
        return self.name
