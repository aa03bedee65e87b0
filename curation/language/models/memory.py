"""Sentences that people approved, with their translations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MemoryUnit(models.Model):
    """A sentence and how it was translated. Of one sentence only the newest approved translation stays.

    A trigger of the table (its migration) stamps each written row with the transaction, by which `following` finds what
    is new. Rows are never deleted while a process may know them: `removed_at` takes them out.
    """

    class Origin(models.TextChoices):
        APPROVED = "approved", _("Approved caption")
        IMPORTED = "imported", _("Imported")
        WRITTEN = "written", _("Written in the memory")

    source_language = models.CharField(max_length=12)
    target_language = models.CharField(max_length=12)
    source = models.TextField(_("source"))
    target = models.TextField(_("translation"))
    source_hash = models.CharField(max_length=64)  # of the source without differences of white space
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.APPROVED)
    clip_id = models.BigIntegerField(null=True, blank=True)  # a number only: clips stand above this chapter
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    uses = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["-updated_at", "-id"]
        verbose_name = _("memory unit")
        verbose_name_plural = _("memory units")
        constraints = [
            models.UniqueConstraint(
                fields=["source_language", "target_language", "source_hash"], name="memory_source_once"
            ),
        ]
        indexes = [models.Index(fields=["-updated_at", "-id"], name="memory_newest")]

    def __str__(self) -> str:
        return self.source[:80]
