"""Footage put together by people, and searches kept by them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.footage.models.bulk import BulkEdit
from curation.footage.models.footage import Footage


class Collection(models.Model):
    """A named set of footage: its owner's, or shared with colleagues who may look or also change it."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections")
    shared_with_all = models.BooleanField(default=False)  # every colleague who may see footage
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # can be brought back for a while

    class Meta:
        app_label = "curation"
        ordering = ["-touched_at"]
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        return self.name


class CollectionShare(models.Model):
    """One colleague's right on a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collection_shares")
    may_change = models.BooleanField(default=False)

    class Meta:
        app_label = "curation"
        constraints = [models.UniqueConstraint(fields=["collection", "user"], name="collection_shared_once")]


class CollectionItem(models.Model):
    """One piece of footage in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="collection_items")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    position = models.BigIntegerField(null=True, blank=True)  # as put in order by hand; what is new comes last
    bulk = models.ForeignKey(BulkEdit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        app_label = "curation"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["collection", "footage"], name="collection_item_once")]


class SavedSearch(models.Model):
    """A search that tells its owner when something new matches. `seen` are the pieces known at the last look."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    query = models.TextField()  # querystring
    tell_by_mail = models.BooleanField(default=False)
    seen = models.BinaryField(default=b"", blank=True)  # serialised Roaring bitmap of footage keys
    fresh = models.PositiveIntegerField(default=0)  # pieces that match now and were not seen
    told = models.PositiveIntegerField(default=0)  # of them, told by mail
    looked_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)  # code of why the last check found nothing out
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # can be brought back for a while

    class Meta:
        app_label = "curation"
        ordering = ["name"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")

    def __str__(self) -> str:
        return self.name
