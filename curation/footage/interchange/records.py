"""Cells of Camtrap DP tables to rows of our stores. What we do not use is carried in `extra` as it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from curation.footage.interchange.deployments import DeploymentRow
from curation.footage.interchange.fields import instant, number, value, whole
from curation.footage.interchange.media import MediaRow
from curation.footage.interchange.reasons import FieldError, InterchangeError
from curation.footage.interchange.report import Report
from curation.footage.interchange.rows import ObservationRow
from curation.footage.interchange.schema import MISSING, columns, required, rules
from curation.footage.interchange.store import Unread
from curation.footage.interchange.table import Table
from curation.footage.interchange.taxa import Taxa

NO_EVENT = "~"  # begins the id of an event that the package did not name


class Cells:
    """Cells of a row by name. An absent column reads as empty."""

    def __init__(self, table: Table, *, kind: str, report: Report) -> None:
        missing = sorted(required(kind) - set(table.columns))
        if missing:
            raise InterchangeError("columns_missing", file=table.name, columns=", ".join(missing))
        known = columns(kind)
        self.kind = kind
        self.places = {name: table.columns.index(name) for name in known if name in table.columns}
        self.unknown = {name: place for place, name in enumerate(table.columns) if name and name not in known}
        self.required = tuple((name, self.places[name]) for name in known if name in required(kind))
        self.rules = rules(kind)
        for name in self.unknown:
            report.notice("column_unknown", file=table.name, column=name)

    def reader(self, *names: str) -> Callable[[Sequence[str]], list[str]]:
        """A function that gives these cells of a row, missing values as empty text."""
        places = [self.places.get(name) for name in names]

        def read(cells: Sequence[str]) -> list[str]:
            return ["" if place is None or (text := cells[place]) in MISSING else text for place in places]

        return read

    def carried(self, *used: str) -> Callable[[Sequence[str]], dict[str, Any]]:
        """A function that gives all other cells that have a value, checked by the schema and as they came."""
        others = [(name, place, self.rules[name]) for name, place in self.places.items() if name not in used]
        unknown = list(self.unknown.items())

        def carry(cells: Sequence[str]) -> dict[str, Any]:
            extra: dict[str, Any] = {}
            for name, place, rule in others:
                if (text := cells[place]) and text not in MISSING:
                    value(text, field=name, rule=rule)
                    extra[name] = text
            for name, place in unknown:
                if text := cells[place]:
                    extra[name] = text
            return extra

        return carry

    def require(self, cells: Sequence[str]) -> None:
        for name, place in self.required:
            if cells[place] in MISSING:
                raise FieldError("required", field=name)


def _rows(table: Table, *, cells: Cells, parse: Callable[[list[str], int], Any], own_id: str) -> Iterator[Any]:
    place = cells.places[own_id]
    for row, found in table:
        if isinstance(found, FieldError):
            yield Unread(row, found)
            continue
        try:
            cells.require(found)
            yield parse(found, row)
        except FieldError as error:
            yield Unread(row, error, found[place])


def deployment_rows(table: Table, *, report: Report) -> Iterator[DeploymentRow | Unread]:
    """Rows of deployments.csv. Raises InterchangeError where columns are missing."""
    cells = Cells(table, kind="deployments", report=report)
    used = ("deploymentID", "locationID", "latitude", "longitude", "coordinateUncertainty", "deploymentStart",
            "deploymentEnd", "cameraID", "cameraModel")  # fmt: skip
    read, carry, rule = cells.reader(*used), cells.carried(*used), cells.rules

    def parse(found: list[str], row: int) -> DeploymentRow:
        key, location, latitude, longitude, uncertainty, start, end, camera, model = read(found)
        extra = carry(found)
        began, ended = instant(start, field="deploymentStart"), instant(end, field="deploymentEnd")
        _keep_zone(extra, "deploymentStart", start)
        _keep_zone(extra, "deploymentEnd", end)
        metres = (
            value(uncertainty, field="coordinateUncertainty", rule=rule["coordinateUncertainty"])
            if uncertainty
            else None
        )
        return DeploymentRow(
            key,
            value(latitude, field="latitude", rule=rule["latitude"]),
            value(longitude, field="longitude", rule=rule["longitude"]),
            began, ended, location, metres, camera, model, extra, row,
        )  # fmt: skip

    return _rows(table, cells=cells, parse=parse, own_id="deploymentID")


def media_rows(table: Table, *, report: Report) -> Iterator[MediaRow | Unread]:
    """Rows of media.csv. Raises InterchangeError where columns are missing."""
    cells = Cells(table, kind="media", report=report)
    used = ("mediaID", "deploymentID", "timestamp", "filePath", "fileMediatype", "fileName")
    read, carry = cells.reader(*used), cells.carried(*used)

    def parse(found: list[str], row: int) -> MediaRow:
        key, deployment, timestamp, path, media_type, name = read(found)
        extra = carry(found)
        moment = instant(timestamp, field="timestamp")
        _keep_zone(extra, "timestamp", timestamp)
        return MediaRow(key, deployment, moment, path, media_type, name or None, extra, row)

    return _rows(table, cells=cells, parse=parse, own_id="mediaID")


def observation_rows(table: Table, *, report: Report, taxa: Taxa) -> Iterator[ObservationRow | Unread]:
    """Rows of observations.csv. Raises InterchangeError where columns are missing."""
    cells = Cells(table, kind="observations", report=report)
    used = (
        "observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd", "observationLevel",
        "observationType", "scientificName", "count", "lifeStage", "sex", "behavior", "individualID", "bboxX", "bboxY",
        "bboxWidth", "bboxHeight", "classificationMethod", "classifiedBy", "classificationTimestamp",
        "classificationProbability", "observationComments",
    )  # fmt: skip
    read, carry = cells.reader(*used), cells.carried(*used)

    def parse(found: list[str], row: int) -> ObservationRow:
        (key, deployment, media, event, start, end, level, kind, species, count, stage, sex, behavior, individual,
         x, y, width, height, method, by, at, probability, comments) = read(found)  # fmt: skip
        extra = carry(found)
        began, ended = instant(start, field="eventStart"), instant(end, field="eventEnd")
        _keep_zone(extra, "eventStart", start)
        _keep_zone(extra, "eventEnd", end)
        classified = None
        if at:
            classified = instant(at, field="classificationTimestamp")
            _keep_zone(extra, "classificationTimestamp", at)
        if species and taxa.differs(species):
            extra["scientificName"] = species
        if not method:
            extra["classificationMethod"] = None
        media, event = _subject(level, media, event, start=start, end=end, extra=extra)
        return ObservationRow(
            key, None, media, deployment, event, began, ended, kind, species,
            whole(count, field="count") if count else None,
            sex, stage, behavior, individual, _box((x, y, width, height)), method or "human", by, classified,
            number(probability, field="classificationProbability") if probability else None,
            comments, extra, row,
        )  # fmt: skip

    return _rows(table, cells=cells, parse=parse, own_id="observationID")


def _subject(level: str, media: str, event: str, *, start: str, end: str, extra: dict[str, Any]) -> tuple[str, str]:
    """What a row is about: (mediaID, "" for a whole event), eventID."""
    if level == "media":
        if not media:
            raise FieldError("required", field="mediaID")
        return media, event
    if level != "event":
        raise FieldError("not_in_list", field="observationLevel", value=level, allowed="media, event")
    if media:
        extra["mediaID"] = media
    return "", event or f"{NO_EVENT}{start}/{end}"


def _keep_zone(extra: dict[str, Any], name: str, text: str) -> None:
    """Keep how a time was written where we would write it otherwise: `2026-03-01T06:30:00Z` has 20 characters."""
    if len(text) != 20 or text[19] != "Z":
        extra[name] = text


def _box(texts: tuple[str, str, str, str]) -> tuple[float, float, float, float] | None:
    if not any(texts):
        return None
    if not all(texts):
        raise FieldError("bbox_incomplete", field="bboxX")
    names = ("bboxX", "bboxY", "bboxWidth", "bboxHeight")
    x, y, width, height = (number(text, field=name) for text, name in zip(texts, names, strict=True))
    return x, y, width, height
