"""What is agreed with a partner."""

from __future__ import annotations

import hashlib
import json

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Clip
from curation.footage.models import Collection
from curation.species.models import Taxon
from publishing.partners.models.organisation import Organisation


class Agreement(models.Model):
    """What an organisation may use, for what, where, in which languages and until when.

    It covers the clips that are named, the clips made of footage in its collections, and the clips on which its species
    were seen: what is in one of the three is covered.
    """

    class Use(models.TextChoices):
        EDITORIAL = "editorial", _("Editorial")
        BROADCAST = "broadcast", _("Broadcast")
        SOCIAL = "social", _("Social media")
        EDUCATION = "education", _("Education")
        RESEARCH = "research", _("Research")
        COMMERCIAL = "commercial", _("Commercial")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="agreements", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    use = models.CharField(_("use"), max_length=12, choices=Use.choices, default=Use.EDITORIAL)
    clips = models.ManyToManyField(Clip, blank=True, related_name="agreements", verbose_name=_("clips"))
    species = models.ManyToManyField(Taxon, blank=True, related_name="+", verbose_name=_("species"))
    collections = models.ManyToManyField(Collection, blank=True, related_name="+", verbose_name=_("collections"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    territories = ArrayField(  # ISO 3166 or CLDR groups, as curation.rights.territories knows them; none: the world
        models.CharField(max_length=8), default=list, blank=True, verbose_name=_("countries or territories")
    )
    languages = ArrayField(  # BCP 47, of captions; none: every one
        models.CharField(max_length=12), default=list, blank=True, verbose_name=_("languages")
    )
    monthly_downloads = models.PositiveIntegerField(_("downloads in 30 days"), null=True, blank=True)  # None: any
    credit_line = models.CharField(_("credit line"), max_length=200, blank=True)
    terms = models.TextField(_("terms"), blank=True)

    class Meta:
        app_label = "publishing"
        ordering = ["-starts_on"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return self.title

    @property
    def licence(self) -> dict[str, object]:
        """What a member accepts, as plain JSON; which clips it covers is not part of it."""
        return {
            "title": self.title,
            "use": self.use,
            "from": self.starts_on.isoformat(),
            "until": self.ends_on.isoformat() if self.ends_on else None,
            "territories": sorted(self.territories),
            "languages": sorted(self.languages),
            "credit": self.credit_line,
            "terms": self.terms,
        }

    @property
    def terms_hash(self) -> str:
        """SHA-256 (hex) of the licence; a changed one must be accepted again."""
        written = json.dumps(self.licence, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()
