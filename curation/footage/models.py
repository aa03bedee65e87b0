"""The catalogue, in the shape of Camtrap DP 1.0.2: deployments, media (footage), observations."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.jobs.models import Job
from curation.species.models import Taxon


class Station(models.Model):
    """A place where a camera stands. Its exact position is for rangers only; everybody else sees `zone`."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    zone = models.CharField(_("zone"), max_length=80, help_text=_("The area named to everybody, such as “Hunchun”"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    coordinate_uncertainty = models.FloatField(_("coordinate uncertainty (m)"), null=True, blank=True)
    habitat = models.CharField(_("habitat"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone of its clock"), max_length=60, default="Asia/Shanghai")
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "curation"
        ordering = ["code"]
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        permissions = [("see_locations", _("Can see exact locations"))]

    def __str__(self) -> str:
        # Never the code: what a station is called ends up in histories and messages that everybody reads.
        return f"{self.zone} #{self.pk}"


class Deployment(models.Model):
    """A camera at a station for a time (Camtrap DP `deployments`)."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="deployments")
    deployment_id = models.CharField(max_length=80, unique=True)
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    camera_id = models.CharField(max_length=80, blank=True)
    camera_model = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["deployment_id"]

    def __str__(self) -> str:
        return self.deployment_id


class Footage(models.Model):
    """One file of a camera, stored once by its fingerprint (Camtrap DP `media`)."""

    class State(models.TextChoices):
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
    fingerprint = models.CharField(max_length=64, unique=True)  # BLAKE3 of the whole file, hex
    file = models.CharField(max_length=200)  # name in the store
    size = models.BigIntegerField()  # bytes
    original_name = models.TextField()
    folder = models.TextField(blank=True)  # as it was handed in, relative; may tell a place: rangers only
    tags = ArrayField(
        models.CharField(max_length=200), default=list, blank=True
    )  # folders of the hierarchy, outermost first
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
    proxy = models.CharField(max_length=200, blank=True)  # only where the original does not play in a browser
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    rarity = models.FloatField(default=0.0)  # see rarity.py
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
            models.Index(fields=["-rarity", "-id"], name="footage_rarest_first"),
            models.Index(fields=["state", "id"], name="footage_state"),
            models.Index(fields=["station", "-captured_at"], name="footage_station"),
            GinIndex(fields=["tags"], name="footage_tags"),
        ]
        permissions = [
            ("ingest_footage", _("Can bring footage in")),
            ("tag_footage", _("Can tag footage")),
            ("see_quarantine", _("Can see quarantined footage")),
        ]

    def __str__(self) -> str:
        return f"F{self.pk}"

    @property
    def playable(self) -> str:
        """Name of the stored file that a browser plays; empty where there is none."""
        if self.proxy:
            return self.proxy
        return self.file if self.probe.get("browser_playable") else ""


class Arrival(models.Model):
    """Each time a file was handed in, also when it was there already: a duplicate is linked, not stored twice."""

    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="arrivals")
    original_name = models.TextField()
    folder = models.TextField(blank=True)
    duplicate = models.BooleanField(default=False)
    origin = models.CharField(max_length=12, choices=[("folder", _("Folder")), ("upload", _("Upload"))])
    arrived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "curation"
        ordering = ["arrived_at"]


class Observation(models.Model):
    """What is seen in footage, and who or what says so (Camtrap DP `observations`)."""

    class Type(models.TextChoices):
        ANIMAL = "animal", _("Animal")
        HUMAN = "human", _("Human")
        VEHICLE = "vehicle", _("Vehicle")
        BLANK = "blank", _("Blank")
        UNKNOWN = "unknown", _("Unknown")
        UNCLASSIFIED = "unclassified", _("Unclassified")

    class Sex(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")

    class LifeStage(models.TextChoices):
        ADULT = "adult", _("Adult")
        SUBADULT = "subadult", _("Subadult")
        JUVENILE = "juvenile", _("Juvenile")

    class Method(models.TextChoices):
        HUMAN = "human", _("A person")
        MACHINE = "machine", _("A machine")

    BEHAVIORS = [
        ("walking", _("walking")),
        ("running", _("running")),
        ("standing", _("standing")),
        ("resting", _("resting")),
        ("feeding", _("feeding")),
        ("drinking", _("drinking")),
        ("hunting", _("hunting")),
        ("grooming", _("grooming")),
        ("scent-marking", _("scent-marking")),
        ("playing", _("playing")),
        ("nursing", _("nursing")),
        ("mating", _("mating")),
        ("fighting", _("fighting")),
        ("calling", _("calling")),
        ("climbing", _("climbing")),
        ("swimming", _("swimming")),
        ("flying", _("flying")),
        ("looking", _("looking at the camera")),
    ]

    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="observations")
    observation_type = models.CharField(_("type"), max_length=14, choices=Type.choices, default=Type.ANIMAL)
    taxon = models.ForeignKey(
        Taxon, null=True, blank=True, on_delete=models.PROTECT, related_name="observations", verbose_name=_("species")
    )
    count = models.PositiveIntegerField(_("number"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    life_stage = models.CharField(_("life stage"), max_length=10, choices=LifeStage.choices, blank=True)
    behavior = models.CharField(_("behaviour"), max_length=20, choices=BEHAVIORS, blank=True)
    individual_id = models.CharField(max_length=80, blank=True)
    classification_method = models.CharField(max_length=8, choices=Method.choices, default=Method.HUMAN)
    classified_by = models.CharField(max_length=120, blank=True)  # a person's name, or model and version
    classification_timestamp = models.DateTimeField(null=True, blank=True)
    classification_probability = models.FloatField(null=True, blank=True)  # 0..1, machines only
    comments = models.TextField(blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["id"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        indexes = [models.Index(fields=["taxon", "footage"], name="observation_taxon")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(classification_probability__isnull=True)
                | models.Q(classification_probability__gte=0, classification_probability__lte=1),
                name="observation_probability_0_1",
            )
        ]


class Upload(models.Model):
    """A file on its way from a browser, resumable by the tus 1.0 protocol; its bytes lie in a part file."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.TextField()
    folder = models.TextField(blank=True)
    station = models.ForeignKey(Station, null=True, blank=True, on_delete=models.SET_NULL)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    footage = models.ForeignKey(Footage, null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads")
    job = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # that takes the whole file in
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "curation"
        ordering = ["-created_at"]
