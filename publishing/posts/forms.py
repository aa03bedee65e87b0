"""The form that connects a channel, made of what its connector asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curation.subtitles.languages import LANGUAGES
from publishing.connectors.capabilities import Capabilities, Field
from publishing.posts.hours import zone_names
from publishing.posts.models import Channel
from publishing.posts.seal import SealBroken, unseal


class ChannelForm(forms.Form):
    """Name, audience, and the settings and secrets of one platform. A stored secret is never put into the page."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("What the desk calls this channel."))
    time_zone = forms.ChoiceField(
        label=_("Time zone of its audience"), choices=lambda: [(name, name.replace("_", " ")) for name in zone_names()]
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(tag, language.own) for tag, language in LANGUAGES.items()],
        help_text=_("Offered first when a post is written."),
    )  # fmt: skip
    two_person = forms.BooleanField(
        label=_("A second person must approve"), required=False,
        help_text=_("Whoever wrote a post or changed it last cannot approve it alone."),
    )  # fmt: skip
    takedown = forms.ChoiceField(
        label=_("When the rights to a published clip end"), choices=Channel.Takedown.choices, required=False
    )

    def __init__(self, *args: Any, capabilities: Capabilities, channel: Channel, **kwargs: Any) -> None:
        self.capabilities, self.channel = capabilities, channel
        kwargs.setdefault("initial", {
            "name": channel.name or capabilities.name, "time_zone": channel.time_zone, "languages": channel.languages,
            "two_person": channel.two_person, "takedown": channel.takedown,
            **{f"setting_{name}": value for name, value in channel.settings.items()},
        })  # fmt: skip
        super().__init__(*args, **kwargs)
        for field in capabilities.settings_fields:
            self.fields[f"setting_{field.name}"] = _field(field, required=field.required)
        stored = _stored(channel)
        for field in capabilities.secret_fields:
            made = _field(field, required=field.required and field.name not in stored)
            made.widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
            if field.name in stored:
                made.widget.attrs["placeholder"] = gettext("Stored. Leave empty to keep it.")
            self.fields[f"secret_{field.name}"] = made

    def clean_takedown(self) -> str:
        """What the channel has stays where a script leaves it out."""
        return self.cleaned_data["takedown"] or self.channel.takedown

    def usual(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [each for each in self if each.name not in self._advanced()]

    def advanced(self) -> list[forms.BoundField]:
        """What hardly anybody changes, such as the address of the API itself."""
        return [each for each in self if each.name in self._advanced()]

    def _advanced(self) -> set[str]:
        return {f"setting_{each.name}" for each in self.capabilities.settings_fields if each.advanced}

    def part(self, prefix: str) -> dict[str, str]:
        """What was given for the settings or the secrets, by the connector's own names."""
        cut = len(prefix) + 1
        return {name[cut:]: value.strip() for name, value in self.cleaned_data.items() if name.startswith(f"{prefix}_")}


def _stored(channel: Channel) -> set[str]:
    try:
        return set(unseal(channel.sealed))
    except SealBroken:
        return set()


def _field(field: Field, *, required: bool) -> forms.Field:
    if field.choices:
        choices = [(value, gettext(label)) for value, label in field.choices]
        return forms.ChoiceField(
            label=gettext(field.label), help_text=gettext(field.help), choices=choices, initial=field.default
        )
    return forms.CharField(
        label=gettext(field.label), help_text=gettext(field.help) if field.help else "", required=required,
        max_length=2000, initial=field.default,
    )  # fmt: skip
