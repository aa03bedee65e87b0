"""A dossier in words: age, when and where it was seen, and who says that a piece shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curation.footage.cards import moment_of
from curation.footage.models import Footage, Individual, Observation
from curation.footage.selectors import sees_locations
from curation.subtitles.languages import LANGUAGES


def age_of(individual: Individual, *, today: date | None = None) -> str:
    """“4 years”, in whole years since birth; months in the first two; empty where the birth is not known."""
    if not individual.born:
        return ""
    parts = [int(part) for part in individual.born.split("-")]
    now = today or timezone.localdate()
    if len(parts) == 1:
        years = now.year - parts[0]
        return ngettext("about %(count)s year", "about %(count)s years", years) % {"count": years}
    months = (now.year - parts[0]) * 12 + now.month - parts[1]
    if len(parts) == 3 and now.day < parts[2]:
        months -= 1
    if months < 24:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}


def names_of(individual: Individual) -> list[tuple[str, str, str]]:
    """Tag, the language's own name and what the animal is called in it, in the desk's order."""
    called = {one.language.lower(): one.name for one in individual.names.all()}
    return [
        (language.tag, language.own, called[language.tag.lower()])
        for language in LANGUAGES.values()
        if language.tag.lower() in called
    ]


def title_of(individual: Individual) -> str:
    """Its name in the reader's language, and its code beside it where that is another."""
    name = individual.name_in(get_language() or "en")
    return name if name == individual.code else f"{name} · {individual.code}"


def seen_at(footage: Footage | None, *, user: Any) -> str:
    """“14 Jan 2026 05:12 · Hunchun”; the station's code only for those who may know it."""
    if footage is None:
        return ""
    parts = [moment_of(footage)]
    if footage.station:
        parts.append(footage.station.zone)
        if sees_locations(user):
            parts.append(footage.station.code)
    return " · ".join(part for part in parts if part)


def source_of(link: Observation) -> str:
    """Who says that it is this animal, and when: the person who linked it, else whoever made the observation."""
    who = link.individual_by or link.classified_by
    when = link.individual_at or link.classification_timestamp
    day = date_format(localtime(when), "DATE_FORMAT") if when else ""
    by_machine = not link.individual_by and link.classification_method == Observation.Method.MACHINE
    if by_machine and link.classification_probability is not None:
        who = _("%(model)s, %(percent)s %% sure") % {
            "model": who or _("A machine"),
            "percent": round(link.classification_probability * 100),
        }
    return " · ".join(part for part in (who, day) if part)


def said_by_machine(link: Observation) -> bool:
    return not link.individual_by and link.classification_method == Observation.Method.MACHINE
