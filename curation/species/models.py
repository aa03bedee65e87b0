"""Taxa and their names."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Taxon(models.Model):
    """A species or subspecies. Categories carry their source: `sources` maps a field to the list it was read from."""

    scientific_name = models.CharField(max_length=120, unique=True)
    taxon_rank = models.CharField(max_length=20, default="species")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=12, choices=[("mammal", _("Mammal")), ("bird", _("Bird"))])
    class_name = models.CharField(max_length=40)
    order = models.CharField(max_length=40)
    family = models.CharField(max_length=40)
    genus = models.CharField(max_length=40)
    synonyms = models.JSONField(default=list, blank=True)
    iucn_category = models.CharField(max_length=4, blank=True)  # IUCN Red List: LC, NT, VU, EN, CR
    national_protection = models.CharField(max_length=2, blank=True)  # China 2021: "I", "II" or none
    cites_appendix = models.CharField(max_length=4, blank=True)
    sensitivity = models.PositiveSmallIntegerField(default=4)  # Chapman 2020: 1 (withhold) .. 4
    sources = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)  # order in lists; the tiger is 0

    class Meta:
        app_label = "curation"
        ordering = ["position", "scientific_name"]
        verbose_name = _("taxon")
        verbose_name_plural = _("taxa")

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    preferred: Mapping[str, str] | None = None
    """`preferred_names`, where a selector has gathered them; no column."""

    def preferred_names(self) -> dict[str, str]:
        """The preferred name by language, in lower case."""
        return {name.language.lower(): name.name for name in self.names.all() if name.preferred}

    def name_in(self, language: str) -> str:
        """The preferred name in a language (`zh-Hans` or Django's `zh-hans`), else the English, else the scientific."""
        names = self.preferred if self.preferred is not None else self.preferred_names()
        return names.get(language.lower()) or names.get("en") or self.scientific_name


class TaxonName(models.Model):
    """A vernacular name. `normalised` is what a search compares."""

    taxon = models.ForeignKey(Taxon, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    normalised = models.CharField(max_length=120, db_index=True)
    preferred = models.BooleanField(default=False)

    class Meta:
        app_label = "curation"
        constraints = [
            models.UniqueConstraint(fields=["taxon", "language", "name"], name="taxon_name_once"),
            models.UniqueConstraint(
                fields=["taxon", "language"], condition=models.Q(preferred=True), name="taxon_one_preferred_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
