"""The form of licence terms, in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curation.rights import fields
from curation.rights.models import LicenceTerms
from curation.rights.terms import Terms, TermsError
from curation.rights.words import MEDIA_WORDS, RELEASE_WORDS, SENSITIVITY_WORDS, USE_WORDS

_MEDIA = [(code, word) for code, word in MEDIA_WORDS.items() if code != "any"]
_FORMAT = "%Y-%m-%dT%H:%M"


def _moment(label: Any, **given: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_FORMAT)
    return forms.DateTimeField(label=label, required=False, widget=widget, **given)


class TermsForm(forms.Form):
    """`content` are the terms when the form is valid."""

    name = forms.CharField(label=_("Name of these terms"), max_length=200)
    owner = forms.CharField(label=_("Owner of the rights"), max_length=200, required=False)
    uses = forms.MultipleChoiceField(
        label=_("May be used for"), choices=list(USE_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    media = forms.MultipleChoiceField(  # type: ignore[assignment]  # a field of ours; the form has no scripts of its own
        label=_("May be shown in"), choices=_MEDIA, widget=forms.CheckboxSelectMultiple
    )
    territories = forms.CharField(
        label=_("Countries and regions"),
        max_length=2000,
        required=False,
        help_text=_("Names or codes between commas, such as CN, EU, Africa. Empty: the whole world."),
    )
    without = forms.CharField(label=_("But not in"), max_length=2000, required=False)
    languages = forms.CharField(
        label=_("Languages"),
        max_length=500,
        required=False,
        help_text=_("Codes between commas, such as en, zh-Hans. Empty: every language."),
    )
    since = _moment(_("From"))
    until = _moment(_("Until"), help_text=_("From this moment on it may not be used any more."))
    embargo_until = _moment(_("Embargo until"))
    exclusive_to = forms.CharField(label=_("Promised to this partner alone"), max_length=200, required=False)
    exclusive_until = _moment(_("Promised until"))
    credit_line = forms.CharField(label=_("Credit line"), max_length=200, required=False)
    credit_required = forms.BooleanField(label=_("The credit line must always be shown"), required=False)
    people_release = forms.ChoiceField(label=_("People in the picture"), choices=list(RELEASE_WORDS.items()))
    property_release = forms.ChoiceField(label=_("Property in the picture"), choices=list(RELEASE_WORDS.items()))
    sensitivity = forms.ChoiceField(label=_("For whom"), choices=list(SENSITIVITY_WORDS.items()))
    notes = forms.CharField(
        label=_("What else is agreed"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    why = forms.CharField(label=_("Why it is changed"), max_length=300)

    def __init__(self, *args: Any, terms: LicenceTerms | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(terms.terms if terms else Terms()))
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.content = Terms()
        if terms is None:
            del self.fields["why"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = LicenceTerms.objects.filter(name=name).exclude(pk=self.terms.pk if self.terms else 0)
        if others.exists():
            raise forms.ValidationError(gettext("Other terms have this name already."))
        return name

    def clean_territories(self) -> frozenset[str] | None:
        return fields.places(self.cleaned_data["territories"]) or None

    def clean_without(self) -> frozenset[str]:
        return fields.places(self.cleaned_data["without"])

    def clean_languages(self) -> frozenset[str] | None:
        return fields.languages(self.cleaned_data["languages"]) or None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        values = {name: value for name, value in given.items() if name != "why"}
        for name in ("uses", "media"):
            every = {code for code, _word in self.fields[name].choices}  # type: ignore[attr-defined]
            values[name] = None if set(given[name]) == every else frozenset(given[name])
        try:
            self.content = Terms(**values)
        except TermsError as error:
            self.add_error(error.field, _sentence(error))
        else:
            if not self.content.countries():
                self.add_error("without", gettext("So nothing is left of the countries where it may be shown."))
        return given


def _initial(terms: Terms) -> dict[str, Any]:
    values: dict[str, Any] = dict(vars(terms))
    values["uses"] = list(USE_WORDS) if terms.uses is None else sorted(terms.uses)
    values["media"] = [code for code, _word in _MEDIA] if terms.media is None else sorted(terms.media)
    for name in ("territories", "without", "languages"):
        values[name] = ", ".join(sorted(values[name] or ()))
    return values


def _sentence(error: TermsError) -> str:
    return {
        "period": gettext("It would end before it begins."),
        "partner": gettext("Say to whom it is promised."),
    }.get(error.code, gettext("This is not known here."))
