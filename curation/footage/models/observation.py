"""What is seen in footage, and who or what says so (Camtrap DP `observations`)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.bulk import BulkEdit
from curation.footage.models.event import Event
from curation.footage.models.footage import Footage
from curation.footage.models.individual import Individual
from curation.footage.models.package import Package
from curation.footage.models.place import Deployment
from curation.species.models import Taxon


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

    # Of one piece of footage, or (observation level "event") of a whole event: then `footage` is NULL.
    footage = models.ForeignKey(Footage, null=True, blank=True, on_delete=models.CASCADE, related_name="observations")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="observations")
    deployment = models.ForeignKey(
        Deployment, null=True, blank=True, on_delete=models.CASCADE, related_name="observations"
    )
    package = models.ForeignKey(Package, null=True, blank=True, on_delete=models.SET_NULL, related_name="observations")
    observation_id = models.CharField(max_length=200, blank=True)  # Camtrap DP observationID, as it came
    event_start = models.DateTimeField(null=True, blank=True)
    event_end = models.DateTimeField(null=True, blank=True)
    observation_type = models.CharField(_("type"), max_length=14, choices=Type.choices, default=Type.ANIMAL)
    taxon = models.ForeignKey(
        Taxon, null=True, blank=True, on_delete=models.PROTECT, related_name="observations", verbose_name=_("species")
    )
    count = models.PositiveIntegerField(_("number"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    life_stage = models.CharField(_("life stage"), max_length=10, choices=LifeStage.choices, blank=True)
    behavior = models.CharField(_("behaviour"), max_length=120, choices=BEHAVIORS, blank=True)
    individual = models.ForeignKey(
        Individual, null=True, blank=True, on_delete=models.SET_NULL, related_name="observations"
    )
    individual_by = models.CharField(
        max_length=200, blank=True, db_default=""
    )  # who says that it is this one: a person's name, or model and version
    individual_at = models.DateTimeField(null=True, blank=True)
    individual_label = models.CharField(max_length=120, blank=True)  # as a package named it
    bbox = ArrayField(models.FloatField(), size=4, null=True, blank=True)  # x, y, width, height in 0..1
    extra = models.JSONField(default=dict, blank=True)  # fields of the standard that are only carried, as they came
    bulk = models.ForeignKey(BulkEdit, null=True, blank=True, on_delete=models.SET_NULL, related_name="observations")
    # What the desk decided to say: a person's word that counts before all others (Camtrap DP knows it as human).
    editorial = models.BooleanField(default=False, db_default=False)
    classification_method = models.CharField(max_length=8, choices=Method.choices, default=Method.HUMAN)
    classified_by = models.CharField(max_length=200, blank=True)  # a person's name, or model and version
    classification_timestamp = models.DateTimeField(null=True, blank=True)
    classification_probability = models.FloatField(null=True, blank=True)  # 0..1, machines only
    comments = models.TextField(blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["id"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        indexes = [
            models.Index(fields=["taxon", "footage"], name="observation_taxon"),
            models.Index(
                fields=["individual_label"],
                name="observation_label",
                condition=models.Q(individual__isnull=True) & ~models.Q(individual_label=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(footage__isnull=False) | models.Q(event__isnull=False),
                name="observation_of_something",
            ),
            models.UniqueConstraint(
                fields=["package", "observation_id"],
                name="observation_once",
                condition=~models.Q(observation_id=""),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(classification_probability__isnull=True)
                | models.Q(classification_probability__gte=0, classification_probability__lte=1),
                name="observation_probability_0_1",
            ),
        ]
