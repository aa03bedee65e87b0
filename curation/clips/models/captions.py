"""The captions of a clip: a track for each language, a cue for each caption."""

from __future__ import annotations

from django.conf import settings as configuration  # a cue has `settings` of its own
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models.clip import Clip


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
        configuration.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assignee = models.ForeignKey(
        configuration.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="caption_tracks"
    )
    due = models.DateField(null=True, blank=True)
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
        CHECKED = "checked", _("Checked by the first reader")  # where the language wants two
        APPROVED = "approved", _("Approved")
        STALE = "stale", _("Out of date")

    class Method(models.TextChoices):
        """Where the text came from first; a person's change makes it a person's."""

        PERSON = "person", _("Written by a person")
        MEMORY = "memory", _("From the memory")
        FUZZY = "fuzzy", _("From a similar sentence of the memory")
        MACHINE = "machine", _("By machine")
        REWRITTEN = "rewritten", _("By machine, after the source was made plainer")
        MENDED = "mended", _("By machine, with a term put right")
        IMPORT = "import", _("From a file")
        SPEECH = "speech", _("Heard by machine")
        TAGS = "tags", _("From the tags")

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
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.PERSON)
    match = models.PositiveSmallIntegerField(null=True, blank=True)  # of the memory, 0 to 100
    # What was known when it was suggested: memory, terms, alternatives, flags (translation.pipeline.Proposal).
    provenance = models.JSONField(default=dict, blank=True)
    checked_by = models.ForeignKey(
        configuration.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        configuration.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["track", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start"), start__gte=0), name="cue_forward")
        ]
