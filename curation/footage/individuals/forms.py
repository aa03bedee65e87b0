"""A dossier as a person enters it: facts, and a name in each language of the desk."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.footage.individuals.selectors import standing
from curation.footage.models import Individual
from curation.species.models import Taxon
from curation.subtitles.languages import LANGUAGES

BORN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
NAME = "name_"  # and the language's tag: the fields of names


class DossierForm(forms.ModelForm):  # type: ignore[type-arg]
    """Facts of one animal. `names()` are its names by language after validation."""

    class Meta:
        model = Individual
        fields = ["code", "taxon", "sex", "born", "mother", "marks", "notes"]
        labels = {"code": _("Code"), "taxon": _("Species"), "sex": _("Sex"), "born": _("Born"), "mother": _("Mother")}
        labels |= {"marks": _("What tells it from others"), "notes": _("Notes")}
        help_texts = {"code": _("Its name in science, such as T-07. Never a place: everybody reads it.")}
        widgets = {"marks": forms.Textarea(attrs={"rows": 2}), "notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taxon"].queryset = Taxon.objects.prefetch_related("names")  # type: ignore[attr-defined]
        mothers = standing().exclude(pk=self.instance.pk).exclude(sex=Individual.Sex.MALE).prefetch_related("names")
        self.fields["mother"].queryset = mothers  # type: ignore[attr-defined]
        self.fields["mother"].empty_label = ""  # type: ignore[attr-defined]
        self.fields["taxon"].empty_label = ""  # type: ignore[attr-defined]
        called = {}
        if self.instance.pk:
            called = {one.language.lower(): one.name for one in self.instance.names.all()}
        for language in LANGUAGES.values():
            field = forms.CharField(label=language.own, required=False, max_length=120)
            field.widget.attrs |= {"lang": language.tag, "dir": language.direction}
            field.initial = called.get(language.tag.lower(), "")
            self.fields[NAME + language.tag] = field

    def facts(self) -> list[Any]:
        """The bound fields that are no names."""
        return [self[name] for name in self.Meta.fields]

    def called(self) -> list[Any]:
        """The bound fields of names, the readers' two languages first."""
        return [self[name] for name in self.fields if name.startswith(NAME)]

    def names(self) -> dict[str, str]:
        return {name.removeprefix(NAME): value for name, value in self.cleaned_data.items() if name.startswith(NAME)}

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip()

    def clean_born(self) -> str:
        born = self.cleaned_data["born"].strip()
        if not born:
            return ""
        match = BORN.fullmatch(born)
        try:
            if match is None:
                raise ValueError
            day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        except ValueError as error:
            raise forms.ValidationError(_("Write a year, a month or a day, such as 2021 or 2021-06.")) from error
        if day > date.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return born

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        mother, taxon = values.get("mother"), values.get("taxon")
        if mother and taxon and mother.taxon_id != taxon.pk:
            self.add_error("mother", _("The mother is of another species."))
        above, steps = mother, 0
        while above is not None and self.instance.pk and steps < 50:
            if above.pk == self.instance.pk:
                self.add_error("mother", _("An animal cannot be its own ancestor."))
                break
            above, steps = above.mother, steps + 1
        return values
