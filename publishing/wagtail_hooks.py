"""Publishing in the studio: addresses and menu."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

import publishing.demo.hooks
import publishing.insights.hooks  # noqa: F401  (registers the home page)
from curation.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [
        path("posts/", include("publishing.posts.urls")),
        path("deliveries/", include("publishing.delivery.urls")),
        path("partners/", include("publishing.partners.urls")),
        path("reports/desk/", include("publishing.insights.urls")),
    ]


@hooks.register("register_admin_menu_item")
def calendar_item() -> MenuItem:
    return PermittedItem(
        _("Calendar"),
        reverse("posts:calendar"),
        name="calendar",
        icon_name="calendar-alt",
        order=130,
        permission="publishing.view_post",
    )


@hooks.register("register_admin_menu_item")
def channels_item() -> MenuItem:
    return PermittedItem(
        _("Channels"),
        reverse("posts:channels"),
        name="channels",
        icon_name="site",
        order=140,
        permission="publishing.view_channel",
    )


@hooks.register("register_admin_menu_item")
def partners_item() -> MenuItem:
    return PermittedItem(
        _("Partners"),
        reverse("partners:index"),
        name="partners",
        icon_name="group",
        order=150,
        permission="publishing.view_organisation",
    )


@hooks.register("register_admin_menu_item")
def reports_item() -> MenuItem:
    return PermittedItem(
        _("Reports"),
        reverse("insights:index"),
        name="desk-reports",
        icon_name="history",
        order=160,
        permission="publishing.view_delivery",
    )
