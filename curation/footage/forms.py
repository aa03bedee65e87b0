"""An observation as a person enters it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.footage.models import Observation


class ObservationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Species, number, sex, life stage, behaviour; what is no animal has none of them."""

    count = forms.IntegerField(
        min_value=1,
        max_value=9999,
        required=False,
        error_messages={"invalid": _("The number of animals is a whole number, such as 3.")},
    )

    class Meta:
        model = Observation
        fields = ["observation_type", "taxon", "count", "sex", "life_stage", "behavior", "comments"]
        error_messages = {"taxon": {"invalid_choice": _("Choose a species from the list.")}}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        kind = values.get("observation_type")
        if kind == Observation.Type.ANIMAL and not values.get("taxon") and "taxon" not in self.errors:
            self.add_error("taxon", _("Choose a species, or say that it is unknown."))
        if kind and kind != Observation.Type.ANIMAL:
            values |= {"taxon": None, "sex": "", "life_stage": "", "behavior": ""}
        if kind == Observation.Type.BLANK:
            values["count"] = None
        return values

    def sentence(self) -> str:
        """All that is wrong, as text for a person."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)
