"""Rows of `deployments` to deployments and stations.

A station is a place of the package (`locationID`, else its coordinates). One of ours is only taken for it where its
code and its position agree. Of a new one everybody sees the zone, and a package's location names tell places: so the
zone is the name of the package, until a ranger names a better one (or `--zone` did).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.report import Report
from curation.footage.interchange.staging import upsert
from curation.footage.interchange.store import Refusal, Store
from curation.footage.models import Deployment, Package, Station

SAME_PLACE = 0.005  # degrees, about 500 m
LIMITS = {"deploymentID": 120, "cameraID": 120, "cameraModel": 120}
LONGEST_CODE, LONGEST_ZONE = 40, 80
COLUMNS = {
    "row": "bigint",
    "deployment_id": "text",
    "station_id": "bigint",
    "start": "timestamptz",
    "end": "timestamptz",
    "latitude": "float8",
    "longitude": "float8",
    "coordinate_uncertainty": "float8",
    "camera_id": "text",
    "camera_model": "text",
    "extra": "jsonb",
}


class DeploymentRow(NamedTuple):
    """One deployment; `extra` holds the other columns as they came, by their names."""

    deployment_id: str
    latitude: float
    longitude: float
    start: datetime
    end: datetime
    location_id: str = ""
    coordinate_uncertainty: float | None = None  # metres
    camera_id: str = ""
    camera_model: str = ""
    extra: Mapping[str, Any] = {}
    row: int = 0


class DeploymentStore(Store[DeploymentRow]):
    """Takes deployments into one package."""

    table = "deployments"
    staged = COLUMNS

    def __init__(self, report: Report, *, package: Package, zone: str = "", file: str = "") -> None:
        super().__init__(report, package=package, file=file)
        self.owner = package
        self.zone = (zone or package.name)[:LONGEST_ZONE]
        self.stations = _stations_of(package)

    def prepare(self, row: DeploymentRow) -> DeploymentRow:
        for name, text in (
            ("deploymentID", row.deployment_id),
            ("cameraID", row.camera_id),
            ("cameraModel", row.camera_model),
        ):
            if len(text) > LIMITS[name]:
                raise FieldError("text_too_long", field=name, length=len(text), limit=LIMITS[name])
        if row.end < row.start:
            start, end = row.start.isoformat(), row.end.isoformat()
            raise FieldError("ends_before", field="deploymentEnd", start=start, end=end)
        return row

    def locate(self, prepared: DeploymentRow) -> tuple[int, str]:
        return prepared.row, prepared.deployment_id

    def write(self, chunk: list[DeploymentRow]) -> tuple[list[Refusal], int, int]:
        self._make_stations(chunk)
        self.staging.fill((self._copied(row) for row in chunk), into=tuple(COLUMNS))
        refused = self.duplicates(column="deployment_id", field="deploymentID")
        inserted, updated = upsert(
            Deployment,
            given={"package_id": str(int(self.owner.pk)), **{name: f'i."{name}"' for name in COLUMNS if name != "row"}},
            source=f'"{self.staging.name}" i ORDER BY i.row',
            conflict="(package_id, deployment_id)",
        )
        return refused, inserted, updated

    def _copied(self, row: DeploymentRow) -> tuple[object, ...]:
        extra = dict(row.extra)
        if row.location_id:
            extra["locationID"] = row.location_id
        return (
            row.row,
            row.deployment_id,
            self.stations[_place(row.location_id, row.latitude, row.longitude)],
            row.start,
            row.end,
            row.latitude,
            row.longitude,
            row.coordinate_uncertainty,
            row.camera_id,
            row.camera_model,
            json.dumps(extra),
        )

    def _make_stations(self, chunk: list[DeploymentRow]) -> None:
        new: dict[str, DeploymentRow] = {}
        for row in chunk:
            place = _place(row.location_id, row.latitude, row.longitude)
            if place not in self.stations:
                new.setdefault(place, row)
        taken = {
            station.code: station
            for station in Station.objects.filter(code__in=[_code(place, self.owner) for place in new])
        }
        made = []
        for place, row in new.items():
            code = _code(place, self.owner)
            station = taken.get(code)
            if station is not None and _is_at(station, row):
                self.stations[place] = station.pk
            else:
                made.append((place, self._station(row, code=code if station is None else _own_code(code, self.owner))))
        Station.objects.bulk_create([station for _place_, station in made], ignore_conflicts=True)
        keys = dict(Station.objects.filter(code__in=[station.code for _p, station in made]).values_list("code", "pk"))
        self.stations |= {place: keys[station.code] for place, station in made}

    def _station(self, row: DeploymentRow, *, code: str) -> Station:
        return Station(
            code=code,
            zone=self.zone,
            latitude=row.latitude,
            longitude=row.longitude,
            coordinate_uncertainty=row.coordinate_uncertainty,
            habitat=str(row.extra.get("habitat", ""))[:120],
            time_zone=_zone_name(row.start),
        )


def _stations_of(package: Package) -> dict[str, int]:
    """Stations that this package's deployments stand at already, by place."""
    rows = Deployment.objects.filter(package=package).values_list(
        "extra__locationID", "latitude", "longitude", "station_id"
    )
    return {_place(location or "", latitude or 0.0, longitude or 0.0): pk for location, latitude, longitude, pk in rows}


def _place(location_id: str, latitude: float, longitude: float) -> str:
    return location_id or f"@{latitude:.5f},{longitude:.5f}"


def _code(place: str, package: Package) -> str:
    plain = not place.startswith("@") and len(place) <= LONGEST_CODE
    return place if plain else _own_code(place, package)


def _own_code(place: str, package: Package) -> str:
    """A code that no other package's place has."""
    mark = hashlib.blake2b(f"{package.identifier}\n{place}".encode(), digest_size=6).hexdigest()
    return f"{place if not place.startswith('@') else package.name}"[: LONGEST_CODE - 13] + f"-{mark}"


def _is_at(station: Station, row: DeploymentRow) -> bool:
    if station.latitude is None or station.longitude is None:
        return False
    return abs(station.latitude - row.latitude) <= SAME_PLACE and abs(station.longitude - row.longitude) <= SAME_PLACE


def _zone_name(moment: datetime) -> str:
    """A zone of the tz database with this offset. Its sign is POSIX's: Etc/GMT-8 is eight hours east."""
    offset = moment.utcoffset()
    hours, rest = divmod(int(offset.total_seconds()) if offset else 0, 3600)
    if rest or hours == 0 or not -12 <= hours <= 14:
        return "UTC"
    return "Asia/Shanghai" if hours == 8 else f"Etc/GMT{-hours:+d}"
