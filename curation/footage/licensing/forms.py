"""The form that puts footage under terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curation.footage.collections.selectors import readable_by
from curation.footage.licensing import numbers
from curation.footage.licensing.services import AttachError
from curation.footage.models import Collection, Footage, TermsAttachment
from curation.footage.selectors import listed_for


class AttachForm(forms.Form):
    """`footage`: the pieces named, those only that the person may see."""

    footage = forms.CharField(
        label=_("Numbers of footage"), required=False, max_length=5000, help_text=_("For example: F12, F15-F20")
    )
    scope = forms.ChoiceField(label=_("What of it"), choices=TermsAttachment.Scope.choices, initial="footage")
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=_("Or all that a collection holds now"),
        required=False,
        empty_label="—",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["collection"].queryset = readable_by(user)  # type: ignore[attr-defined]

    def clean_footage(self) -> list[Footage]:
        try:
            keys = numbers.parse(self.cleaned_data["footage"])
        except numbers.NumbersError as error:
            if not error.piece:
                raise forms.ValidationError(gettext("These are too many at once: name 10,000 at most.")) from error
            raise forms.ValidationError(
                gettext("“%(piece)s” is no number of footage. Write F12, or F15-F20."), params={"piece": error.piece}
            ) from error
        found = list(listed_for(self.user).filter(pk__in=keys).select_related("deployment", "station", "package"))
        if keys and not found:
            raise forms.ValidationError(str(AttachError("unknown")))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("footage") and not given.get("collection"):
            raise forms.ValidationError(str(AttachError("nothing")))
        return given
