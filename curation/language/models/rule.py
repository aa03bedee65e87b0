"""What holds for the captions of one language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LanguageRule(models.Model):
    """A language without a row has the defaults: one reader, machine translation allowed."""

    language = models.CharField(max_length=12, unique=True)
    second_review = models.BooleanField(_("a second reader must approve"), default=False)
    machine = models.BooleanField(_("machine translation is allowed"), default=True)

    class Meta:
        app_label = "curation"
        ordering = ["language"]
        default_permissions = ("view", "change")
        verbose_name = _("rule of a language")
        verbose_name_plural = _("rules of languages")

    def __str__(self) -> str:
        return self.language
