"""What a card says of footage: at most five facts, the reason for its rank first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from curation.footage.layers import current, species_label
from curation.footage.models import Footage, Observation
from curation.footage.reasons import reason
from curation.species.models import Taxon

PENDING = {Footage.State.REGISTERED, Footage.State.PROBING, Footage.State.FAILED}  # waits to be read, or could not be
SCRUB = ("columns", "rows", "count", "interval")  # how a sheet of small pictures is divided


@dataclass(frozen=True)
class Card:
    """A card's facts, ready to be shown. `why`: why it stands here, the strongest reason first."""

    footage: Footage
    title: str
    behaviour: str
    place: str
    moment: str
    length: str
    tagging: str  # approved, machine or untagged
    probability: float | None
    why: str
    reason: str
    url: str
    plays: bool = False
    all_reasons: str = ""
    fresh: bool = False  # new since the last look at the saved search that is open

    def attributes(self) -> SafeString:
        """What scripts read of the card."""
        footage, scrub = self.footage, self.footage.scrub
        told = [f'data-id="{footage.pk}"']
        if footage.captured_at:
            told.append(f'data-at="{footage.captured_at.timestamp():.0f}"')
        if footage.event_id:
            told.append(f'data-event="{footage.event_id}"')
        if self.plays:
            told.append(f'data-file="{self.url}file/"')
        if footage.scrub_sheet:
            told.append(f'data-scrub="{self.url}scrub/"')
            told += [f'data-{name}="{float(scrub.get(name) or 0):g}"' for name in SCRUB]
        return mark_safe(" ".join(told))  # noqa: S308 - numbers, and an address of our own


@lru_cache(maxsize=16)
def _called(field: str, language: str) -> dict[str, str]:
    """What the values of an observation's field are called in a language. Django's `get_..._display` translates all of
    them each time, which takes longer than everything else about a card."""
    declared: Any = Observation._meta.get_field(field)
    return {str(value): str(label) for value, label in declared.choices}


def label_of(field: str, value: str) -> str:
    """“walking”, “Juvenile”: a value of an observation's field in the reader's language."""
    return _called(field, get_language() or "en").get(value, value)


def tagging(observations: Sequence[Observation]) -> str:
    if any(one.classification_method == Observation.Method.HUMAN for one in observations):
        return "approved"
    return "machine" if observations else "untagged"


def _stages(seen: Sequence[Observation], *, count: int) -> str:
    """“2 juvenile”, “subadult”: the young among animals of one kind; nothing where all are grown."""
    young: Counter[str] = Counter()
    for one in seen:
        if one.life_stage and one.life_stage != Observation.LifeStage.ADULT:
            young[label_of("life_stage", one.life_stage).lower()] += one.count or 1
    return ", ".join(stage if number == count else f"{number} {stage}" for stage, number in young.items())


def title_of(observations: Sequence[Observation]) -> str:
    """“Amur tiger ×3 (2 juvenile) · Wild boar”; animals first, blank last."""
    parts: list[str] = []
    by_name: dict[str, list[Observation]] = {}
    for one in sorted(current(observations), key=lambda one: one.taxon_id is None):
        by_name.setdefault(species_label(one), []).append(one)
    for name, seen in by_name.items():
        count = sum(one.count or 1 for one in seen)
        part = f"{name} ×{count}" if count > 1 else name
        stages = _stages(seen, count=count)
        parts.append(f"{part} ({stages})" if stages else part)
    return " · ".join(parts)


def moment_of(footage: Footage) -> str:
    """The capture time in the reader's zone; only the day where only the day is known."""
    if footage.captured_at is None:
        return ""
    local = localtime(footage.captured_at)
    day = _day(local.date(), get_language() or "en")
    return f"{day} {local.hour:02}:{local.minute:02}" if footage.captured_exact else day


@lru_cache(maxsize=4096)
def _day(day: date, _language: str) -> str:
    return date_format(day, "DATE_FORMAT")


def length_of(footage: Footage) -> str:
    """“0:15”, “1:02:03”."""
    if footage.duration is None:
        return ""
    minutes, seconds = divmod(round(footage.duration), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@lru_cache(maxsize=4)
def _folder(_prefix: str) -> str:
    return reverse("footage:index")


def url_of(footage: Footage) -> str:
    """Address of its page; its pictures and its file lie beneath. One look-up for all the cards of a page."""
    return f"{_folder(get_script_prefix())}{footage.pk}/"


def card(footage: Footage, *, why: Sequence[str] = (), fresh: bool = False) -> Card:
    """The card of one piece of footage; expects its observations with taxa and names, and its station, at hand."""
    observations = footage.said if footage.said is not None else list(footage.observations.all())
    counted = current(observations)
    behaviour = list(dict.fromkeys(label_of("behavior", one.behavior) for one in counted if one.behavior))
    known = tagging(observations)
    probabilities = [one.classification_probability for one in counted if one.classification_probability is not None]
    return Card(
        footage=footage,
        title=title_of(observations),
        behaviour=", ".join(behaviour[:2]),
        place=footage.station.zone if footage.station else "",
        moment=moment_of(footage),
        length=length_of(footage),
        tagging=known,
        probability=max(probabilities) if known == "machine" and probabilities else None,
        why=why[0] if why else "",
        reason=reason(footage),
        url=url_of(footage),
        # Reading makes a version for the browser wherever the original does not play: no need to load the probe.
        plays=bool(footage.proxy or (footage.file and footage.state == Footage.State.READY)),
        all_reasons=_("; ").join(why) if len(why) > 1 else "",
        fresh=fresh,
    )


def words() -> dict[str, str]:
    """What stands on many cards of one page, looked up once."""
    return {
        "night": pgettext("light of footage", "Night"),
        "new": pgettext("footage in a saved search", "New"),
        "approved": pgettext("tags of footage", "Approved"),
        "ai": _("AI"),
        "untagged": _("Untagged"),
        "unknown": _("Place and time unknown"),
        "again": _("Read again"),
        "fetch": _("Fetch and read it now"),
        "absent": _("File not here"),
        "select": _("Select"),
    }


def shown(card: Card, words: Mapping[str, str]) -> dict[str, Any]:
    """A card as its template takes it."""
    footage = card.footage
    state = footage.state
    catalogued = state == Footage.State.CATALOGUED
    pending = state in PENDING
    quarantined = state == Footage.State.QUARANTINED
    fresh = " pm-film--fresh" if card.fresh else ""
    return {
        "key": str(footage.pk),
        "url": card.url,
        "name": card.title or str(footage),
        "classes": fresh + (" pm-film--catalogued" if catalogued else ""),
        "attributes": card.attributes(),
        "poster": footage.poster,
        "catalogued": catalogued,
        "failed": state == Footage.State.FAILED,
        "pending": pending,
        "quarantined": quarantined,
        "state": str(footage.get_state_display()) if pending or quarantined else "",
        "stored": bool(footage.file),
        "night": footage.light == Footage.Light.NIGHT,
        "length": card.length,
        "fresh": card.fresh,
        "why": card.why,
        "all_reasons": card.all_reasons,
        "behaviour": "" if card.why else card.behaviour,
        "reason": card.reason,
        "where": " · ".join(filter(None, (card.place, card.moment))) or words["unknown"],
        "approved": card.tagging == "approved",
        "machine": card.tagging == "machine",
        "sure": "" if card.probability is None else f" {number_format(card.probability, 2)}",
    }


def taxon_choice(taxon: Taxon, *, matched: str = "") -> dict[str, object]:
    """A species as the picker shows it; `matched` is the name that was typed where it is not the one shown."""
    name = taxon.name_in(get_language() or "en")
    return {
        "id": taxon.pk,
        "name": name,
        "scientific": taxon.scientific_name,
        "matched": matched if matched != name else "",
    }
