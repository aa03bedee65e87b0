"""A clip that partners may find, if an agreement covers it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Clip, ClipVersion
from curation.jobs.models import Job


class Offer(models.Model):
    """One version of a clip, read by a person and by the guard, with what partners are told of it.

    Without an offer no agreement shows a clip: what an editor is still cutting stays in the house.
    """

    clip = models.OneToOneField(Clip, on_delete=models.CASCADE, related_name="offer")
    version = models.ForeignKey(ClipVersion, on_delete=models.CASCADE, related_name="+")
    titles = models.JSONField(default=dict)  # by language of the interface: en, zh-hans
    summaries = models.JSONField(default=dict, blank=True)
    preview = models.CharField(max_length=200, blank=True)  # a small film with words across it
    poster = models.CharField(max_length=200, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-offered_at"]
        verbose_name = _("clip for partners")
        verbose_name_plural = _("clips for partners")
        permissions = [("offer_clip", _("Can offer clips to partners"))]

    def __str__(self) -> str:
        return str(self.titles.get("en") or self.clip)

    def title_in(self, language: str) -> str:
        """Its title in a language of the interface, else in another one."""
        return _in(self.titles, language) or self.clip.title

    def summary_in(self, language: str) -> str:
        return _in(self.summaries, language)


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language.lower()) or next((text for text in texts.values() if text), "")
