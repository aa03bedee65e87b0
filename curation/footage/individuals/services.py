"""Dossiers and what links footage with them. Every change is one entry in the history; links can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from curation.footage.individuals.errors import DossierError
from curation.footage.models import Footage, Individual, IndividualName, Observation
from curation.footage.tagging import UNDO_SECONDS, name_of
from curation.species.models import Taxon
from curation.species.selectors import with_descendants

SALT = "pugmark.individual"
COPIED = ("observation_type", "taxon_id", "sex", "life_stage", "behavior", "comments")


@transaction.atomic
def write(individual: Individual, *, names: Mapping[str, str], user: User) -> Individual:
    """Store a dossier and its names by language (empty takes a name away); new or changed."""
    action = "wagtail.edit" if individual.pk else "wagtail.create"
    individual.save()
    for language, name in names.items():
        if name.strip():
            IndividualName.objects.update_or_create(
                individual=individual, language=language, defaults={"name": name.strip()[:120]}
            )
        else:
            IndividualName.objects.filter(individual=individual, language=language).delete()
    log(individual, action, user=user, data={"code": individual.code})
    return individual


@transaction.atomic
def delete(individual: Individual, *, user: User) -> None:
    """Remove a dossier that nothing hangs on. Raises DossierError."""
    if individual.observations.exists() or individual.taken.exists():
        raise DossierError("has_footage")
    log(individual, "wagtail.delete", user=user, data={"code": individual.code}, deleted=True)
    individual.delete()


@transaction.atomic
def link(footage: Footage, *, individual: Individual, user: User) -> str:
    """A person says that this animal is in this footage; returns a token with which `relink` takes that back.

    Of what people see of its species one animal becomes this one; where only a machine has spoken, the person's word
    is added and the machine's stays as evidence. Raises DossierError.
    """
    if individual.merged_into_id:
        raise DossierError("merged_already")
    rows = list(Observation.objects.select_for_update().filter(footage=footage).order_by("pk"))
    human = [one for one in rows if one.classification_method == Observation.Method.HUMAN]
    if any(one.individual_id == individual.pk for one in human):
        raise DossierError("linked_already", name=str(individual))
    taxa = _kin(individual.taxon)
    free = [one for one in human if one.individual_id is None and one.taxon_id in taxa]
    seen = [one for one in human if one.taxon_id is not None]
    if not free and any(one.individual_id is None for one in seen) and not any(one.taxon_id in taxa for one in seen):
        raise DossierError("other_species", name=str(individual))
    before: dict[str, Any] = {"footage": footage.pk}
    if free and (free[0].count or 1) == 1:
        observation, made = free[0], False
    else:
        observation, made = _apart(footage, free, rows, individual=individual, user=user, before=before), True
    _set(observation, individual=individual.pk, by=name_of(user), at=timezone.now())
    _note(footage, individual, user=user, did="linked")
    return signing.dumps(before | {"observation": observation.pk, "made": made}, salt=SALT)


def _kin(taxon: Taxon) -> set[int]:
    """The species itself, what is beneath it, and what it is beneath: people are not always that exact."""
    kin = with_descendants([taxon.scientific_name])
    above = taxon.parent
    while above is not None and len(kin) < 50:
        kin.add(above.pk)
        above = above.parent
    return kin


def _apart(
    footage: Footage,
    free: list[Observation],
    rows: list[Observation],
    *,
    individual: Individual,
    user: User,
    before: dict[str, Any],
) -> Observation:
    """An observation of this one animal alone: taken out of a group, said after a machine, or new."""
    taxa = _kin(individual.taxon)
    machine = [one for one in rows if one.taxon_id in taxa and one.classification_method == Observation.Method.MACHINE]
    source = free[0] if free else (machine[0] if machine else None)
    values = {name: getattr(source, name) for name in COPIED} if source else {}
    values.setdefault("taxon_id", individual.taxon_id)
    if free:
        before["group"] = free[0].pk
        Observation.objects.filter(pk=free[0].pk).update(count=F("count") - 1)
    return Observation.objects.create(
        footage=footage,
        count=1,
        classification_method=Observation.Method.HUMAN,
        classified_by=name_of(user),
        classification_timestamp=timezone.now(),
        **values,
    )


def _set(observation: Observation, *, individual: int | None, by: str, at: datetime | None) -> None:
    Observation.objects.filter(pk=observation.pk).update(
        individual=individual, individual_by=by[:200], individual_at=at
    )


@transaction.atomic
def unlink(observation: Observation, *, user: User) -> str:
    """Take the animal's name off an observation, which stays; returns a token with which `relink` puts it back."""
    if observation.individual is None:
        raise DossierError("not_linked")
    kept = {
        "observation": observation.pk,
        "individual": observation.individual_id,
        "by": observation.individual_by,
        "at": observation.individual_at.isoformat() if observation.individual_at else None,
    }
    _set(observation, individual=None, by="", at=None)
    _note(observation.footage or observation.event, observation.individual, user=user, did="unlinked")
    return signing.dumps(kept, salt=SALT)


@transaction.atomic
def relink(token: str, *, user: User) -> Observation | None:
    """Undo a `link` or an `unlink` for an hour; returns the observation, None where it went. Raises DossierError."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise DossierError("undo_over") from error
    observation = Observation.objects.select_for_update(of=("self",)).filter(pk=kept["observation"]).first()
    if observation is None:
        raise DossierError("undo_over")
    if "made" in kept:
        return _take_back(observation, kept, user=user)
    individual = Individual.objects.filter(pk=kept["individual"], merged_into=None).first()
    if individual is None or observation.individual_id is not None:
        raise DossierError("undo_over")
    at = datetime.fromisoformat(kept["at"]) if kept["at"] else None
    _set(observation, individual=individual.pk, by=kept["by"], at=at)
    _note(observation.footage or observation.event, individual, user=user, did="linked")
    return observation


def _take_back(observation: Observation, kept: Mapping[str, Any], *, user: User) -> Observation | None:
    individual = observation.individual
    if individual is None:
        raise DossierError("undo_over")
    _note(observation.footage, individual, user=user, did="unlinked")
    if not kept["made"]:
        _set(observation, individual=None, by="", at=None)
        return observation
    observation.delete()
    if "group" in kept:
        Observation.objects.filter(pk=kept["group"]).update(count=F("count") + 1)
    return None


@transaction.atomic
def adopt(label: str, *, individual: Individual, user: User) -> int:
    """Everything that packages call `label` and that has no dossier is this animal; returns how many observations.

    Set-based. Who says so stays who labelled it: `individual_by` is empty. Raises DossierError.
    """
    if individual.merged_into_id:
        raise DossierError("merged_already")
    found = unclaimed(label, individual=individual).update(individual=individual, individual_by="", individual_at=None)
    if not found:
        raise DossierError("label_gone")
    log(individual, "wagtail.edit", user=user, data={"label": {"did": "adopted", "label": label, "pieces": found}})
    return found


@transaction.atomic
def unadopt(label: str, *, individual: Individual, user: User) -> int:
    """Undo of `adopt`: what this dossier has by the label alone has no dossier again."""
    by_label = Observation.objects.filter(individual=individual, individual_label=label, individual_by="")
    found = by_label.update(individual=None)
    log(individual, "wagtail.edit", user=user, data={"label": {"did": "released", "label": label, "pieces": found}})
    return found


def unclaimed(label: str, *, individual: Individual) -> Any:
    """Observations with this label and no dossier, of the animal's species or of none that is said."""
    rows = Observation.objects.filter(individual=None, individual_label=label).exclude(individual_label="")
    return rows.filter(taxon__in=[*_kin(individual.taxon)]) | rows.filter(taxon=None)


def _note(subject: Any, individual: Individual, *, user: User, did: str) -> None:
    """One entry at the footage (or event), naming the dossier; none where both are gone."""
    if subject is not None:
        log(subject, "wagtail.edit", user=user, data={"individual": {"did": did, "code": individual.code}})
