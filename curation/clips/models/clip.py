"""Clips, their versions, and the segments of footage that a version is cut from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models import Footage


class Clip(models.Model):
    """A piece of work of an editor. What was published stays as it was: see ClipVersion."""

    title = models.CharField(_("title"), max_length=200)
    notes = models.TextField(_("notes"), blank=True)
    source_language = models.CharField(_("language of its captions"), max_length=12, default="zh-Hans")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="clips"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    forked_from = models.ForeignKey(
        "ClipVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="forks", editable=False
    )
    demo = models.BooleanField(default=False)

    class Meta:
        app_label = "curation"
        ordering = ["-updated_at"]
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        permissions = [
            ("caption_clip", _("Can write and translate captions")),
            ("approve_captions", _("Can approve captions")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> ClipVersion | None:
        """The newest version."""
        return self.versions.order_by("-number").first()


class ClipVersion(models.Model):
    """What a clip was made of at one saving; never changed afterwards."""

    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    edit = models.JSONField(default=dict, blank=True)  # look, sound, titles and brand: clips.edit.Edit
    seconds = models.FloatField(null=True, blank=True, editable=False)  # how long it lasts, with its end card
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["clip", "number"]
        constraints = [models.UniqueConstraint(fields=["clip", "number"], name="clip_version_once")]

    def __str__(self) -> str:
        return f"{self.clip} v{self.number}"

    @property
    def duration(self) -> float:
        """Seconds, as it plays: at the shots' speeds, with the end card."""
        if self.seconds is not None:
            return self.seconds
        return sum(segment.end - segment.start for segment in self.segments.all())


class Segment(models.Model):
    """A stretch of footage in a clip; seconds from the beginning of the footage."""

    version = models.ForeignKey(ClipVersion, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField(default=0)
    footage = models.ForeignKey(Footage, on_delete=models.PROTECT, related_name="segments")
    start = models.FloatField()
    end = models.FloatField()
    settings = models.JSONField(default=dict, blank=True)  # what was set for this shot: clips.edit.ShotEdit

    class Meta:
        app_label = "curation"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="segment_position_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start"), start__gte=0), name="segment_forward"),
        ]

    @property
    def speed(self) -> float:
        """1 is as filmed."""
        return float(self.settings.get("speed", 1.0))
