"""What MegaDetector found in a file, as observations. Formats 1.2 to 1.6, pictures and videos.

An empty list of detections means that the file was looked at and nothing found: a blank. No list, or null, with
`failure` means that it was not looked at: nothing is said then.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.rows import ObservationRow, check_box
from curation.footage.interchange.taxa import Taxa

TYPES = {"animal": "animal", "person": "human", "human": "human", "vehicle": "vehicle"}
DETECTION_THRESHOLD = 0.2  # typical of MegaDetector 5; a file's own goes first
CLASSIFICATION_THRESHOLD = 0.5
NOT_SPECIES = {"animal", "unknown", "other", "blank", "empty", "unidentifiable"}
BY_TAXONOMY = re.compile(r"^[^;]*(;[^;]*){4,6}$")  # id;class;order;family;genus;species;common name


@dataclass(frozen=True)
class Reading:
    """How the entries of a file are read. Categories map numbers to names; thresholds are 0..1."""

    model: str
    categories: Mapping[str, str]
    classes: Mapping[str, str]
    detection: float = DETECTION_THRESHOLD
    classification: float = CLASSIFICATION_THRESHOLD

    @classmethod
    def of_file(cls, head: Mapping[str, Any], *, threshold: float | None) -> Reading:
        """From everything in the file but its images."""
        info = _mapping(head.get("info"))
        typical = _mapping(info.get("detector_metadata")).get("typical_detection_threshold")
        typical_class = _mapping(info.get("classifier_metadata")).get("typical_classification_threshold")
        classes = {**_mapping(head.get("classification_categories"))}
        described = _mapping(head.get("classification_category_descriptions"))
        names = {key: described.get(key, name) for key, name in classes.items()}
        model = " + ".join(str(info[part]) for part in ("detector", "classifier") if info.get(part))
        return cls(
            model=(model or "MegaDetector")[:120],
            categories={str(key): str(name) for key, name in _mapping(head.get("detection_categories")).items()},
            classes={str(key): str(name) for key, name in names.items()},
            detection=threshold if threshold is not None else _share(typical, else_=DETECTION_THRESHOLD),
            classification=_share(typical_class, else_=CLASSIFICATION_THRESHOLD),
        )


@dataclass
class _Seen:
    """One kind of animal or thing in a file."""

    best: float = -1.0
    box: tuple[float, ...] | None = None
    sure: float = 0.0
    frames: dict[Any, int] | None = None


def path_of(entry: Any) -> str:
    """The file that an entry is about. Raises FieldError."""
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str) or not entry["file"]:
        raise FieldError("not_a_result", field="file", format="MegaDetector", problem="file")
    return entry["file"]


def observations(
    entry: Mapping[str, Any], *, reading: Reading, taxa: Taxa, footage: int, row: int
) -> Iterator[ObservationRow]:
    """Observations of one entry: one for each kind, `count` being the most that are seen at once, the box the surest.

    Raises FieldError where the entry breaks the format; then none of it counts.
    """
    detections = entry.get("detections")
    if detections is None:
        return
    if not isinstance(detections, list):
        raise FieldError("not_a_result", field="detections", format="MegaDetector", problem="detections")
    told: dict[str, Any] = {
        "footage": footage, "classification_method": "machine", "classified_by": reading.model, "row": row,
    }  # fmt: skip
    if not detections:
        yield ObservationRow(f"{footage}:blank", observation_type="blank", **told)
        return
    for (kind, label), seen in _kinds(detections, reading=reading).items():
        known = taxa.find(label) if label else None
        yield ObservationRow(
            f"{footage}:{kind}:{label}"[:200],
            observation_type=kind,
            scientific_name=label if known is not None else "",
            count=max((seen.frames or {}).values(), default=1) if kind == "animal" else None,
            bbox=_clipped(seen.box),
            classification_probability=seen.sure,
            extra={"label": label} if label and known is None else {},
            **told,
        )


def _kinds(detections: list[Any], *, reading: Reading) -> dict[tuple[str, str], _Seen]:
    kinds: dict[tuple[str, str], _Seen] = {}
    for found in detections:
        confidence, box = _checked(found)
        kind = TYPES.get(reading.categories.get(str(found.get("category")), "").casefold())
        if kind is None or confidence < reading.detection:
            continue
        label, sure = _species(found, reading=reading) if kind == "animal" else ("", confidence)
        seen = kinds.setdefault((kind, label), _Seen(frames=defaultdict(int)))
        assert seen.frames is not None  # noqa: S101  (made just above)
        seen.frames[found.get("frame_number")] += 1
        seen.sure = max(seen.sure, sure if label else confidence)
        if confidence > seen.best:
            seen.best, seen.box = confidence, box
    return kinds


def _checked(found: Any) -> tuple[float, tuple[float, ...] | None]:
    """Confidence and box of a detection. Raises FieldError."""
    if not isinstance(found, dict):
        raise FieldError("not_a_result", field="detections", format="MegaDetector", problem="detections")
    confidence = found.get("conf")
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        raise FieldError("not_a_number", field="conf", value=confidence)
    if not 0 <= confidence <= 1:
        raise FieldError("out_of_range", field="conf", value=confidence, minimum=0, maximum=1)
    box = found.get("bbox")
    if box is None:
        return float(confidence), None
    if not isinstance(box, list) or not all(isinstance(part, int | float) for part in box):
        raise FieldError("bbox_incomplete", field="bbox")
    if len(box) != 4 or box[2] > 0 or box[3] > 0:
        check_box(tuple(float(part) for part in box) if all(box[2:]) else (*map(float, box[:2]), 1e-9, 1e-9))
    return float(confidence), tuple(float(part) for part in box)


def _clipped(box: tuple[float, ...] | None) -> tuple[float, float, float, float] | None:
    if box is None or box[2] <= 0 or box[3] <= 0:
        return None
    return box[0], box[1], box[2], box[3]


def _species(found: Mapping[str, Any], *, reading: Reading) -> tuple[str, float]:
    """The surest class of a detection and how sure, where that is sure enough."""
    classes = found.get("classifications")
    best: tuple[str, float] = ("", 0.0)
    for pair in classes if isinstance(classes, list) else []:
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], int | float) and best[1] < pair[1] <= 1:
            best = (str(pair[0]), float(pair[1]))
    name = label_name(reading.classes.get(best[0], ""))
    return (name, best[1]) if name and best[1] >= reading.classification else ("", best[1])


def label_name(label: str) -> str:
    """The name in a label: of a taxonomic string its scientific name as far as it goes, else what it is called."""
    if BY_TAXONOMY.fullmatch(label):
        parts = [part.strip() for part in label.split(";")]
        *ranks, common = parts if len(parts) >= 7 else ["", *parts]
        genus, species = (ranks[4], ranks[5]) if len(ranks) >= 6 else ("", "")
        if genus and species:
            return f"{genus.capitalize()} {species}"
        named = next((rank for rank in reversed(ranks[1:]) if rank), "")
        label = named.capitalize() if named else common
    return "" if label.casefold() in NOT_SPECIES else label[:120]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _share(value: object, *, else_: float) -> float:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return float(value) if sound else else_  # type: ignore[arg-type]
