"""Publishing in the studio: addresses and menu."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

import publishing.demo.hooks
import publishing.guard.hooks  # (registers release delays)
import publishing.insights.hooks  # (registers the home page)
import publishing.posts.hooks  # noqa: F401  (registers approval)
from curation.menu import entry


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [
        path("posts/", include("publishing.posts.urls")),
        path("deliveries/", include("publishing.delivery.urls")),
        path("partners/", include("publishing.partners.urls")),
        path("reports/desk/", include("publishing.insights.urls")),
    ]


entry(
    _("Calendar"), "posts:calendar", name="calendar", icon="calendar-alt", order=130, permission="publishing.view_post"
)
entry(_("Campaigns"), "posts:campaigns", name="campaigns", icon="tag", order=135, permission="publishing.view_campaign")
entry(_("Channels"), "posts:channels", name="channels", icon="site", order=140, permission="publishing.view_channel")
entry(
    _("Partners"), "partners:index", name="partners", icon="group", order=150, permission="publishing.view_organisation"
)
entry(
    _("Insights"),
    "insights:reach",
    name="insights",
    icon="view",
    order=155,
    permission="publishing.view_delivery",
)
entry(
    _("Reports"),
    "insights:index",
    name="desk-reports",
    icon="history",
    order=160,
    permission="publishing.view_delivery",
)
entry(_("Health"), "insights:health", name="health", icon="tick", order=165, permission="publishing.change_channel")
