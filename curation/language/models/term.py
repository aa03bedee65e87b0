"""What the house calls something, and what it is never called."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models import Individual
from curation.species.models import Taxon


class Term(models.Model):
    """One concept that must be said right in every language.

    A term of a species or of a known animal adds to the names that these have themselves: those are read where they
    stand, so that a changed name is a changed term. `key` is the scientific name for a species.
    """

    class Kind(models.TextChoices):
        TAXON = "taxon", _("Species")
        INDIVIDUAL = "individual", _("Known animal")
        PLACE = "place", _("Place")
        HOUSE = "house", _("Term of the house")

    key = models.CharField(_("key"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.HOUSE)
    taxon = models.ForeignKey(Taxon, null=True, blank=True, on_delete=models.CASCADE, related_name="terms")
    individual = models.ForeignKey(Individual, null=True, blank=True, on_delete=models.CASCADE, related_name="terms")
    note = models.TextField(_("note"), blank=True)
    plain = models.JSONField(default=dict, blank=True)  # language -> an everyday noun that a model surely knows
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # can be brought back for a while

    class Meta:
        app_label = "curation"
        ordering = ["key"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(removed_at__isnull=True), name="term_key_once"),
            models.UniqueConstraint(
                fields=["taxon"],
                condition=models.Q(removed_at__isnull=True, taxon__isnull=False),
                name="term_taxon_once",
            ),
            models.UniqueConstraint(
                fields=["individual"],
                condition=models.Q(removed_at__isnull=True, individual__isnull=False),
                name="term_individual_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class TermForm(models.Model):
    """One way in which a term is written, or must not be. Case, number and gender by Universal Dependencies' names."""

    class Status(models.TextChoices):
        PREFERRED = "preferred", _("Preferred")
        ADMITTED = "admitted", _("Admitted")
        FORBIDDEN = "forbidden", _("Forbidden")

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="forms")
    language = models.CharField(max_length=12)
    text = models.CharField(max_length=200)
    case = models.CharField(max_length=8, blank=True)
    number = models.CharField(max_length=8, blank=True)
    gender = models.CharField(max_length=8, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PREFERRED)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "curation"
        ordering = ["term", "language", "position", "id"]
        default_permissions = ()  # they are the term's
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language", "text", "case", "number", "gender"], name="term_form_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
