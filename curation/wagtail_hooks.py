"""Curation in the studio: addresses, menu, the look."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_vite.templatetags.django_vite import vite_asset
from wagtail import hooks
from wagtail.admin.menu import MenuItem

import curation.footage.alarms.hooks
import curation.footage.monitoring.hooks
import curation.footage.watching.hooks  # noqa: F401  (register what they bring to the studio)
from curation.footage.stations import StationViewSet

# Of Wagtail's own menu only what a desk needs stays.
HIDDEN = {"explorer", "images", "documents", "snippets", "help", "reports"}


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [
        path("jobs/", include("curation.jobs.urls")),
        path("footage/", include("curation.footage.urls")),
        path("individuals/", include("curation.footage.individuals.urls")),
        path("clips/", include("curation.clips.urls")),
    ]


class PermittedItem(MenuItem):
    """A menu entry for those who may open its page."""

    def __init__(self, *args: object, permission: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_menu_item")
def footage_item() -> MenuItem:
    return PermittedItem(
        _("Footage"),
        reverse("footage:index"),
        name="footage",
        icon_name="media",
        order=100,
        permission="curation.view_footage",
    )


@hooks.register("register_admin_menu_item")
def review_item() -> MenuItem:
    return PermittedItem(
        _("Review"),
        reverse("footage:review"),
        name="review",
        icon_name="check",
        order=104,
        permission="curation.tag_footage",
    )


@hooks.register("register_admin_menu_item")
def individuals_item() -> MenuItem:
    return PermittedItem(
        _("Individuals"),
        reverse("individuals:index"),
        name="individuals",
        icon_name="group",
        order=105,
        permission="curation.view_individual",
    )


@hooks.register("register_settings_menu_item")
def events_item() -> MenuItem:
    return PermittedItem(
        _("Events"),
        reverse("footage:event_setting"),
        name="events",
        icon_name="history",
        order=700,
        permission="curation.change_station",
    )


@hooks.register("register_admin_menu_item")
def clips_item() -> MenuItem:
    return PermittedItem(
        _("Clips"), reverse("clips:index"), name="clips", icon_name="cut", order=110, permission="curation.view_clip"
    )


@hooks.register("register_admin_menu_item")
def captions_item() -> MenuItem:
    return PermittedItem(
        _("Captions"),
        reverse("clips:captions"),
        name="captions",
        icon_name="openquote",
        order=120,
        permission="curation.view_captiontrack",
    )


@hooks.register("construct_main_menu")
def only_what_a_desk_needs(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return vite_asset("src/studio.ts")


@hooks.register("register_admin_viewset")
def stations() -> StationViewSet:
    return StationViewSet()
