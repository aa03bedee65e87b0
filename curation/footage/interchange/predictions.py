"""What SpeciesNet predicts of a file, as observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from curation.footage.interchange.detections import TYPES, label_name
from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.rows import ObservationRow, check_box
from curation.footage.interchange.taxa import Taxa

DETECTION_THRESHOLD = 0.2
NOT_ANIMALS = {"blank": "blank", "human": "human", "vehicle": "vehicle", "no cv result": ""}
HUMAN = "homo sapiens"


def path_of(entry: Any) -> str:
    """The file that an entry is about. Raises FieldError."""
    if not isinstance(entry, dict) or not isinstance(entry.get("filepath"), str) or not entry["filepath"]:
        raise FieldError("not_a_result", field="filepath", format="SpeciesNet", problem="filepath")
    return entry["filepath"]


def model_of(entry: Mapping[str, Any]) -> str:
    return f"SpeciesNet {entry.get('model_version') or ''}".strip()[:120]


def observations(
    entry: Mapping[str, Any], *, threshold: float | None, taxa: Taxa, footage: int, row: int
) -> Iterator[ObservationRow]:
    """The observation of one entry; none where it failed. Raises FieldError where it breaks the format."""
    prediction, score = entry.get("prediction"), entry.get("prediction_score")
    boxes = _boxes(entry.get("detections"), threshold=DETECTION_THRESHOLD if threshold is None else threshold)
    if prediction is None:
        return
    if not isinstance(prediction, str):
        raise FieldError("not_a_result", field="prediction", format="SpeciesNet", problem="prediction")
    if score is not None and (isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1):
        raise FieldError("out_of_range", field="prediction_score", value=score, minimum=0, maximum=1)
    parts = [part.strip().casefold() for part in prediction.split(";")]
    common = parts[-1]
    kind = NOT_ANIMALS.get(common, "animal")
    if len(parts) == 7 and f"{parts[4]} {parts[5]}" == HUMAN:
        kind = "human"
    if not kind:
        return
    mine = [box for box in boxes if box[0] == kind]
    name = label_name(prediction) if kind == "animal" else ""
    known = taxa.find(name) if name else None
    yield ObservationRow(
        f"{footage}:{kind}",
        footage=footage,
        observation_type=kind,
        scientific_name=name if known is not None else "",
        count=max(len(mine), 1) if kind == "animal" else None,
        bbox=max(mine, key=lambda box: box[1])[2] if mine else None,
        classification_method="machine",
        classified_by=model_of(entry),
        classification_probability=float(score) if score is not None else None,
        extra={"label": name} if name and known is None else {},
        row=row,
    )


def _boxes(detections: Any, *, threshold: float) -> list[tuple[str, float, tuple[float, float, float, float]]]:
    """(kind, confidence, box) of detections that are sure enough."""
    found = []
    for one in detections if isinstance(detections, list) else []:
        if not isinstance(one, dict):
            raise FieldError("not_a_result", field="detections", format="SpeciesNet", problem="detections")
        confidence, box = one.get("conf"), one.get("bbox")
        if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
            raise FieldError("out_of_range", field="conf", value=confidence, minimum=0, maximum=1)
        kind = TYPES.get(str(one.get("label", "")).casefold())
        if kind is None or confidence < threshold or not isinstance(box, list):
            continue
        if len(box) != 4 or not all(isinstance(part, int | float) for part in box):
            raise FieldError("bbox_incomplete", field="bbox")
        check_box(tuple(box))
        found.append((kind, float(confidence), (float(box[0]), float(box[1]), float(box[2]), float(box[3]))))
    return found
