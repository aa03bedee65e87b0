"""What waits for a person's look, narrow enough to be asked for in order among ten million."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.footage import Footage


class ReviewEntry(models.Model):
    """Footage that no person has said anything of. `heap` is what a machine sees: the key of its rarest species, or
    one of Heap. Within a heap the most doubtful comes first. A reservation keeps a piece from two people at once.
    """

    class Heap(models.IntegerChoices):
        NO_SPECIES = 0, _("an animal of unknown species")
        UNTAGGED = -1, _("no machine has looked either")
        BLANK = -2, _("nothing, says the machine")

    footage = models.OneToOneField(Footage, on_delete=models.CASCADE, primary_key=True, related_name="review")
    heap = models.IntegerField()
    doubt = models.PositiveSmallIntegerField()  # 0 a machine is sure .. 1000 it might as well toss a coin
    reserved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reserved_until = models.DateTimeField(null=True, blank=True)
    passed_by = ArrayField(models.IntegerField(), default=list, blank=True)  # people who skipped it

    class Meta:
        app_label = "curation"
        indexes = [models.Index("heap", models.F("doubt").desc(), "footage_id", name="review_order")]


class ReviewPosition(models.Model):
    """Up to where the queue has read the change log; one row, empty before the queue was first built."""

    snapshot = models.TextField(blank=True)
    built_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "curation"
