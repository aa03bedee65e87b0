"""Forms of organisations and agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.partners.models import Agreement, Organisation


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "country", "contact_name", "contact_email", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].strip().upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Two letters, such as CN or DE."))
        return country


class AgreementForm(forms.ModelForm):
    class Meta:
        model = Agreement
        fields = ["title", "use", "starts_on", "ends_on", "credit_line", "terms", "clips"]
        widgets = {
            "terms": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "clips": forms.SelectMultiple(attrs={"size": 8}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The agreement would end before it begins."))
        return cleaned
