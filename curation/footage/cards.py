"""What a card says of footage: at most five facts, and with the rarest first why it stands here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curation.footage.models import Footage, Observation
from curation.footage.reasons import reason
from curation.species.models import Taxon


@dataclass(frozen=True)
class Sighting:
    """Animals of one kind in one piece of footage, as a card names them."""

    name: str
    count: int | None
    stage: str
    machine: bool


@dataclass(frozen=True)
class Card:
    """A card's facts, ready to be shown."""

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


def current(observations: Sequence[Observation]) -> list[Observation]:
    """The observations that count, as `selectors.current_observations` has it, of rows at hand."""
    human = [one for one in observations if one.classification_method == Observation.Method.HUMAN]
    return human or list(observations)


def tagging(observations: Sequence[Observation]) -> str:
    if any(one.classification_method == Observation.Method.HUMAN for one in observations):
        return "approved"
    return "machine" if observations else "untagged"


def species_label(observation: Observation) -> str:
    """“Amur tiger”, or the type where there is no species."""
    if observation.taxon is not None:
        return observation.taxon.name_in(get_language() or "en")
    return str(observation.get_observation_type_display())


def _stages(seen: Sequence[Observation], *, count: int) -> str:
    """“2 juvenile”, “subadult”: the young among animals of one kind; nothing where all are grown."""
    young: Counter[str] = Counter()
    for one in seen:
        if one.life_stage and one.life_stage != Observation.LifeStage.ADULT:
            young[str(one.get_life_stage_display()).lower()] += one.count or 1
    return ", ".join(stage if number == count else f"{number} {stage}" for stage, number in young.items())


def title_of(observations: Sequence[Observation]) -> str:
    """“Amur tiger ×3 (2 juvenile) · Wild boar”; animals first, blank last."""
    parts: list[str] = []
    by_name: dict[str, list[Observation]] = {}
    for one in sorted(current(observations), key=lambda one: one.taxon is None):
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
    day = date_format(local, "DATE_FORMAT")
    return f"{day} {local:%H:%M}" if footage.captured_exact else day


def length_of(footage: Footage) -> str:
    """“0:15”, “1:02:03”."""
    if footage.duration is None:
        return ""
    minutes, seconds = divmod(round(footage.duration), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def card(footage: Footage, *, why: str = "") -> Card:
    """The card of one piece of footage; expects `observations__taxon__names` and `station` prefetched."""
    observations = list(footage.observations.all())
    counted = current(observations)
    behaviour = list(dict.fromkeys(str(one.get_behavior_display()) for one in counted if one.behavior))
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
        why=why,
        reason=reason(footage),
    )


def reasons_for_rank(items: Sequence[Footage], *, seen: Mapping[int, int]) -> dict[int, str]:
    """Why each stands where it does among the rarest: its rarest species, and young. `seen`: pieces by taxon."""
    told: dict[int, str] = {}
    for footage in items:
        counted = [one for one in current(list(footage.observations.all())) if one.taxon_id]
        if not counted:
            continue
        rarest = min(counted, key=lambda one: seen.get(one.taxon_id or 0, 0))
        pieces = seen.get(rarest.taxon_id or 0, 0)
        name = species_label(rarest)
        sentence = ngettext("the only footage of %(species)s", "one of %(count)s pieces with %(species)s", pieces) % {
            "count": pieces,
            "species": name,
        }
        young = Counter(one.life_stage for one in counted)
        if young[Observation.LifeStage.JUVENILE] or young[Observation.LifeStage.SUBADULT]:
            sentence = _("%(first)s, with young") % {"first": sentence}
        told[footage.pk] = sentence
    return told


def taxon_choice(taxon: Taxon, *, matched: str = "") -> dict[str, object]:
    """A species as the picker shows it; `matched` is the name that was typed where it is not the one shown."""
    name = taxon.name_in(get_language() or "en")
    return {
        "id": taxon.pk,
        "name": name,
        "scientific": taxon.scientific_name,
        "matched": matched if matched != name else "",
    }
