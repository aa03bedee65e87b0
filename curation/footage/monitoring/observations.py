"""Observations that the monitoring system sends, stored by the one loader that imports use too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from curation.footage.alarms.raising import raise_as
from curation.footage.events import due
from curation.footage.interchange.loading import ObservationStore, Report
from curation.footage.interchange.rows import ObservationRow
from curation.footage.models import ApiClient, Footage, Observation, Package
from curation.footage.monitoring.batches import Batch
from curation.footage.monitoring.clients import package_of
from curation.footage.monitoring.schemas import ObservationItem

BOX = ("bboxX", "bboxY", "bboxWidth", "bboxHeight")


def store_batch(entries: list[Any], *, client: ApiClient) -> dict[str, Any]:
    """Store what is right of a batch and say what is not; joins the transaction that is open."""
    batch = Batch(entries, ObservationItem, "observationID")
    package, now = package_of(client), timezone.now()
    alarms: dict[str, str] = {}
    _store(_rows(batch, client=client, now=now, alarms=alarms), batch=batch, package=package)
    _alarm(batch, alarms, package=package)
    due.begin()
    refused = len(batch.problems)
    return {"stored": len(entries) - refused, "refused": refused, "problems": batch.sorted_problems()}


def _store(rows: Iterator[ObservationRow], *, batch: Batch[ObservationItem], package: Package) -> None:
    problems = StringIO()  # a report keeps only the first thousand; here is every one, a line each
    store = ObservationStore(Report(package.name, overflow=problems, package=package.pk), package=package)
    try:
        store.take(rows)
    finally:
        store.close()
    for line in problems.getvalue().split("\n")[:-1]:
        problem = json.loads(line)
        batch.refuse(problem["row"] - 1, problem["code"], problem["message"], problem["field"])


def _rows(
    batch: Batch[ObservationItem], *, client: ApiClient, now: datetime, alarms: dict[str, str]
) -> Iterator[ObservationRow]:
    for index, item in batch.items():
        footage = number_of(item.footage)
        box = tuple(getattr(item, name) for name in BOX)
        if item.footage is not None and footage is None:
            batch.refuse(index, "no_footage", "footage is a number such as 12 or “F12”.", "footage")
        elif any(part is None for part in box) and any(part is not None for part in box):
            batch.refuse(index, "bbox_incomplete", "Give all four of bboxX, bboxY, bboxWidth and bboxHeight.", "bboxX")
        else:
            if item.alarm:
                alarms[item.observationID] = item.alarm
            yield _row(item, index=index, footage=footage, box=None if None in box else box, client=client, now=now)


def _row(
    item: ObservationItem, *, index: int, footage: int | None, box: Any, client: ApiClient, now: datetime
) -> ObservationRow:
    tags = "|".join(filter(None, [item.observationTags, item.alarm or ""]))
    return ObservationRow(
        observation_id=item.observationID,
        footage=footage,
        media_id=item.mediaID if footage is None else "",
        deployment_id=item.deploymentID,
        event_id=item.eventID,
        event_start=item.eventStart,
        event_end=item.eventEnd,
        observation_type=item.observationType,
        scientific_name=item.scientificName,
        count=item.count,
        sex=item.sex,
        life_stage=item.lifeStage,
        behavior=item.behavior,
        individual_id=item.individualID,
        bbox=box,
        classification_method=item.classificationMethod,
        classified_by=item.classifiedBy or client.name,
        classification_timestamp=item.classificationTimestamp or now,
        classification_probability=item.classificationProbability,
        comments=item.observationComments,
        extra={"observationTags": tags} if tags else {},
        row=index + 1,
    )


def number_of(given: int | str | None) -> int | None:
    """12 for 12, “12” and “F12”; None for what is no number."""
    digits = str(given).removeprefix("F")
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < int(digits) < 2**63 else None


def _alarm(batch: Batch[ObservationItem], alarms: dict[str, str], *, package: Package) -> None:
    """The alarms that items name, however sure the machine is; what types and tags say was raised in storing."""
    named = [name for name in alarms if "\0" not in name]  # no row is called so
    own = Observation.objects.filter(package=package, observation_id__in=named)
    raised: dict[int, str] = {}
    for name, footage, event in own.values_list("observation_id", "footage", "event"):
        if footage is not None:
            raised[footage] = alarms[name]
        else:
            raised |= dict.fromkeys(Footage.objects.filter(event=event).values_list("pk", flat=True), alarms[name])
    raise_as(raised)


@transaction.atomic
def delete_own(observation_id: str, *, client: ApiClient) -> bool:
    """Take back an observation that this client sent; an alarm that it raised stays until a ranger has looked."""
    own = Observation.objects.filter(package__identifier=f"monitoring:{client.pk}", observation_id=observation_id)
    return own.delete()[0] > 0
