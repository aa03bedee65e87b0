"""People's observations: add, agree, correct, change, remove with undo. Each goes into the audit history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from curation.footage import rarity
from curation.footage.models import Footage, Observation
from curation.species.models import Taxon

UNDO_SECONDS = 3600
SALT = "pugmark.observation"
FIELDS = ("observation_type", "count", "sex", "life_stage", "behavior", "comments")


class TaggingError(Exception):
    """An observation cannot be changed so; the message is for a person."""

    SENTENCES = {
        "machine_stays": _("What a machine said stays as it is. Correct it instead; then your observation counts."),
        "already_human": _("A person has said this already."),
        "undo_over": _("This can no longer be undone. Enter it again."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code])


def name_of(user: Any) -> str:
    """How a person is named beside an observation."""
    return (user.get_full_name() or user.get_username())[:120]


@transaction.atomic
def observe(footage: Footage, *, user: User, values: Mapping[str, Any]) -> Observation:
    """Store what a person sees. `values`: cleaned fields of ObservationForm."""
    observation = Observation.objects.create(
        footage=footage,
        classification_method=Observation.Method.HUMAN,
        classified_by=name_of(user),
        classification_timestamp=timezone.now(),
        **values,
    )
    _changed(footage, user=user, did="observed", observation=observation)
    return observation


def agree(observation: Observation, *, user: User) -> Observation:
    """A person confirms what a machine said: the same observation in the human layer. Raises TaggingError."""
    if observation.classification_method != Observation.Method.MACHINE:
        raise TaggingError("already_human")
    values = {name: getattr(observation, name) for name in FIELDS} | {"taxon": observation.taxon}
    same = Observation.objects.filter(
        footage=observation.footage, classification_method=Observation.Method.HUMAN, **values
    )
    if same.exists():
        raise TaggingError("already_human")
    return observe(observation.footage, user=user, values=values)


@transaction.atomic
def change(observation: Observation, *, user: User, values: Mapping[str, Any]) -> Observation:
    """Correct an observation. A machine's stays as evidence and a person's is added; a person's is changed in place."""
    if observation.classification_method == Observation.Method.MACHINE:
        return observe(observation.footage, user=user, values=values)
    for name, value in values.items():
        setattr(observation, name, value)
    observation.classified_by, observation.classification_timestamp = name_of(user), timezone.now()
    observation.save()
    _changed(observation.footage, user=user, did="corrected", observation=observation)
    return observation


@transaction.atomic
def remove(observation: Observation, *, user: User) -> str:
    """Take a person's observation away; returns a token with which `restore` brings it back for an hour."""
    if observation.classification_method != Observation.Method.HUMAN:
        raise TaggingError("machine_stays")
    kept = {name: getattr(observation, name) for name in (*FIELDS, "classified_by", "individual_label")}
    kept |= {"footage": observation.footage_id, "taxon": observation.taxon_id}
    kept["timestamp"] = (
        observation.classification_timestamp.isoformat() if observation.classification_timestamp else None
    )
    footage = observation.footage
    _changed(footage, user=user, did="removed", observation=observation)
    observation.delete()
    rarity.refresh([footage.pk])
    return signing.dumps(kept, salt=SALT)


@transaction.atomic
def restore(footage: Footage, *, user: User, token: str) -> Observation:
    """Bring back what `remove` took away, as it was. Raises TaggingError."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise TaggingError("undo_over") from error
    if kept.pop("footage") != footage.pk:
        raise TaggingError("undo_over")
    taxon, timestamp = kept.pop("taxon"), kept.pop("timestamp")
    observation = Observation.objects.create(
        footage=footage,
        taxon=Taxon.objects.filter(pk=taxon).first(),
        classification_method=Observation.Method.HUMAN,
        classification_timestamp=datetime.fromisoformat(timestamp) if timestamp else None,
        **kept,
    )
    _changed(footage, user=user, did="restored", observation=observation)
    return observation


def _changed(footage: Footage, *, user: User, did: str, observation: Observation) -> None:
    rarity.refresh([footage.pk])
    seen = observation.taxon.scientific_name if observation.taxon else observation.observation_type
    data = {"observation": {"did": did, "seen": seen, "count": observation.count}}
    log(footage, "wagtail.edit", user=user, data=data)
