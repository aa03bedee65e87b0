"""Brand kits in the studio's settings: how the center signs its clips."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from curation.clips.models import BrandKit


def default_kit() -> BrandKit | None:
    """What clips are signed with where no other kit is chosen; None on a desk that has deleted all of them."""
    return BrandKit.objects.order_by("-default", "pk").first()


def give_up_default(*, to: BrandKit) -> None:
    """No other kit than `to`, which is about to be stored as the default one, is that any longer."""
    BrandKit.objects.exclude(pk=to.pk).update(default=False)


class BrandKitForm(WagtailAdminModelForm):
    """One kit is the default; choosing another takes it from the last one."""

    colour = forms.CharField(label=_("colour"), widget=forms.TextInput(attrs={"type": "color"}))
    accent = forms.CharField(label=_("accent"), widget=forms.TextInput(attrs={"type": "color"}))
    opacity = forms.FloatField(
        label=_("opacity of the watermark"), min_value=0.1, max_value=1.0, initial=0.6,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )  # fmt: skip

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("default"):
            give_up_default(to=self.instance)
        return super().save(commit)


class BrandKitViewSet(ModelViewSet):
    model = BrandKit
    name = "brands"
    icon = "pick"
    menu_label = _("Brand kits")
    menu_name = "brands"
    menu_order = 720
    add_to_settings_menu = True
    add_to_reference_index = False
    list_display = ["title", "name_zh", "name_en", "default"]
    search_fields = ["title", "name_zh", "name_en"]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("default")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
                    FieldRowPanel([FieldPanel("call_zh"), FieldPanel("call_en")]),
                ],
                heading=_("What titles and end cards say"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("colour"), FieldPanel("accent")]), FieldPanel("logo")],
                heading=_("Colours and logo"),
            ),
            MultiFieldPanel(
                [FieldPanel("watermark"), FieldRowPanel([FieldPanel("corner"), FieldPanel("opacity")])],
                heading=_("Watermark"),
            ),
        ],
        base_form_class=BrandKitForm,
    )
