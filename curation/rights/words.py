"""Terms and decisions in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from babel import Locale
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from curation.rights.decision import MESSAGES, Reason
from curation.rights.terms import Terms
from curation.rights.territories import names_of

USE_WORDS: Mapping[str, str | Promise] = {
    "editorial": _("Editorial"),
    "broadcast": _("Broadcast"),
    "social": _("Social media"),
    "education": _("Education"),
    "research": _("Research"),
    "commercial": _("Commercial"),
}
MEDIA_WORDS: Mapping[str, str | Promise] = {
    "social": _("Social media"),
    "online": _("Web sites"),
    "television": _("Television"),
    "cinema": _("Cinema"),
    "print": _("Print"),
    "exhibition": _("Exhibitions"),
    "app": _("Apps and games"),
    "any": _("Every medium"),
}
RELEASE_WORDS: Mapping[str, str | Promise] = {
    "not_needed": _("None to be seen"),
    "given": _("Released"),
    "editorial_only": _("Released for editorial use only"),
    "missing": _("Not released"),
}
SENSITIVITY_WORDS: Mapping[str, str | Promise] = {
    "open": _("For everybody"),
    "restricted": _("For partners under an agreement"),
    "internal": _("May not leave the house"),
}


def sentence(reason: Reason) -> str:
    """Why not, in the reader's language and zone."""
    return sentence_of(reason.code, reason.params)


def sentence_of(code: str, params: Mapping[str, Any]) -> str:
    """As `sentence`; moments may be text in ISO 8601, as a JSON column keeps them."""
    return gettext(MESSAGES[code]) % {name: _shown(name, value) for name, value in params.items()}


def _shown(name: str, value: Any) -> Any:
    if name in {"until", "since"} and isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if name in {"use", "media"}:
        return str((USE_WORDS if name == "use" else MEDIA_WORDS).get(value, value))
    if name == "territories":
        return names_of(value.split(), language=get_language() or "en")
    return languages_of(value.split()) if name == "languages" else value


def languages_of(tags: Any) -> str:
    """Languages by their names, in one line."""
    reader = get_language() or "en"
    known = Locale.parse("zh_Hans" if reader.startswith("zh") else "en").languages
    names = [str(known.get(tag.replace("-", "_"), known.get(tag, tag))) for tag in sorted(tags)]
    return ("、" if reader.startswith("zh") else ", ").join(names)


def summary(terms: Terms) -> list[tuple[str, str]]:
    """Every term with its label, as a page lists it."""
    reader = get_language() or "en"
    everything, join = gettext("no limit"), "、" if reader.startswith("zh") else ", "

    def chosen(found: frozenset[str] | None, words: Mapping[str, str | Promise]) -> str:
        return everything if found is None else join.join(str(words[each]) for each in words if each in found)

    where = gettext("the whole world") if terms.territories is None else _places(terms.territories, reader)
    if terms.without:
        where = gettext("%(where)s, without %(without)s") % {"where": where, "without": _places(terms.without, reader)}
    spoken = everything if terms.languages is None else languages_of(terms.languages)
    alone = "—"
    if terms.exclusive_until:
        alone = gettext("%(partner)s alone until %(until)s") % {
            "partner": terms.exclusive_to,
            "until": _shown("until", terms.exclusive_until),
        }
    credit = terms.credit_line or "—"
    if terms.credit_required:
        credit = gettext("“%(line)s”, to be shown always") % {"line": terms.credit_line}
    moments = {name: _shown("until", getattr(terms, name)) or "—" for name in ("since", "until", "embargo_until")}
    return [
        (gettext("Owner of the rights"), terms.owner or "—"),
        (gettext("Uses"), chosen(terms.uses, USE_WORDS)),
        (gettext("Media"), chosen(terms.media, MEDIA_WORDS)),
        (gettext("Where"), where),
        (gettext("Languages"), spoken),
        (gettext("From"), moments["since"]),
        (gettext("Until"), moments["until"]),
        (gettext("Embargo until"), moments["embargo_until"]),
        (gettext("Promised"), alone),
        (gettext("Credit line"), credit),
        (gettext("People in the picture"), str(RELEASE_WORDS[terms.people_release])),
        (gettext("Property in the picture"), str(RELEASE_WORDS[terms.property_release])),
        (gettext("For whom"), str(SENSITIVITY_WORDS[terms.sensitivity])),
        (gettext("Notes"), terms.notes or "—"),
    ]


def territories_words(codes: Collection[str]) -> str:
    """Countries and groups by their names; none is the whole world."""
    return _places(frozenset(codes), get_language() or "en") if codes else gettext("the whole world")


def _places(codes: frozenset[str], reader: str) -> str:
    return names_of(sorted(codes), language=reader)
