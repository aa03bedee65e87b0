"""What a card says of footage: at most five facts, the reason for its rank first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curation.footage.layers import current, species_label
from curation.footage.models import Footage, Observation
from curation.footage.reasons import reason
from curation.species.models import Taxon


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

    @property
    def pending(self) -> bool:
        """Whether it waits to be read, or could not be."""
        return self.footage.state in {Footage.State.REGISTERED, Footage.State.PROBING, Footage.State.FAILED}

    @property
    def catalogued(self) -> bool:
        """Whether it is known of only; nobody has read its file yet."""
        return self.footage.state == Footage.State.CATALOGUED


def tagging(observations: Sequence[Observation]) -> str:
    if any(one.classification_method == Observation.Method.HUMAN for one in observations):
        return "approved"
    return "machine" if observations else "untagged"


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
    day = date_format(local, "DATE_FORMAT")
    return f"{day} {local:%H:%M}" if footage.captured_exact else day


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
        why=why[0] if why else "",
        reason=reason(footage),
        url=url_of(footage),
        # Reading makes a version for the browser wherever the original does not play: no need to load the probe.
        plays=bool(footage.proxy or (footage.file and footage.state == Footage.State.READY)),
        all_reasons=_("; ").join(why) if len(why) > 1 else "",
        fresh=fresh,
    )


def taxon_choice(taxon: Taxon, *, matched: str = "") -> dict[str, object]:
    """A species as the picker shows it; `matched` is the name that was typed where it is not the one shown."""
    name = taxon.name_in(get_language() or "en")
    return {
        "id": taxon.pk,
        "name": name,
        "scientific": taxon.scientific_name,
        "matched": matched if matched != name else "",
    }
