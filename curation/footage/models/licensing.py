"""Which licence terms footage is under."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation.footage.models.footage import Footage
from curation.footage.models.package import Package
from curation.footage.models.place import Station
from curation.rights.models import LicenceTerms


class TermsAttachment(models.Model):
    """Terms on one piece of footage, or on all that a camera, a station or a package has brought and will bring.

    Terms on a collection are terms on the pieces that it holds at that moment, in one `batch`: who may change a
    collection must not thereby change rights. What has several terms is under all of them.
    """

    class Scope(models.TextChoices):
        FOOTAGE = "footage", _("These pieces of footage")
        CAMERA = "camera", _("Everything from the camera that filmed them")
        STATION = "station", _("Everything from the place where they were filmed")
        PACKAGE = "package", _("Everything of the package that brought them")

    terms = models.ForeignKey(LicenceTerms, on_delete=models.PROTECT, related_name="attachments")
    scope = models.CharField(max_length=8, choices=Scope.choices)
    footage = models.ForeignKey(Footage, null=True, on_delete=models.CASCADE, related_name="terms_attachments")
    camera = models.CharField(max_length=200, blank=True)  # Deployment.camera_id; may tell a place: rangers only
    station = models.ForeignKey(Station, null=True, on_delete=models.CASCADE, related_name="+")
    package = models.ForeignKey(Package, null=True, on_delete=models.PROTECT, related_name="+")
    example = models.BigIntegerField(null=True)  # of a rule: the footage by which it was named; people read this
    batch = models.UUIDField()  # what was attached together is taken off together
    attached_at = models.DateTimeField(auto_now_add=True)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        app_label = "curation"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["terms", "batch"], name="terms_attached_together"),
            models.Index(fields=["camera"], name="terms_of_camera", condition=Q(camera__gt="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["footage", "terms"], name="terms_on_footage_once"),
            models.CheckConstraint(
                name="terms_on_one_thing",
                condition=Q(scope="footage", footage__isnull=False)
                | Q(scope="camera", camera__gt="")
                | Q(scope="station", station__isnull=False)
                | Q(scope="package", package__isnull=False),
            ),
        ]
