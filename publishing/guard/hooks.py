"""Release delays in the studio: rangers say how long animals and places stay in the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from publishing.guard.models import ReleaseDelay


class ReleaseDelayViewSet(ModelViewSet):
    """Wagtail's own pages: list, form, history."""

    model = ReleaseDelay
    name = "release-delays"
    menu_label = _("Release delays")
    icon = "time"
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["__str__", "days"]
    edit_handler = ObjectList([FieldPanel("taxon"), FieldPanel("zone"), FieldPanel("days")])


@hooks.register("register_admin_viewset")
def release_delays() -> ReleaseDelayViewSet:
    return ReleaseDelayViewSet()
