"""The form of a campaign."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.posts.models import Campaign
from publishing.posts.wording.links import LinkInvalid, tracked

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class CampaignForm(forms.ModelForm):
    """`slug` is made of the name where it is left empty and the name allows it."""

    slug = forms.SlugField(
        label=gettext_lazy("Name in links"), max_length=60, required=False,
        help_text=gettext_lazy("Letters a to z, digits and hyphens: it becomes utm_campaign. Empty: made of the name."),
    )  # fmt: skip

    link = forms.URLField(
        label=gettext_lazy("Page it leads to"), max_length=500, required=False, assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy("Links of its posts go here, each told apart by platform and language."),
    )  # fmt: skip

    class Meta:
        model = Campaign
        fields = ("name", "slug", "colour", "link", "starts_on", "ends_on", "note")
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "name": gettext_lazy("Name"), "colour": gettext_lazy("Colour"),
            "starts_on": gettext_lazy("Begins"), "ends_on": gettext_lazy("Ends"), "note": gettext_lazy("Note"),
        }  # fmt: skip

    def clean_colour(self) -> str:
        colour = str(self.cleaned_data["colour"]).strip().lower()
        if not _COLOUR.fullmatch(colour):
            raise ValidationError(_("A colour is written as #1f4d3a."))
        return colour

    def clean_link(self) -> str:
        link = str(self.cleaned_data.get("link") or "")
        if link:
            try:
                tracked(link, platform="", language="")
            except LinkInvalid:
                raise ValidationError(
                    _("This is no address of the web. It begins with https:// and names a host.")
                ) from None
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("slug") and "slug" not in self.errors:
            data["slug"] = self._slug(str(data.get("name") or ""))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It ends before it begins."))
        return data

    def _slug(self, name: str) -> str:
        made = slugify(name)[:60].strip("-")
        if not made:
            self.add_error("slug", _("Nothing of this name can stand in a link: write a short one in Latin letters."))
        elif Campaign.objects.filter(slug=made).exclude(pk=self.instance.pk).exists():
            self.add_error("slug", _("Another campaign has the name %(slug)s in links. Choose one.") % {"slug": made})
        return made
