"""How the house words its posts: a pattern for each platform and language, and the hashtags it always offers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TextTemplate(models.Model):
    """A pattern with placeholders. Without a platform it holds for all, without a language for every language."""

    platform = models.CharField(_("platform"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)  # BCP-47
    title = models.CharField(_("title"), max_length=200, blank=True, default="{title}")
    body = models.TextField(_("text"), max_length=5000)
    hashtags = models.PositiveSmallIntegerField(_("hashtags at most"), default=3)  # that {hashtags} puts in
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "publishing"
        ordering = ["platform", "language"]
        verbose_name = _("text template")
        verbose_name_plural = _("text templates")
        constraints = [models.UniqueConstraint(fields=["platform", "language"], name="text_template_once")]

    def __str__(self) -> str:
        return f"{self.platform or '*'} · {self.language or '*'}"


class HouseTags(models.Model):
    """Hashtags of the house in one language, without #: offered for every post, put in after those of the species."""

    language = models.CharField(_("language"), max_length=12, unique=True)
    tags = models.JSONField(_("hashtags"), default=list, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["language"]
        verbose_name = _("hashtags of the house")
        verbose_name_plural = _("hashtags of the house")

    def __str__(self) -> str:
        return self.language
