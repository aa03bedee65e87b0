"""The quarantine in the studio: its address, its menu item with how much lies there, the contacts."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from curation.footage.alarms.contacts import AlarmContactViewSet
from curation.footage.models import Footage
from curation.footage.selectors import SEE_QUARANTINE, in_quarantine

MOST_COUNTED = 1000
FRESH = 15  # seconds that a count is shown again


def waiting() -> int:
    """How much lies in quarantine, at most MOST_COUNTED."""
    counted = cache.get("quarantine:waiting")
    if counted is None:
        counted = Footage.objects.filter(in_quarantine())[:MOST_COUNTED].count()
        cache.set("quarantine:waiting", counted, FRESH)
    return int(counted)


class QuarantineItem(MenuItem):
    """“Quarantine (3)” for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE_QUARANTINE))

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        count = waiting()
        if count:
            shown = number_format(count) + ("+" if count == MOST_COUNTED else "")
            component.label = _("%(label)s (%(count)s)") % {"label": self.label, "count": shown}
        return component


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [path("quarantine/", include("curation.footage.alarms.urls"))]


@hooks.register("register_admin_menu_item")
def quarantine_item() -> MenuItem:
    return QuarantineItem(
        gettext_lazy("Quarantine"), reverse("quarantine:index"), name="quarantine", icon_name="warning", order=106
    )


@hooks.register("register_admin_viewset")
def contacts() -> AlarmContactViewSet:
    return AlarmContactViewSet()
