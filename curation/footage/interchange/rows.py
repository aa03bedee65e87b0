"""A row of observations as every door hands it in, and the rules that it has to keep."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from curation.footage.interchange.reasons import FieldError
from curation.footage.models import Observation

TYPES = frozenset(Observation.Type.values)
SEXES = frozenset(Observation.Sex.values)
STAGES = frozenset(Observation.LifeStage.values)
METHODS = frozenset(Observation.Method.values)
LIMITS = {
    "observation_id": 200,
    "event_id": 200,
    "behavior": 120,
    "individual_id": 120,
    "classified_by": 200,
}
LARGEST = 2**31 - 1
SLACK = 0.01  # of boxes whose numbers were rounded: 0.67 + 0.34


class ObservationRow(NamedTuple):
    """What is seen, by Camtrap DP's words. It is about footage (`footage`, its key, or `media_id`, the id that its
    package or its sender gave it) or, where both are missing, about the event `event_id`.

    Times carry a zone. `bbox` is x, y, width, height as shares of the picture. `scientific_name` may be any name in
    any language. `extra` holds fields of the standard that are only carried, as they came. `row` is where it stands
    in the input; the report repeats it.
    """

    observation_id: str = ""
    footage: int | None = None
    media_id: str = ""
    deployment_id: str = ""
    event_id: str = ""
    event_start: datetime | None = None
    event_end: datetime | None = None
    observation_type: str = "animal"
    scientific_name: str = ""
    count: int | None = None  # type: ignore[assignment]  # hides tuple.count, which nobody calls
    sex: str = ""
    life_stage: str = ""
    behavior: str = ""
    individual_id: str = ""
    bbox: tuple[float, float, float, float] | None = None
    classification_method: str = "human"
    classified_by: str = ""
    classification_timestamp: datetime | None = None
    classification_probability: float | None = None
    comments: str = ""
    extra: Mapping[str, Any] = {}
    row: int = 0


def check(row: ObservationRow) -> None:
    """Raises FieldError where a value breaks a rule of the standard. Whether what it points to exists is asked later,
    of the database."""
    if row.footage is None and not row.media_id and not row.event_id:
        raise FieldError("no_subject", field="mediaID")
    _one_of(row.observation_type, allowed=TYPES, field="observationType")
    if row.sex:
        _one_of(row.sex, allowed=SEXES, field="sex")
    if row.life_stage:
        _one_of(row.life_stage, allowed=STAGES, field="lifeStage")
    _one_of(row.classification_method, allowed=METHODS, field="classificationMethod")
    if row.count is not None and not 1 <= row.count <= LARGEST:
        raise FieldError("too_small" if row.count < 1 else "out_of_range", field="count", value=row.count, minimum=1,
                         maximum=LARGEST)  # fmt: skip
    probability = row.classification_probability
    if probability is not None and not 0 <= probability <= 1:
        raise FieldError("out_of_range", field="classificationProbability", value=probability, minimum=0, maximum=1)
    if row.bbox is not None:
        check_box(row.bbox)
    _check_times(row)
    for name, limit in LIMITS.items():
        text = getattr(row, name)
        if len(text) > limit:
            raise FieldError("text_too_long", field=name, length=len(text), limit=limit)
    _check_text(row)


def _one_of(value: str, *, allowed: frozenset[str], field: str) -> None:
    if value not in allowed:
        raise FieldError("not_in_list", field=field, value=value, allowed=", ".join(sorted(allowed)))


def check_box(box: tuple[float, ...]) -> None:
    """Raises FieldError unless the box lies in the picture."""
    if len(box) != 4 or not all(math.isfinite(number) for number in box):
        raise FieldError("bbox_incomplete", field="bboxX")
    x, y, width, height = box
    # Only the numbers themselves: the standard lets a box that was rounded reach over the edge by a hair.
    names = ("bboxX", "bboxY", "bboxWidth", "bboxHeight")
    for name, number in zip(names, box, strict=True):
        if not 0 <= number <= 1 or (number == 0 and name in names[2:]):
            raise FieldError("bbox_outside", field=name)
    if x + width > 1 + SLACK or y + height > 1 + SLACK:
        raise FieldError("bbox_outside", field="bboxWidth" if x + width > 1 + SLACK else "bboxHeight")


def _check_times(row: ObservationRow) -> None:
    times = {
        "eventStart": row.event_start,
        "eventEnd": row.event_end,
        "classificationTimestamp": row.classification_timestamp,
    }
    for name, moment in times.items():
        if moment is not None and moment.tzinfo is None:
            raise FieldError("no_zone", field=name, value=moment.isoformat())
    if row.footage is None and not row.media_id:  # of a whole event, which needs its times
        for name in ("eventStart", "eventEnd"):
            if times[name] is None:
                raise FieldError("required", field=name)
    if row.event_start and row.event_end and row.event_end < row.event_start:
        raise FieldError(
            "ends_before", field="eventEnd", start=row.event_start.isoformat(), end=row.event_end.isoformat()
        )


def _check_text(row: ObservationRow) -> None:
    for name in ("observation_id", "media_id", "deployment_id", "event_id", "scientific_name", "behavior",
                 "individual_id", "classified_by", "comments"):  # fmt: skip
        text = getattr(row, name)
        if text and not text.isascii():
            require_text(text, field=name)
        elif "\0" in text:
            raise FieldError("nul", field=name)


def require_text(text: str, *, field: str) -> None:
    """Raises FieldError for text that no database takes: NUL, or halves of surrogate pairs."""
    if "\0" in text:
        raise FieldError("nul", field=field)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise FieldError("not_utf8", field=field) from error
