"""Rows of our catalogue to cells of Camtrap DP: exactly as they came, or with what tells a place withheld."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from curation.footage.interchange.desk import told_by
from curation.footage.interchange.fields import zoned
from curation.footage.interchange.places import Place, generalised, opaque
from curation.footage.interchange.records import NO_EVENT
from curation.footage.interchange.schema import columns
from curation.footage.interchange.selection import Row
from curation.footage.interchange.taxa import Taxa
from curation.footage.models import Deployment, Package, Station

WITHHELD = "Withheld to protect sensitive species"
SAFE = {  # columns that are only carried and tell no place
    "deployments": ("cameraDelay", "cameraHeight", "cameraDepth", "cameraTilt", "detectionDistance", "timestampIssues",
                    "baitUse"),
    "media": ("captureMethod", "favorite"),
    "observations": ("cameraSetupType", "individualPositionRadius", "individualPositionAngle", "individualSpeed"),
}  # fmt: skip


@dataclass
class Span:
    """When a deployment's exported footage begins and ends."""

    start: datetime | None = None
    end: datetime | None = None

    def widen(self, moment: datetime, *, seconds: float) -> None:
        ends = moment + timedelta(seconds=seconds)
        self.start = min(self.start or moment, moment)
        self.end = max(self.end or ends, ends)


@dataclass
class Names:
    """Ids of the outgoing rows. `single`: all of it is from this package, and keeps its ids; of several packages, or
    none, each id says whose it is. Not `exact`: all ids of what tells a place are opaque."""

    exact: bool
    single: Package | None = None
    taxa: Taxa = field(default_factory=Taxa)

    def _own(self, package: int | None, own: str, *, else_: str) -> str:
        if self.exact and own and package is not None:
            return own if self.single is not None and package == self.single.pk else f"P{package}-{own}"
        return else_

    def media(self, row: Row) -> str:
        return self._own(row["package_id"], row["media_id"], else_=f"F{row['pk']}")

    def observation(self, row: Row) -> str:
        return self._own(row["package_id"], row["observation_id"], else_=f"O{row['pk']}")

    def event(self, row: Row) -> str:
        if row["event_id"] is None or (row["event__event_id"] or "").startswith(NO_EVENT):
            return ""
        return self._own(row["event__package_id"], row["event__event_id"] or "", else_=f"E{row['event_id']}")

    def deployment(self, deployment: Deployment) -> str:
        if not self.exact:
            return opaque("deployment", deployment.pk)
        own = self._own(deployment.package_id, deployment.deployment_id, else_="")
        return own or f"{deployment.deployment_id or 'D'}-{deployment.pk}"

    def station(self, station: Station) -> str:
        """The id of a deployment that stands for a station whose footage names none."""
        return f"S{station.pk}" if self.exact else opaque("station", station.pk)


def number(value: float | None) -> str:
    """Without a point where there is nothing behind it."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


class DeploymentCells:
    """Cells of deployments."""

    def __init__(self, names: Names, *, categories: dict[int, int]) -> None:
        self.names, self.categories = names, categories
        self.precisions: set[float] = set()
        self.places: list[Place] = []

    def place(self, deployment: Deployment | None, station: Station) -> Place | None:
        """Where it stands, as exactly as this export tells; None where nobody knows."""
        latitude, longitude, uncertainty = station.latitude, station.longitude, station.coordinate_uncertainty
        if deployment is not None and deployment.latitude is not None and deployment.longitude is not None:
            latitude, longitude = deployment.latitude, deployment.longitude
            uncertainty = deployment.coordinate_uncertainty
        if latitude is None or longitude is None:
            return None
        if self.names.exact:
            return Place(latitude, longitude, uncertainty, None)
        return generalised(latitude, longitude, uncertainty=uncertainty, category=self.categories.get(station.pk, 1))

    def cells(self, deployment: Deployment | None, station: Station, *, span: Span) -> list[str] | None:
        """A row of deployments.csv; None where its place or its times are not known."""
        place = self.place(deployment, station)
        extra = deployment.extra if deployment is not None else {}
        start = (deployment.start if deployment is not None else None) or span.start
        end = (deployment.end if deployment is not None else None) or span.end
        if place is None or start is None or end is None:
            return None
        self.places.append(place)
        names = self.names
        row: dict[str, Any] = {
            "deploymentID": names.deployment(deployment) if deployment is not None else names.station(station),
            "latitude": repr(place.latitude),
            "longitude": repr(place.longitude),
            "coordinateUncertainty": number(place.uncertainty and max(round(place.uncertainty), 1)),
            "deploymentStart": zoned(start, kept=extra.get("deploymentStart")),
            "deploymentEnd": zoned(end, kept=extra.get("deploymentEnd")),
        }
        if names.exact:
            row |= _carried("deployments", extra, without=row)
            own = deployment is None or deployment.package_id is None
            row["locationID"] = extra.get("locationID") or (station.code if own else "")
            if own:
                row["locationName"], row["habitat"] = extra.get("locationName") or station.name, station.habitat
            if deployment is not None:
                row["cameraID"], row["cameraModel"] = deployment.camera_id, deployment.camera_model
        else:
            self.precisions.add(place.precision or 0.0)
            row |= {name: extra[name] for name in SAFE["deployments"] if extra.get(name) is not None}
            row["locationID"], row["locationName"] = opaque("station", station.pk), WITHHELD
            row["deploymentComments"] = (
                f"Location generalised to a grid of {number(place.precision)} degree (Chapman 2020, category "
                f"{place.category}). Camera, names and comments: {WITHHELD.lower()}."
            )
        return [row.get(name) or "" for name in columns("deployments")]


def media_cells(row: Row, *, names: Names, deployment: str) -> list[str]:
    """A row of media.csv. `row`: a row of selection.FOOTAGE that has `captured_at`."""
    extra = row["extra"]
    media_type = row["media_type"] or mimetypes.guess_type(row["original_name"])[0] or "video/mp4"
    cells: dict[str, Any] = {
        "mediaID": names.media(row),
        "deploymentID": deployment,
        "timestamp": _time(row["captured_at"], kept=extra.get("timestamp")),
        "filePublic": extra.get("filePublic", "false") if names.exact else "false",
        "fileMediatype": media_type,
    }
    suffix = PurePosixPath(row["original_name"]).suffix[:10]
    ours = f"media/F{row['pk']}{suffix if suffix.isascii() else ''}"
    if names.exact:
        cells |= _carried("media", extra, without=cells)
        cells["filePath"] = row["source_path"] or ours
        cells["fileName"] = "" if "fileName" in extra else row["original_name"]
    else:
        cells |= {name: extra[name] for name in SAFE["media"] if extra.get(name) is not None}
        cells["filePath"] = ours
    return [cells.get(name) or "" for name in columns("media")]


def observation_cells(row: Row, *, names: Names, deployment: str, footage: Row | None) -> list[str] | None:
    """A row of observations.csv; None where its time is not known. `footage`: the row of its footage, if it has one."""
    extra = row["extra"]
    start, end = row["event_start"], row["event_end"]
    if start is None and footage is not None and footage["captured_at"] is not None:
        start = footage["captured_at"]
        end = end or start + timedelta(seconds=round(footage["duration"] or 0))
    start, end = start or row["event__start"], end or row["event__end"] or start
    if start is None or end is None:
        return None
    cells: dict[str, Any] = {
        "observationID": names.observation(row),
        "deploymentID": deployment,
        "mediaID": names.media(footage) if footage is not None else "",
        "eventID": names.event(row),
        "eventStart": zoned(start, kept=extra.get("eventStart")),
        "eventEnd": zoned(end, kept=extra.get("eventEnd")),
        "observationLevel": "media" if footage is not None else "event",
        "observationType": row["observation_type"],
        "scientificName": _species(row, taxa=names.taxa),
        "count": str(row["count"]) if row["count"] else "",
        "lifeStage": row["life_stage"],
        "sex": row["sex"],
        "behavior": row["behavior"],
        "individualID": row["individual__code"] or row["individual_label"],
        "classificationMethod": "" if "classificationMethod" in extra else row["classification_method"],
        "classifiedBy": row["classified_by"],
        "classificationTimestamp": _time(row["classification_timestamp"], kept=extra.get("classificationTimestamp")),
        "classificationProbability": _share(row["classification_probability"]),
    }
    box = row["bbox"]
    if box and box[2] > 0 and box[3] > 0:
        cells |= dict(zip(("bboxX", "bboxY", "bboxWidth", "bboxHeight"), map(_share, box), strict=True))
    cells["observationTags"] = told_by(row, carried=(extra.get("observationTags") or "") if names.exact else "")
    if names.exact:
        cells |= _carried("observations", extra, without=cells)
        cells["observationComments"] = row["comments"]
        if footage is None and extra.get("mediaID"):
            cells["mediaID"] = extra["mediaID"]
    else:
        cells |= {name: extra[name] for name in SAFE["observations"] if extra.get(name) is not None}
        cells["observationComments"] = WITHHELD if row["comments"] else ""
        cells["classifiedBy"] = row["classified_by"] if row["classification_method"] == "machine" else ""
    return [cells.get(name) or "" for name in columns("observations")]


def _carried(table: str, extra: dict[str, Any], *, without: dict[str, Any]) -> dict[str, Any]:
    return {name: extra[name] for name in columns(table) if name in extra and name not in without}


def _species(row: Row, *, taxa: Taxa) -> str:
    """As it came, if that name still means this taxon."""
    came = row["extra"].get("scientificName")
    if isinstance(came, str) and taxa.find(came) == row["taxon_id"]:
        return came
    return row["taxon__scientific_name"] or ""


def _time(moment: datetime | None, *, kept: object) -> str:
    return zoned(moment, kept=kept) if moment is not None else ""


def _share(value: float | None) -> str:
    return "" if value is None else number(value)
