"""Partner organisations and agreements."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Clip


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


class Agreement(models.Model):
    """What an organisation may use, for what and until when."""

    class Use(models.TextChoices):
        EDITORIAL = "editorial", _("Editorial")
        BROADCAST = "broadcast", _("Broadcast")
        SOCIAL = "social", _("Social media")
        EDUCATION = "education", _("Education")
        RESEARCH = "research", _("Research")
        COMMERCIAL = "commercial", _("Commercial")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="agreements", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    use = models.CharField(_("use"), max_length=12, choices=Use.choices, default=Use.EDITORIAL)
    clips = models.ManyToManyField(Clip, blank=True, related_name="agreements", verbose_name=_("clips"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    credit_line = models.CharField(_("credit line"), max_length=200, blank=True)
    terms = models.TextField(_("terms"), blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-starts_on"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return self.title
