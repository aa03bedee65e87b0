"""Small Camtrap DP packages for tests, good ones with one thing changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ADDRESS = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2/"
DEPLOYMENT = {
    "deploymentID": "d1", "locationID": "L1", "latitude": "43.1", "longitude": "130.5",
    "deploymentStart": "2026-01-01T00:00:00+08:00", "deploymentEnd": "2026-06-01T00:00:00+08:00",
}  # fmt: skip
MEDIA = {
    "mediaID": "m1", "deploymentID": "d1", "timestamp": "2026-03-01T06:30:00+08:00", "filePath": "media/m1.mp4",
    "filePublic": "false", "fileMediatype": "video/mp4",
}  # fmt: skip
OBSERVATION = {
    "observationID": "o1", "deploymentID": "d1", "mediaID": "m1", "eventStart": "2026-02-28T22:30:00Z",
    "eventEnd": "2026-02-28T22:30:00Z", "observationLevel": "media", "observationType": "animal",
    "scientificName": "Panthera tigris altaica", "count": "1",
}  # fmt: skip


def descriptor(**changed: Any) -> dict[str, Any]:
    tables = ("deployments", "media", "observations")
    return {
        "resources": [
            {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource",
             "schema": f"{ADDRESS}{name}-table-schema.json"}
            for name in tables
        ],
        "profile": f"{ADDRESS}camtrap-dp-profile.json", "name": "small", "id": "small",
        "created": "2026-06-02T00:00:00Z", "contributors": [{"title": "A ranger"}],
        "project": {"title": "Small", "samplingDesign": "targeted", "captureMethod": ["activityDetection"],
                    "individualAnimals": False, "observationLevel": ["media"]},
        "spatial": {"type": "Point", "coordinates": [130.5, 43.1]},
        "temporal": {"start": "2026-01-01", "end": "2026-06-01"}, "taxonomic": [],
    } | changed  # fmt: skip


def table(rows: Sequence[Mapping[str, str]]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def package(
    folder: Path,
    *,
    deployments: Sequence[Mapping[str, str]] = (DEPLOYMENT,),
    media: Sequence[Mapping[str, str]] = (MEDIA,),
    observations: Sequence[Mapping[str, str]] | bytes = (OBSERVATION,),
    metadata: Mapping[str, Any] | None = None,
) -> Path:
    """Write a package into `folder` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(metadata or descriptor()))
    (folder / "deployments.csv").write_bytes(table(deployments))
    (folder / "media.csv").write_bytes(table(media))
    content = observations if isinstance(observations, bytes) else table(observations)
    (folder / "observations.csv").write_bytes(content)
    return folder
