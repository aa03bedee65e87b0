"""What people do with events: say what is seen in a whole one, with one entry in the history; set the gap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from curation.footage.events.gap import seconds
from curation.footage.events.grouping import KIND
from curation.footage.models import Event, EventSetting, Observation
from curation.footage.tagging import FIELDS, UNDO_SECONDS, TaggingError, name_of
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.species.models import Taxon

SALT = "pugmark.event"


@transaction.atomic
def observe(event: Event, *, user: User, values: Mapping[str, Any]) -> Observation:
    """Store what a person sees in the whole event. `values`: cleaned fields of ObservationForm.

    From now on the event keeps exactly its pieces, until everything said of it is taken back.
    """
    observation = Observation.objects.create(
        event=event,
        event_start=event.start,
        event_end=event.end,
        classification_method=Observation.Method.HUMAN,
        classified_by=name_of(user),
        classification_timestamp=timezone.now(),
        **values,
    )
    _note(event, user=user, did="observed", observation=observation)
    return observation


@transaction.atomic
def remove(observation: Observation, *, user: User) -> str:
    """Take back what a person said of an event; returns a token with which `restore` brings it back for an hour.

    Raises TaggingError for what a machine said.
    """
    event = observation.event
    if event is None or observation.classification_method != Observation.Method.HUMAN:
        raise TaggingError("machine_stays")
    kept: dict[str, Any] = {name: getattr(observation, name) for name in (*FIELDS, "classified_by")}
    said = observation.classification_timestamp
    kept |= {"event": event.pk, "taxon": observation.taxon_id, "said": said.isoformat() if said else None}
    _note(event, user=user, did="removed", observation=observation)
    observation.delete()
    return signing.dumps(kept, salt=SALT)


@transaction.atomic
def restore(event: Event, *, user: User, token: str) -> Observation:
    """Bring back what `remove` took away. Raises TaggingError."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise TaggingError("undo_over") from error
    if kept.pop("event") != event.pk:
        raise TaggingError("undo_over")
    taxon, said = kept.pop("taxon"), kept.pop("said")
    observation = Observation.objects.create(
        event=event,
        event_start=event.start,
        event_end=event.end,
        taxon=Taxon.objects.filter(pk=taxon).first(),
        classification_method=Observation.Method.HUMAN,
        classification_timestamp=datetime.fromisoformat(said) if said else None,
        **kept,
    )
    _note(event, user=user, did="restored", observation=observation)
    return observation


@transaction.atomic
def change_gap(gap: int, *, user: User) -> Job:
    """Set the desk's gap, in seconds, and queue the job that groups everything anew by it."""
    before = seconds()
    setting = EventSetting.objects.order_by("pk").first() or EventSetting()
    setting.gap_seconds, setting.set_by = gap, user
    setting.save()
    log(setting, "wagtail.edit", user=user, data={"gap_seconds": {"before": before, "after": gap}})
    return jobs.start(KIND, payload={"gap": gap}, user=user)


def _note(event: Event, *, user: User, did: str, observation: Observation) -> None:
    seen = observation.taxon.scientific_name if observation.taxon else observation.observation_type
    data = {"observation": {"did": did, "seen": seen, "count": observation.count}}
    log(event, "wagtail.edit", user=user, data=data)
