"""The form of a text template."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curation.subtitles.languages import LANGUAGES
from publishing.connectors.registry import connectors
from publishing.posts.models import TextTemplate
from publishing.posts.wording import house
from publishing.posts.wording.patterns import SENTENCES, Fault, faults


def platform_choices() -> list[tuple[str, str]]:
    """Every platform, and all of them first."""
    known = [(name, gettext(each.capabilities.name)) for name, each in connectors().items()]
    return [("", gettext("every platform")), *known]


def language_choices() -> list[tuple[str, str]]:
    """Every language, and all of them first."""
    return [("", gettext("every language")), *((tag, each.own) for tag, each in LANGUAGES.items())]


class TemplateForm(forms.Form):
    """Platform and language of a template stay as they were chosen first."""

    platform = forms.ChoiceField(label=_("Platform"), choices=platform_choices, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Only where the platform has titles.")
    )
    body = forms.CharField(
        label=_("Text"), max_length=5000, strip=False, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})
    )
    hashtags = forms.IntegerField(
        label=_("Hashtags at most"), min_value=0, max_value=30, help_text=_("That {hashtags} puts into the text.")
    )

    def __init__(self, *args: Any, row: TextTemplate | None, **kwargs: Any) -> None:
        self.row = row
        if row is not None:
            kwargs["initial"] = {
                "platform": row.platform, "language": row.language, "title": row.title, "body": row.body,
                "hashtags": row.hashtags,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        if row is not None:
            self.fields["platform"].disabled = self.fields["language"].disabled = True

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n").strip("\n")
        self._refuse(faults(body))
        return body

    def clean_title(self) -> str:
        title = str(self.cleaned_data.get("title") or "").strip()
        self._refuse(faults(title, wants_words=False))
        return title

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        key = (data.get("platform") or "", data.get("language") or "")
        if self.row is None and TextTemplate.objects.filter(platform=key[0], language=key[1]).exists():
            self.add_error(
                None, gettext("There is a template for this platform and language already. Change that one.")
            )
        return data

    def _refuse(self, found: list[Fault]) -> None:
        if found:
            raise ValidationError([gettext(SENTENCES[each.code]) % each.params for each in found])


def beginning(platform: str, *, language: str) -> dict[str, Any]:
    """What a new template begins with: what holds there now."""
    pattern = house.pattern_for(platform, language=language, known=house.stored())
    return {
        "platform": platform, "language": language, "title": pattern.title, "body": pattern.body,
        "hashtags": pattern.hashtags,
    }  # fmt: skip
