"""What is said to be seen in drawn scenes: by a person, by a machine, by both, and once in a while a machine errs."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from curation.footage import tagging
from curation.footage.models import Footage, Observation
from curation.scenery import Actor, SceneSpec
from curation.species.models import Taxon

MACHINE = "demo-classifier 1.0"
BEHAVIOURS = {
    "walk": "walking",
    "trot": "running",
    "stop_and_look": "looking",
    "forage": "feeding",
    "follow": "walking",
    "meet": "standing",
}
"""Words of `Observation.BEHAVIORS` for what an actor does."""

MISTAKEN = {
    "Lynx lynx": "Prionailurus bengalensis",
    "Meles leucurus": "Nyctereutes procyonoides",
    "Cervus canadensis": "Cervus nippon",
}
"""What the machine takes these for; a person corrects it."""


@dataclass(frozen=True)
class Seen:
    """One observation as a form would hand it over."""

    taxon: Taxon | None
    actor: Actor | None

    def values(self) -> dict[str, object]:
        if self.actor is None:
            return {"observation_type": Observation.Type.BLANK, "taxon": None}
        sex = "" if self.actor.sex == "unknown" else self.actor.sex
        return {
            "observation_type": Observation.Type.ANIMAL,
            "taxon": self.taxon,
            "count": self.actor.count,
            "sex": sex,
            "life_stage": self.actor.life_stage,
            "behavior": BEHAVIOURS[self.actor.behaviour],
        }


def observe(footage: Footage, spec: SceneSpec, *, number: int, user: User) -> None:
    """Store the observations of one scene; `number` is its place in the plan and decides who has seen it."""
    names = {actor.species for actor in spec.actors} | {MISTAKEN.get(actor.species, "") for actor in spec.actors}
    taxa = {taxon.scientific_name: taxon for taxon in Taxon.objects.filter(scientific_name__in=names)}
    seen = [Seen(taxa.get(actor.species), actor) for actor in spec.actors] or [Seen(None, None)]
    mistaken = any(actor.species in MISTAKEN for actor in spec.actors)
    only_machine = number % 4 == 3 and not mistaken
    if number % 2 or mistaken:
        for order, each in enumerate(seen):
            _by_machine(footage, each, taxa=taxa, probability=_probability(spec, order=order, mistaken=mistaken))
    if not only_machine:
        for each in seen:
            tagging.observe(footage, user=user, values=each.values())


def _by_machine(footage: Footage, seen: Seen, *, taxa: dict[str, Taxon], probability: float) -> None:
    values = seen.values()
    if seen.actor is not None:
        values["taxon"] = taxa.get(MISTAKEN.get(seen.actor.species, ""), seen.taxon)
        values |= {"sex": "", "behavior": ""}  # machines tell species and number
    Observation.objects.create(
        footage=footage,
        classification_method=Observation.Method.MACHINE,
        classified_by=MACHINE,
        classification_timestamp=timezone.now(),
        classification_probability=probability,
        **values,
    )


def _probability(spec: SceneSpec, *, order: int, mistaken: bool) -> float:
    """0.41 to 0.50 for a mistake, else 0.55 to 0.98; the same each time."""
    step = spec.seed * 37 + order * 13
    return round(0.41 + step % 10 / 100 if mistaken else 0.55 + step % 44 / 100, 2)
