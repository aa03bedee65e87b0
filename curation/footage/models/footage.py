"""Footage: the files of the cameras (Camtrap DP `media`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.event import Event
from curation.footage.models.package import Package
from curation.footage.models.place import Deployment, Station

if TYPE_CHECKING:
    from curation.footage.models.observation import Observation


class Footage(models.Model):
    """One file of a camera, stored once by its fingerprint (Camtrap DP `media`).

    `catalogued` footage is known from a package or the monitoring system and can be searched, but nobody has read its
    file yet: there is no picture, and perhaps no file (`file` is empty then and `fingerprint` is NULL).
    An `alarm` (people, vehicles, fire, smoke) hides footage from everybody without `see_quarantine`, in every state.
    """

    class State(models.TextChoices):
        CATALOGUED = "catalogued", _("In the archive")
        REGISTERED = "registered", _("Waiting")
        PROBING = "probing", _("Being read")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        QUARANTINED = "quarantined", _("Quarantined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Light(models.TextChoices):
        DAY = "day", _("Day")
        NIGHT = "night", _("Night (infrared)")
        UNKNOWN = "", _("Unknown")

    state = models.CharField(max_length=12, choices=State.choices, default=State.REGISTERED)

    class Alarm(models.TextChoices):
        HUMAN = "human", _("People")
        VEHICLE = "vehicle", _("Vehicle")
        FIRE = "fire", _("Fire")
        SMOKE = "smoke", _("Smoke")

    fingerprint = models.CharField(max_length=64, unique=True, null=True, blank=True)  # BLAKE3 of the whole file, hex
    file = models.CharField(max_length=300, blank=True)  # name in the store; empty where the file is not here
    size = models.BigIntegerField(default=0)  # bytes
    original_name = models.TextField()
    folder = models.TextField(blank=True)  # as it was handed in, relative; may tell a place: rangers only
    tags = ArrayField(
        models.CharField(max_length=200), default=list, blank=True
    )  # folders of the hierarchy, outermost first
    package = models.ForeignKey(Package, null=True, blank=True, on_delete=models.SET_NULL, related_name="footage")
    media_id = models.CharField(max_length=200, blank=True)  # Camtrap DP mediaID, or the monitoring system's own number
    source_path = models.TextField(blank=True)  # Camtrap DP filePath as it came; may tell a place: rangers only
    media_type = models.CharField(max_length=60, blank=True)  # IANA media type, such as video/mp4
    extra = models.JSONField(default=dict, blank=True)  # fields of the standard that are only carried, as they came
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="footage")
    station = models.ForeignKey(Station, null=True, blank=True, on_delete=models.PROTECT, related_name="footage")
    deployment = models.ForeignKey(Deployment, null=True, blank=True, on_delete=models.PROTECT, related_name="footage")
    captured_at = models.DateTimeField(null=True, blank=True)
    captured_source = models.CharField(max_length=20, blank=True)  # container, file_name, folder, person
    captured_exact = models.BooleanField(
        default=True
    )  # False where only the day is known; the time of day is then midnight
    light = models.CharField(max_length=8, choices=Light.choices, default=Light.UNKNOWN, blank=True)
    duration = models.FloatField(null=True, blank=True)  # seconds
    width = models.PositiveIntegerField(null=True, blank=True)  # pixels, as displayed
    height = models.PositiveIntegerField(null=True, blank=True)
    frame_rate = models.FloatField(null=True, blank=True)
    probe = models.JSONField(
        default=dict, blank=True
    )  # curation.video.probe.Probe.to_dict(); may tell a place: rangers only
    poster = models.CharField(max_length=200, blank=True)
    scrub_sheet = models.CharField(max_length=200, blank=True)
    scrub = models.JSONField(default=dict, blank=True)  # columns, rows, tile_width, tile_height, interval, count
    waveform = models.CharField(
        max_length=200, blank=True, default="", db_default=""
    )  # of the sound, curation.video.audio.waveform; empty also where it was not asked for yet
    proxy = models.CharField(max_length=200, blank=True)  # only where the original does not play in a browser
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    motion = models.JSONField(default=dict, blank=True)  # curation.video.surveying.motion.Motion.to_dict()
    animal_share = models.FloatField(null=True, blank=True)  # 0..1, largest share of the picture that an animal takes
    sharpness = models.FloatField(null=True, blank=True)  # 0..1
    exposure = models.FloatField(null=True, blank=True)  # 0..1, mean brightness
    blank = models.BooleanField(null=True, blank=True)  # nothing moves in it
    quality = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 poor, 1 fair, 2 good, 3 very good
    likeness = ArrayField(models.BigIntegerField(), default=list, blank=True)  # curation.video.surveying.likeness
    likeness_bands = ArrayField(models.IntegerField(), default=list, blank=True)
    likeness_group = models.BigIntegerField(null=True, blank=True)  # near duplicates share the smallest key among them
    likeness_best = models.BooleanField(default=False, db_default=False)  # chosen by a person as the best of its group
    alarm = models.CharField(max_length=8, choices=Alarm.choices, blank=True)
    alarm_at = models.DateTimeField(null=True, blank=True)  # when it was raised
    embargo_until = models.DateTimeField(null=True, blank=True)
    withheld_reason = models.CharField(max_length=300, blank=True)  # of a quarantine or a withdrawal
    notes = models.TextField(blank=True)
    demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["-captured_at", "-id"]
        verbose_name = _("footage")
        verbose_name_plural = _("footage")
        indexes = [
            models.Index(
                models.F("captured_at").desc(nulls_last=True), models.F("id").desc(), name="footage_newest_first"
            ),
            models.Index(fields=["state", "id"], name="footage_state"),
            models.Index(
                models.F("alarm_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="footage_in_quarantine",
                condition=models.Q(state="quarantined") | models.Q(alarm__gt=""),
            ),
            models.Index(fields=["station", "-captured_at"], name="footage_station"),
            GinIndex(fields=["tags"], name="footage_tags"),
            GinIndex(fields=["likeness_bands"], name="footage_likeness"),
            models.Index(
                fields=["likeness_group"],
                name="footage_likeness_group",
                condition=models.Q(likeness_group__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "media_id"],
                name="footage_media_id",
                condition=~models.Q(media_id=""),
                nulls_distinct=False,
            ),
        ]
        permissions = [
            ("ingest_footage", _("Can bring footage in")),
            ("tag_footage", _("Can tag footage")),
            ("see_quarantine", _("Can see quarantined footage")),
            ("release_quarantine", _("Can release footage from quarantine")),
            ("bulk_tag_footage", _("Can tag many pieces of footage at once")),
            ("export_footage", _("Can export footage and observations")),
        ]

    said: list[Observation] | None = None
    """What is said of it and of its event, where a list has gathered that; no column."""

    def __str__(self) -> str:
        return f"F{self.pk}"

    @property
    def playable(self) -> str:
        """Name of the stored file that a browser plays; empty where there is none."""
        if self.proxy:
            return self.proxy
        return self.file if self.probe.get("browser_playable") else ""


class FootageText(models.Model):
    """Words said about footage elsewhere, for the search: titles and captions of the clips made of it."""

    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="texts")
    source = models.CharField(max_length=60)  # whose words: "clip:12", "captions:7"; written anew as a whole
    text = models.TextField()

    class Meta:
        app_label = "curation"
        constraints = [models.UniqueConstraint(fields=["footage", "source"], name="footage_text_once")]
        indexes = [models.Index(fields=["source"], name="footage_text_source")]
