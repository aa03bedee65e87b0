"""The intake in the studio: its addresses, its menu item, the forms of watched places."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from curation.footage.watching.forms import WatchedPlaceViewSet


class IntakeItem(MenuItem):
    """For those who may bring footage in."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("curation.ingest_footage"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [path("intake/", include("curation.footage.watching.urls"))]


@hooks.register("register_admin_menu_item")
def intake_item() -> MenuItem:
    return IntakeItem(_("Intake"), reverse("intake:index"), name="intake", icon_name="download", order=102)


@hooks.register("register_admin_viewset")
def watched_places() -> WatchedPlaceViewSet:
    return WatchedPlaceViewSet()
