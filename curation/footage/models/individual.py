"""Known animals, one by one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from curation.footage.models.footage import Footage
from curation.species.models import Taxon


class Individual(models.Model):
    """The dossier of one animal. `code` is its name in science, such as T-07 (Camtrap DP `individualID`)."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")

    code = models.CharField(_("code"), max_length=80, unique=True)
    taxon = models.ForeignKey(Taxon, on_delete=models.PROTECT, related_name="individuals", verbose_name=_("species"))
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    born = models.CharField(
        _("born"), max_length=10, blank=True, help_text=_("A year, a month or a day: 2021, 2021-06")
    )
    mother = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="young", verbose_name=_("mother")
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken", editable=False
    )  # the dossier that this one turned out to be; its names stay findable
    marks = models.TextField(_("marks"), blank=True)  # what tells it from others
    notes = models.TextField(_("notes"), blank=True)
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "curation"
        ordering = ["code"]
        verbose_name = _("individual")
        verbose_name_plural = _("individuals")

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Its name in a language, else in English, else its code."""
        names = {name.language.lower(): name.name for name in self.names.all()}
        return names.get(language.lower()) or names.get("en") or self.code


class IndividualName(models.Model):
    """What people call it, in one language."""

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=120)

    class Meta:
        app_label = "curation"
        constraints = [
            models.UniqueConstraint(fields=["individual", "language"], name="individual_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class IndividualPicture(models.Model):
    """A still that shows one side of it, taken from footage."""

    class Side(models.TextChoices):
        LEFT = "left", _("Left flank")
        RIGHT = "right", _("Right flank")
        FRONT = "front", _("Front")
        OTHER = "other", _("Other")

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="pictures")
    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="individual_pictures")
    at = models.FloatField()  # seconds from the start of the footage
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.OTHER)
    picture = models.CharField(max_length=300)  # name in the store
    best = models.BooleanField(default=False)

    class Meta:
        app_label = "curation"
        ordering = ["-best", "id"]


class IndividualMerge(models.Model):
    """Two dossiers that were one animal: what moved from `taken` to `kept`, so that it can be undone."""

    kept = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    taken = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    observations = ArrayField(models.BigIntegerField(), default=list)  # primary keys of what moved
    pictures = ArrayField(models.BigIntegerField(), default=list)
    young = ArrayField(models.BigIntegerField(), default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
        ordering = ["-merged_at"]
