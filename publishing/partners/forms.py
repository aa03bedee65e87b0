"""Forms of organisations and agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation.clips.models import Clip
from curation.footage.models import Collection
from curation.rights import fields
from publishing.partners.models import Agreement, Offer, Organisation


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
    territories = forms.CharField(
        label=_("Countries and regions"),
        max_length=2000,
        required=False,
        help_text=_("Names or codes between commas, such as CN, EU, Africa. Empty: the whole world."),
    )
    languages = forms.CharField(
        label=_("Languages"),
        max_length=500,
        required=False,
        help_text=_("Codes between commas, such as en, zh-Hans. Empty: every language."),
    )

    class Meta:
        model = Agreement
        fields = [
            "title", "use", "starts_on", "ends_on", "territories", "languages", "monthly_downloads", "credit_line",
            "terms", "clips", "species", "collections",
        ]  # fmt: skip
        help_texts = {
            "monthly_downloads": _("Empty: as many as they like."),
            "species": _("Clips on which one of them was seen are covered too."),
            "collections": _("Clips made of footage in one of them are covered too; shared collections only."),
        }
        widgets = {
            "terms": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "clips": forms.SelectMultiple(attrs={"size": 8}),
            "species": forms.SelectMultiple(attrs={"size": 8}),
            "collections": forms.SelectMultiple(attrs={"size": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.collections.values("pk") if self.instance.pk else []
        shared = Collection.objects.filter(removed_at=None).filter(Q(shared_with_all=True) | Q(pk__in=chosen))
        self.fields["collections"].queryset = shared  # type: ignore[attr-defined]
        for name in ("territories", "languages"):
            self.initial[name] = ", ".join(getattr(self.instance, name))

    def clean_territories(self) -> list[str]:
        return sorted(fields.places(self.cleaned_data["territories"]))

    def clean_languages(self) -> list[str]:
        return sorted(fields.languages(self.cleaned_data["languages"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The agreement would end before it begins."))
        return cleaned


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=150)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)


class OfferForm(forms.Form):
    """A title and a summary in each language of the interface."""

    def __init__(self, *args: Any, offer: Offer | None, clip: Clip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.clip = offer, clip
        for code, name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": name}, max_length=200,
                initial=self.initial_titles().get(code, ""),
            )  # fmt: skip
            self.fields[f"summary_{code}"] = forms.CharField(
                label=_("What it shows (%(language)s)") % {"language": name}, max_length=2000, required=False,
                initial=(offer.summaries if offer else {}).get(code, ""), widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def initial_titles(self) -> dict[str, str]:
        """What was offered before, else the clip's own title in its own language."""
        if self.offer is not None:
            return dict(self.offer.titles)
        return {"zh-hans" if self.clip.source_language.startswith("zh") else "en": self.clip.title}

    def titles(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"title_{code}"].strip() for code, _name in settings.LANGUAGES}

    def summaries(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"summary_{code}"].strip() for code, _name in settings.LANGUAGES}


class AnswerForm(forms.Form):
    request = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    agreed = forms.TypedChoiceField(
        label=_("Answer"), choices=[("yes", _("Agree")), ("no", _("Decline"))], coerce=lambda value: value == "yes"
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Why, or what comes next"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
