"""Watched places in the studio: only for those who may see exact places, only where the operator allows it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from curation.footage.models import WatchedPlace
from curation.footage.stations import PlacePermissionPolicy
from curation.footage.watching.places import Unwatchable, check

register_permission_policy(WatchedPlace, PlacePermissionPolicy(WatchedPlace), exact_class=True)


class WatchedPlaceForm(WagtailAdminModelForm):
    """Says which folders may be watched, and why one may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roots = ", ".join(str(root) for root in settings.WATCH_ROOTS)
        self.fields["address"].help_text = (
            _("A folder inside %(roots)s; or a prefix such as monitoring/2026/") % {"roots": roots}
            if roots
            else _("A prefix of the object store, such as monitoring/2026/. The operator allows no folder yet.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        kind, address = cleaned.get("kind"), cleaned.get("address")
        if kind and address:
            try:
                check(kind, address)
            except Unwatchable as problem:
                self.add_error("address", str(problem))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if {"kind", "address"} & set(self.changed_data):
            # Another place: what was said of the last one no longer holds.
            place = self.instance
            place.position, place.looked_at, place.error_code, place.error_params = "", None, "", {}
        return super().save(commit)


class PlaceCreateView(CreateView):
    def get_success_url(self) -> str:
        return reverse("intake:index")


class PlaceEditView(EditView):
    def get_page_subtitle(self) -> str:
        return str(self.object.address)


class WatchedPlaceViewSet(ModelViewSet):
    model = WatchedPlace
    name = "watched-places"
    icon = "view"
    menu_label = _("Watched places")
    add_to_admin_menu = False
    add_to_reference_index = False
    add_view_class = PlaceCreateView
    edit_view_class = PlaceEditView
    list_display = ["address", "kind", "station", "active"]
    search_fields = ["address"]
    ordering = ["address"]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("address")]),
            FieldRowPanel([FieldPanel("station"), FieldPanel("active")]),
        ],
        base_form_class=WatchedPlaceForm,
    )
