"""Curation in the studio: addresses, menu, the look."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_vite.templatetags.django_vite import vite_asset
from wagtail import hooks
from wagtail.admin.menu import MenuItem

import curation.footage.alarms.hooks
import curation.footage.monitoring.hooks
import curation.footage.watching.hooks  # noqa: F401  (register what they bring to the studio)
from curation.clips.brands import BrandKitViewSet
from curation.footage.stations import StationViewSet
from curation.menu import SETTINGS, entry

# Of Wagtail's own menu only what a desk needs stays.
HIDDEN = {"explorer", "images", "documents", "snippets", "help", "reports"}


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [
        path("jobs/", include("curation.jobs.urls")),
        path("footage/", include("curation.footage.urls")),
        path("individuals/", include("curation.footage.individuals.urls")),
        path("clips/", include("curation.clips.urls")),
        path("language/", include("curation.language.urls")),
        path("rights/", include("curation.rights.urls")),
        path("rights/", include("curation.footage.licensing.urls")),
    ]


entry(_("Footage"), "footage:index", name="footage", icon="media", order=100, permission="curation.view_footage")
entry(
    _("Licence terms"),
    "rights:index",
    name="rights",
    icon="doc-full",
    order=118,
    permission="curation.view_licenceterms",
)
entry(_("Review"), "footage:review", name="review", icon="check", order=104, permission="curation.tag_footage")
entry(
    _("Individuals"),
    "individuals:index",
    name="individuals",
    icon="group",
    order=105,
    permission="curation.view_individual",
)
entry(
    _("Events"),
    "footage:event_setting",
    name="events",
    icon="history",
    order=700,
    permission="curation.change_station",
    menu=SETTINGS,
)
entry(_("Clips"), "clips:index", name="clips", icon="cut", order=110, permission="curation.view_clip")
entry(
    _("Captions"),
    "clips:captions",
    name="captions",
    icon="openquote",
    order=120,
    permission="curation.view_captiontrack",
)
entry(
    _("Terms"),
    "language:terms",
    name="language",
    icon="globe",
    order=121,
    permission="curation.view_term",
)


@hooks.register("construct_main_menu")
def only_what_a_desk_needs(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return vite_asset("src/studio.ts")


@hooks.register("register_admin_viewset")
def brand_kits() -> BrandKitViewSet:
    return BrandKitViewSet()


@hooks.register("register_admin_viewset")
def stations() -> StationViewSet:
    return StationViewSet()
