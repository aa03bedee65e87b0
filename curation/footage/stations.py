"""Stations in the studio: a list and forms, only for those who may see exact places."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from curation.footage import services
from curation.footage.models import Station
from curation.footage.selectors import sees_locations


class PlacePermissionPolicy(ModelPermissionPolicy):
    """The usual permissions, and on top of them the one to see exact places: a station's page shows them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return sees_locations(user) and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return sees_locations(user) and super().user_has_any_permission(user, actions)


register_permission_policy(Station, PlacePermissionPolicy(Station))


class _Tidying:
    """After a station was saved its code and name no longer stand in anybody's tags."""

    def save_instance(self) -> Any:
        station = super().save_instance()  # type: ignore[misc]
        services.withdraw_place_tags()
        return station


class StationCreateView(_Tidying, CreateView):
    pass


class StationEditView(_Tidying, EditView):
    def get_page_subtitle(self) -> str:
        return str(self.object.code)


def _zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("There is no such time zone. Write it like Asia/Shanghai."))


def _degrees(limit: float, sentence: Any) -> Any:
    def check(value: float | None) -> None:
        if value is not None and not -limit <= value <= limit:
            raise ValidationError(sentence)

    return check


register_permission_policy(Station, PlacePermissionPolicy(Station), exact_class=True)


class StationForm(WagtailAdminModelForm):
    """Checks what a database column cannot."""

    time_zone = forms.CharField(label=_("time zone of its clock"), validators=[_zone], initial="Asia/Shanghai")
    latitude = forms.FloatField(
        label=_("latitude"), required=False, validators=[_degrees(90, _("A latitude lies between -90 and 90 degrees."))]
    )
    longitude = forms.FloatField(
        label=_("longitude"),
        required=False,
        validators=[_degrees(180, _("A longitude lies between -180 and 180 degrees."))],
    )


class StationViewSet(ModelViewSet):
    model = Station
    name = "stations"
    icon = "crosshairs"
    menu_label = _("Stations")
    menu_order = 700
    menu_name = "stations"
    add_to_admin_menu = True
    add_to_reference_index = False
    add_view_class = StationCreateView
    edit_view_class = StationEditView
    list_display = ["code", "zone", "name", "habitat"]
    list_filter = ["zone"]
    search_fields = ["code", "name", "zone"]
    ordering = ["code"]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("zone")]),
            FieldRowPanel([FieldPanel("name"), FieldPanel("habitat")]),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("coordinate_uncertainty")]
                    ),
                ],
                heading=_("Exact position, shown to rangers only"),
            ),
            FieldPanel("time_zone"),
        ],
        base_form_class=StationForm,
    )
