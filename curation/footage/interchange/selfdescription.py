"""datapackage.json on the way out: the package's own words, or ours about what was exported."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from curation.footage.interchange.container import is_within
from curation.footage.interchange.fields import zulu
from curation.footage.interchange.outgoing import DeploymentCells, Span
from curation.footage.interchange.schema import ADDRESS, PROFILE, TABLES
from curation.footage.models import Package
from curation.species.models import Taxon

TITLE = "Camera trap footage of the Northeast China Tiger and Leopard National Park"
RANKS = ("kingdom", "phylum", "class", "order", "family", "genus", "species", "subspecies")


def file_names(package: Package | None) -> dict[str, str]:
    """How the tables' files are called: as in the package they came in, where that is a plain name."""
    names = {table: f"{table}.csv" for table in TABLES}
    for resource in _resources(package):
        path, table = resource.get("path"), resource.get("name")
        if table in names and isinstance(path, str) and is_within(path) and path.endswith((".csv", ".csv.gz")):
            names[table] = path
    return names if len(set(names.values())) == len(names) else {table: f"{table}.csv" for table in TABLES}


def _resources(package: Package | None) -> list[dict[str, Any]]:
    resources = package.metadata.get("resources") if package is not None else None
    return [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []


def as_it_came(package: Package, *, files: Mapping[str, str]) -> dict[str, Any]:
    """The descriptor of an imported package. Only what its files no longer are is changed: path, encoding, dialect."""
    metadata = dict(package.metadata)
    resources = []
    for resource in _resources(package):
        if resource.get("name") not in files:
            resources.append(resource)
            continue
        ours = {name: value for name, value in resource.items() if name not in {"dialect", "bytes", "hash"}}
        ours["path"] = files[str(resource["name"])]
        if str(ours.get("encoding", "utf-8")).lower().replace("_", "-") not in {"utf-8", "utf8"}:
            ours["encoding"] = "utf-8"
        resources.append(ours)
    return metadata | {"resources": resources}


def of_export(
    cells: DeploymentCells,
    *,
    spans: Mapping[Any, Span],
    taxa: list[int],
    files: Mapping[str, str],
    exact: bool,
    individuals: bool,
) -> dict[str, Any]:
    """A descriptor for what was exported from the catalogue."""
    now = timezone.now()
    starts = [span.start for span in spans.values() if span.start is not None]
    ends = [span.end for span in spans.values() if span.end is not None]
    name = getattr(settings, "WAGTAIL_SITE_NAME", "Pugmark")
    metadata: dict[str, Any] = {
        "resources": [_resource(table, path=files[table]) for table in TABLES],
        "profile": PROFILE,
        "name": f"pugmark-{now:%Y%m%d-%H%M%S}",
        "id": str(uuid.uuid4()),
        "created": zulu(now),
        "title": TITLE,
        "contributors": [{"title": str(name), "role": "publisher"}],
        "project": {
            "title": TITLE,
            "samplingDesign": "opportunistic",
            "captureMethod": ["activityDetection"],
            "individualAnimals": individuals,
            "observationLevel": ["media", "event"],
        },
        "spatial": _spatial(cells),
        "temporal": {
            "start": f"{min(starts, default=now):%Y-%m-%d}",
            "end": f"{max(ends, default=now):%Y-%m-%d}",
        },
        "taxonomic": _taxonomic(taxa),
    }
    if not exact:
        metadata["coordinatePrecision"] = max(cells.precisions, default=0.001)
        metadata["description"] = (
            "Locations are generalised to a grid by the sensitivity of the animals seen there (Chapman 2020); names of "
            "places, file names and comments are withheld."
        )
    return metadata


def _resource(table: str, *, path: str) -> dict[str, Any]:
    return {
        "name": table,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": f"{ADDRESS}{table}-table-schema.json",
    }


def _spatial(cells: DeploymentCells) -> dict[str, Any]:
    """The box around all places as they are told; GeoJSON."""
    if not cells.places:
        return {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]}
    west, east = min(place.longitude for place in cells.places), max(place.longitude for place in cells.places)
    south, north = min(place.latitude for place in cells.places), max(place.latitude for place in cells.places)
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


def _taxonomic(keys: list[int]) -> list[dict[str, Any]]:
    told = []
    for taxon in Taxon.objects.filter(pk__in=keys).prefetch_related("names").order_by("scientific_name"):
        entry: dict[str, Any] = {"scientificName": taxon.scientific_name}
        if taxon.taxon_rank in RANKS:
            entry["taxonRank"] = taxon.taxon_rank
        ranks = {
            "class": taxon.class_name, "order": taxon.order, "family": taxon.family, "genus": taxon.genus,
        }  # fmt: skip
        entry |= {rank: name for rank, name in ranks.items() if name}
        if taxon.sources.get("taxonID"):
            entry["taxonID"] = taxon.sources["taxonID"]
        names = {name.language: name.name for name in taxon.names.all() if name.preferred}
        told_names = {
            code: names[tag] for code, tag in (("eng", "en"), ("zho", "zh-Hans"), ("rus", "ru")) if tag in names
        }
        if told_names:
            entry["vernacularNames"] = told_names
        told.append(entry)
    return told
