"""The layers of what is said about footage, and the answer that is derived from them.

The desk's decision counts before what people say, and what people say before what machines say. Of one model only the
newest version counts. Whatever does not count stays as evidence and is shown. The search index follows the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curation.footage.models import Observation

EDITORIAL, HUMAN, MACHINE = "editorial", "human", "machine"
ORDER = (EDITORIAL, HUMAN, MACHINE)
VERSION = re.compile(r"^(?P<model>.*?)[\s_\-]*[vV]?(?P<version>\d[\w.\-]*)$")
NAMED = 3  # people are named up to here, counted beyond

Generation = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Machine:
    """A model's folded name and its version, comparable: 5a < 5b < 6 < 10."""

    model: str
    generation: Generation


@dataclass(frozen=True)
class Answer:
    """What is shown as seen. `layer` is the one that counts (empty where nobody has said anything)."""

    layer: str
    values: tuple[Observation, ...]
    because: tuple[str, ...]  # sentences in the reader's language: who says what, then the verdict
    verdict: tuple[str, ...] = ()  # only why these count
    older: tuple[Observation, ...] = ()  # said by an older version of a model that has spoken again
    conflict: bool = False  # within the layer that counts, or of machines with people; the desk settles it


@lru_cache(maxsize=4096)
def machine_of(name: str) -> Machine:
    """`MegaDetector v5a` is the model `megadetector` of generation 5a; a name without a number has no generation."""
    found = VERSION.match(name.strip())
    if not found or not found["model"]:
        return Machine(name.strip().casefold(), ())
    parts = re.findall(r"\d+|[a-z]+", found["version"].casefold())
    generation = tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)
    return Machine(re.sub(r"[\s_\-]+", " ", found["model"]).strip().casefold(), generation)


def generations(names: Iterable[str]) -> dict[str, tuple[str, int]]:
    """For SQL and numpy: each machine's name with its model and the rank of its version (higher is newer)."""
    machines = {name: machine_of(name) for name in names}
    ranks = {known: rank for rank, known in enumerate(sorted({one.generation for one in machines.values()}))}
    return {name: (one.model, ranks[one.generation]) for name, one in machines.items()}


def layer_of(observation: Observation) -> str:
    """`editorial`, `human` or `machine`."""
    if observation.editorial:
        return EDITORIAL
    return HUMAN if observation.classification_method == Observation.Method.HUMAN else MACHINE


def newest(observations: Sequence[Observation]) -> list[Observation]:
    """Of machines' observations those of each model's newest version."""
    latest: dict[str, Generation] = {}
    for one in observations:
        machine = machine_of(one.classified_by)
        latest[machine.model] = max(latest.get(machine.model, ()), machine.generation)
    return [one for one in observations if machine_of(one.classified_by).generation == _latest(latest, one)]


def _latest(latest: dict[str, Generation], one: Observation) -> Generation:
    return latest[machine_of(one.classified_by).model]


def current(observations: Sequence[Observation]) -> list[Observation]:
    """The observations that count, in the order given."""
    by_layer = _by_layer(observations)
    layer = next((name for name in ORDER if by_layer[name]), "")
    if layer == MACHINE:
        return newest(by_layer[MACHINE])
    return by_layer[layer] if layer else []


def _by_layer(observations: Sequence[Observation]) -> dict[str, list[Observation]]:
    return {name: [one for one in observations if layer_of(one) == name] for name in ORDER}


def derive(observations: Sequence[Observation]) -> Answer:
    """The answer and its reasons. Expects `taxon__names` fetched."""
    by_layer = _by_layer(observations)
    values = current(observations)
    layer = layer_of(values[0]) if values else ""
    machines = newest(by_layer[MACHINE])
    older = [one for one in by_layer[MACHINE] if one not in machines]
    split = _split(values)
    doubted = layer == HUMAN and bool(machines) and not _compatible(values, machines)
    verdict = (*_old(older, machines), *_verdict(layer, split=split, doubted=doubted))
    because = (*_who_says_what([*by_layer[EDITORIAL], *by_layer[HUMAN], *machines]), *verdict)
    return Answer(layer, tuple(values), because, verdict, tuple(older), conflict=split or doubted)


def surest(observations: Sequence[Observation]) -> list[Observation]:
    """Of machines' observations those that a person agrees with: one model's, the one that says most and is surest.

    A model that names a species comes before one that only says "animal", and that before one that says "blank".
    """
    by_model: dict[str, list[Observation]] = {}
    for one in newest([one for one in observations if layer_of(one) == MACHINE]):
        if one.observation_type != Observation.Type.UNCLASSIFIED:
            by_model.setdefault(machine_of(one.classified_by).model, []).append(one)
    if not by_model:
        return []
    said = by_model[min(by_model, key=lambda model: (*_standing(by_model[model]), model))]
    unnamed, nothing, _sure = _standing(said)
    return [
        one for one in said if (one.taxon_id is not None or unnamed) and (one.observation_type != "blank" or nothing)
    ]


def _standing(said: Sequence[Observation]) -> tuple[bool, bool, float]:
    """Sorts the machine that says most and is surest first: whether it names no species, sees nothing, its doubt."""
    named = any(one.taxon_id is not None for one in said)
    something = any(one.observation_type != Observation.Type.BLANK for one in said)
    return not named, not something, -max(one.classification_probability or 0.0 for one in said)


def same(one: Observation, other: Observation) -> bool:
    """Whether two statements can mean the same: the same kind, and no two taxa of which neither holds the other."""
    if one.observation_type != other.observation_type:
        return False
    if one.taxon is None or other.taxon is None or one.taxon_id == other.taxon_id:
        return True
    return other.taxon_id == one.taxon.parent_id or one.taxon_id == other.taxon.parent_id


def _compatible(some: Sequence[Observation], others: Sequence[Observation]) -> bool:
    return any(same(one, other) for one in some for other in others)


def _split(values: Sequence[Observation]) -> bool:
    """Whether two who count have nothing in common: one says tiger, another only leopard."""
    told: dict[str, list[Observation]] = {}
    for one in values:
        told.setdefault(one.classified_by, []).append(one)
    sources = list(told.values())
    return any(not _compatible(one, other) for place, one in enumerate(sources) for other in sources[place + 1 :])


def species_label(observation: Observation) -> str:
    """“Amur tiger”, or the type where there is no species."""
    if observation.taxon is not None:
        return observation.taxon.name_in(get_language() or "en")
    return str(observation.get_observation_type_display())


def _who_says_what(observations: Sequence[Observation]) -> list[str]:
    told: dict[str, list[Observation]] = {}
    for one in observations:
        told.setdefault(species_label(one), []).append(one)
    sentences = []
    for what, said in told.items():
        sayers = _sayers(said)
        sentence = ngettext("%(who)s says %(what)s.", "%(who)s say %(what)s.", sayers[1])
        sentences.append(sentence % {"who": sayers[0], "what": what})
    return sentences


def _sayers(said: Sequence[Observation]) -> tuple[str, int]:
    """“Wang Wei, Li Na and SpeciesNet 4 (71 %)”, and how many they are."""
    people = list(dict.fromkeys(one.classified_by or _("a person") for one in said if layer_of(one) != MACHINE))
    number = len(people)
    if number > NAMED:
        people = [ngettext("%(count)s person", "%(count)s people", number) % {"count": number}]
    sure: dict[str, float | None] = {}
    for one in said:
        if layer_of(one) == MACHINE:
            name = one.classified_by or _("a machine")
            sure[name] = max(filter(None, [sure.get(name), one.classification_probability]), default=None)
    machines = [_machine(name, probability) for name, probability in sure.items()]
    return _joined([*people, *machines]), number + len(machines)


def _machine(name: str, probability: float | None) -> str:
    if probability is None:
        return name
    return _("%(machine)s (%(percent)s %%)") % {"machine": name, "percent": number_format(round(probability * 100))}


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": _(", ").join(names[:-1]), "last": names[-1]}


def _old(older: Sequence[Observation], machines: Sequence[Observation]) -> list[str]:
    names = {machine_of(one.classified_by).model: one.classified_by for one in machines}
    pairs = dict.fromkeys((one.classified_by, names[machine_of(one.classified_by).model]) for one in older)
    return [
        _("%(newer)s has looked again, so %(older)s no longer counts.") % {"newer": newer, "older": older_name}
        for older_name, newer in pairs
    ]


def _verdict(layer: str, *, split: bool, doubted: bool) -> list[str]:
    told = []
    if layer == EDITORIAL:
        told.append(_("The desk has decided this; it counts."))
    elif layer == MACHINE:
        told.append(_("Nobody has looked yet, so the machine counts."))
    elif split:
        told.append(_("People do not agree: all they say counts until the desk decides."))
    if layer == MACHINE and split:
        told.append(_("The machines do not agree."))
    if doubted:
        told.append(_("People count before machines."))
    return told
