"""What the actions ask for, checked; cleaned values fit into JSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.footage.forms import ObservationForm
from curation.footage.models import Individual, Observation
from curation.species.models import Taxon

MISSING = {"required": _("Choose a species."), "invalid_choice": _("Choose a species from the list.")}


class NothingForm(forms.Form):
    """Asks for nothing."""


def _species(*, required: bool = True) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(Taxon.objects.all(), required=required, error_messages=MISSING)


class SeenForm(ObservationForm):
    """An observation as a person enters it, also with the animal that it is."""

    individual = forms.ModelChoiceField(Individual.objects.filter(merged_into=None), required=False)
    KEYS = {"observation_type": "type", "life_stage": "lifeStage"}

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__({name: data.get(self.KEYS.get(name, name)) for name in self.base_fields})

    class Meta(ObservationForm.Meta):
        model = Observation


class SpeciesForm(forms.Form):
    """One species; a machine's word may also be meant whatever it is."""

    taxon = _species()


class AnySpeciesForm(forms.Form):
    taxon = _species(required=False)


class CorrectionForm(forms.Form):
    """From one species to another. The page's names for them are no names of Python."""

    wrong = _species()
    right = _species()

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__({"wrong": data.get("from"), "right": data.get("to")})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("wrong") and values.get("wrong") == values.get("right"):
            self.add_error("right", _("Choose another species; this is the same."))
        return values


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=300, error_messages={"required": _("Say why, so that others understand it.")})


def problems(form: forms.BaseForm) -> str:
    """All that is wrong, as text for a person."""
    return " ".join(dict.fromkeys(str(message) for messages in form.errors.values() for message in messages))


def stored(form: forms.BaseForm) -> dict[str, Any]:
    """Cleaned values as JSON keeps them: rows by their keys."""
    return {name: getattr(value, "pk", value) for name, value in form.cleaned_data.items()}
