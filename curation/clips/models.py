"""Clips, their versions and segments; caption tracks and cues; renditions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models import Footage
from curation.jobs.models import Job


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
        """Seconds."""
        return sum(segment.end - segment.start for segment in self.segments.all())


class Segment(models.Model):
    """A stretch of footage in a clip; seconds from the beginning of the footage."""

    version = models.ForeignKey(ClipVersion, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField(default=0)
    footage = models.ForeignKey(Footage, on_delete=models.PROTECT, related_name="segments")
    start = models.FloatField()
    end = models.FloatField()

    class Meta:
        app_label = "curation"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="segment_position_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start"), start__gte=0), name="segment_forward"),
        ]


class CaptionTrack(models.Model):
    """The captions of a clip in one language. The track in the clip's source language has no `source`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        MACHINE = "machine", _("Machine translated")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        STALE = "stale", _("Out of date")

    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="tracks")
    language = models.CharField(max_length=12)  # BCP-47
    source = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="translations")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)  # rises with every change; an editor with an old one is told
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "curation"
        ordering = ["clip", "language"]
        constraints = [models.UniqueConstraint(fields=["clip", "language"], name="track_language_once")]


class Cue(models.Model):
    """One caption; times in seconds from the beginning of the clip. A translation points at its source cue."""

    class State(models.TextChoices):
        EMPTY = "empty", _("Empty")  # also what the engine was unsure of: left to a person
        MACHINE = "machine", _("Machine")
        EDITED = "edited", _("Edited")
        APPROVED = "approved", _("Approved")
        STALE = "stale", _("Out of date")

    track = models.ForeignKey(CaptionTrack, on_delete=models.CASCADE, related_name="cues")
    source_cue = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="translations")
    start = models.FloatField()
    end = models.FloatField()
    text = models.TextField(blank=True)
    settings = models.CharField(max_length=200, blank=True)  # WebVTT cue settings
    state = models.CharField(max_length=10, choices=State.choices, default=State.EDITED)
    source_hash = models.CharField(max_length=64, blank=True)  # of the source text that was translated
    engine = models.CharField(max_length=120, blank=True)  # engine and model that suggested the text
    confidence = models.FloatField(null=True, blank=True)
    abstained = models.CharField(max_length=60, blank=True)  # why the engine left it to a person

    class Meta:
        app_label = "curation"
        ordering = ["track", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start"), start__gte=0), name="cue_forward")
        ]


class Rendition(models.Model):
    """A finished file: one version in one shape, with captions in one language burnt in, or none."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RENDERING = "rendering", _("Rendering")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    version = models.ForeignKey(ClipVersion, on_delete=models.CASCADE, related_name="renditions")
    shape = models.CharField(max_length=8, default="16:9")
    language = models.CharField(max_length=12, blank=True)  # of the burnt captions; empty: a clean master
    cues = models.JSONField(default=list, blank=True)  # the captions as they were burnt: [[start, end, text], ...]
    digest = models.CharField(max_length=64, db_index=True)  # hash of everything that goes in
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=200, blank=True)
    poster = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.FloatField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    proof = models.JSONField(default=dict, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "shape", "language", "digest"], name="rendition_once")
        ]
