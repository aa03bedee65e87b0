"""People's observations: add, agree, correct, change, remove with undo. Each goes into the audit history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core import serializers, signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from curation.footage.alarms import raising
from curation.footage.models import Footage, Observation
from curation.people import name_of as called

UNDO_SECONDS = 3600
SALT = "pugmark.observation"
FIELDS = ("observation_type", "count", "sex", "life_stage", "behavior", "comments")
DESK = "curation.add_clip"
"""Who decides what the desk says: those who make clips of it."""


class TaggingError(Exception):
    """An observation cannot be changed so; the message is for a person."""

    SENTENCES = {
        "machine_stays": _("What a machine said stays as it is. Correct it instead; then your observation counts."),
        "already_human": _("A person has said this already."),
        "already_decided": _("The desk has decided this already."),
        "desk_only": _("The desk has decided this; only the desk can change it."),
        "undo_over": _("This can no longer be undone. Enter it again."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code])


def name_of(user: Any) -> str:
    """How a person is named beside an observation."""
    return called(user)[:120]


def observations_of(footage: Footage) -> QuerySet[Observation]:
    """Everything that is said of this footage, also what is said of the event that it belongs to."""
    return Observation.objects.filter(_about(footage)).select_related("taxon", "individual")


def _about(footage: Footage) -> Q:
    own = Q(footage=footage.pk)
    return own | Q(footage=None, event=footage.event_id) if footage.event_id else own


@transaction.atomic
def observe(footage: Footage, *, user: User, values: Mapping[str, Any], editorial: bool = False) -> Observation:
    """Store what a person sees. `values`: cleaned fields of ObservationForm. `editorial`: it is the desk's decision."""
    observation = Observation.objects.create(
        footage=footage,
        classification_method=Observation.Method.HUMAN,
        classified_by=name_of(user),
        classification_timestamp=timezone.now(),
        editorial=editorial,
        **values,
    )
    _changed(footage, user=user, did="decided" if editorial else "observed", observation=observation)
    return observation


def agree(observation: Observation, *, user: User, footage: Footage) -> Observation:
    """A person confirms what a machine said: the same observation in the human layer. Raises TaggingError."""
    if observation.classification_method != Observation.Method.MACHINE:
        raise TaggingError("already_human")
    values = _values(observation)
    people = observations_of(footage).filter(classification_method=Observation.Method.HUMAN)
    if people.filter(**values).exists():
        raise TaggingError("already_human")
    return observe(footage, user=user, values=values)


def decide(observation: Observation, *, user: User, footage: Footage) -> Observation:
    """The desk decides for what somebody or a machine said: from now on only decisions count. Raises TaggingError."""
    if not user.has_perm(DESK):
        raise TaggingError("desk_only")
    values = _values(observation)
    if observations_of(footage).filter(editorial=True, **values).exists():
        raise TaggingError("already_decided")
    return observe(footage, user=user, values=values, editorial=True)


def _values(observation: Observation) -> dict[str, Any]:
    values = {name: getattr(observation, name) for name in FIELDS}
    return values | {"taxon": observation.taxon, "individual": observation.individual}


@transaction.atomic
def change(observation: Observation, *, user: User, values: Mapping[str, Any], footage: Footage) -> Observation:
    """Correct an observation. A machine's stays as evidence and a person's is added; a person's is changed in place.

    What was changed by hand is no longer part of the bulk edit that once wrote it. Raises TaggingError.
    """
    if observation.classification_method == Observation.Method.MACHINE:
        return observe(footage, user=user, values=values)
    _may_touch(observation, user=user)
    for name, value in values.items():
        setattr(observation, name, value)
    observation.classified_by, observation.classification_timestamp = name_of(user), timezone.now()
    observation.bulk = None
    observation.save()
    _changed(footage, user=user, did="corrected", observation=observation)
    return observation


@transaction.atomic
def remove(observation: Observation, *, user: User, footage: Footage) -> str:
    """Take a person's observation away; returns a token with which `restore` brings it back for an hour."""
    if observation.classification_method != Observation.Method.HUMAN:
        raise TaggingError("machine_stays")
    _may_touch(observation, user=user)
    kept = json.loads(serializers.serialize("json", [observation]))[0]
    _changed(footage, user=user, did="removed", observation=observation)
    observation.delete()
    return signing.dumps({"footage": footage.pk, "kept": kept}, salt=SALT, compress=True)


@transaction.atomic
def restore(footage: Footage, *, user: User, token: str) -> Observation:
    """Bring back what `remove` took away, as it was. Raises TaggingError."""
    try:
        told = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise TaggingError("undo_over") from error
    if told["footage"] != footage.pk or Observation.objects.filter(pk=told["kept"]["pk"]).exists():
        raise TaggingError("undo_over")
    observation: Any = next(iter(serializers.deserialize("python", [told["kept"]]))).object
    for field in Observation._meta.concrete_fields:
        # What it pointed to may be gone meanwhile.
        key = getattr(observation, field.attname)
        if field.is_relation and key is not None and not field.related_model._base_manager.filter(pk=key).exists():  # type: ignore[union-attr]
            setattr(observation, field.attname, None)
    observation.save(force_insert=True)
    _changed(footage, user=user, did="restored", observation=observation)
    return observation


def _may_touch(observation: Observation, *, user: User) -> None:
    if observation.editorial and not user.has_perm(DESK):
        raise TaggingError("desk_only")


def _changed(footage: Footage, *, user: User, did: str, observation: Observation) -> None:
    raising.raise_for([footage.pk])
    seen = observation.taxon.scientific_name if observation.taxon else observation.observation_type
    data = {"observation": {"did": did, "seen": seen, "count": observation.count}}
    log(footage, "wagtail.edit", user=user, data=data)
