"""Darwin Core Archives out: one occurrence for each animal that is seen, with how exactly its place is told."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from django.utils import timezone

from curation.footage.interchange.fields import zulu
from curation.footage.interchange.outgoing import WITHHELD, DeploymentCells, Names, number
from curation.footage.interchange.packaging import Packing, Written, target
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.selection import FOOTAGE, Row, Selection
from curation.footage.interchange.selfdescription import TITLE
from curation.footage.models import Footage
from curation.species.models import Taxon

NAMESPACE = "http://rs.tdwg.org/dwc/terms/"
TERMS = (
    "occurrenceID", "basisOfRecord", "eventID", "eventDate", "scientificName", "taxonID", "taxonRank", "class", "order",
    "family", "genus", "vernacularName", "individualCount", "sex", "lifeStage", "behavior", "organismID",
    "decimalLatitude", "decimalLongitude", "geodeticDatum", "coordinateUncertaintyInMeters", "coordinatePrecision",
    "dataGeneralizations", "informationWithheld", "locationID", "identifiedBy", "dateIdentified",
    "identificationRemarks", "associatedMedia", "occurrenceStatus",
)  # fmt: skip


def write_archive(selection: Selection, out: Path, *, exact: bool) -> Written:
    """Write a Darwin Core Archive (a .zip of occurrence.csv, meta.xml and eml.xml). Raises InterchangeError.

    Not `exact`: coordinates on the grid of the station's most sensitive animal, and of category 1 none at all.
    """
    packing = Packing(selection, exact=exact)
    packing.survey()
    packing.begin()
    written = Written(out)
    with target(out, folder=False) as place:
        table = place.with_name("occurrence.csv")
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(TERMS)
            for cells in _occurrences(packing, written=written):
                writer.writerow(cells)
        if not written.rows.get("occurrences"):
            raise InterchangeError("nothing_found")
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(table, "occurrence.csv")
            archive.writestr("meta.xml", _meta())
            archive.writestr("eml.xml", _eml())
        table.unlink()
    written.precisions = sorted(packing.cells.precisions)
    return written


def _occurrences(packing: Packing, *, written: Written) -> Iterator[list[str]]:
    taxa = Taxon.objects.prefetch_related("names").in_bulk()
    for chunk in packing.selection.observations():
        keys = {row["footage_id"] for row in chunk if row["footage_id"] is not None}
        footage = {row["pk"]: row for row in Footage.objects.filter(pk__in=keys).values(*FOOTAGE)}
        for row in chunk:
            if row["taxon_id"] is None or row["observation_type"] != "animal":
                written.leave_out("observations without a species")
                continue
            written.rows["occurrences"] = written.rows.get("occurrences", 0) + 1
            yield _cells(row, footage=footage.get(row["footage_id"]), taxon=taxa[row["taxon_id"]], packing=packing)


def _cells(row: Row, *, footage: Row | None, taxon: Taxon, packing: Packing) -> list[str]:
    names: Names = packing.names
    moment = row["event_start"] or (footage["captured_at"] if footage is not None else None)
    names_of = {name.language: name.name for name in taxon.names.all() if name.preferred}
    cells = {
        "occurrenceID": names.observation(row),
        "basisOfRecord": "MachineObservation",
        "eventID": names.event(row),
        "eventDate": zulu(moment) if moment is not None else "",
        "scientificName": taxon.scientific_name,
        "taxonID": str(taxon.sources.get("taxonID", "")),
        "taxonRank": taxon.taxon_rank,
        "class": taxon.class_name,
        "order": taxon.order,
        "family": taxon.family,
        "genus": taxon.genus,
        "vernacularName": names_of.get("en", ""),
        "individualCount": str(row["count"]) if row["count"] else "",
        "sex": row["sex"],
        "lifeStage": row["life_stage"],
        "behavior": row["behavior"],
        "organismID": row["individual__code"] or row["individual_label"],
        "identifiedBy": row["classified_by"] if names.exact or row["classification_method"] == "machine" else "",
        "dateIdentified": zulu(row["classification_timestamp"]) if row["classification_timestamp"] else "",
        "identificationRemarks": _sure(row),
        "associatedMedia": names.media(footage) if footage is not None else "",
        "occurrenceStatus": "present",
    } | _place(row, footage=footage, packing=packing)
    return [cells.get(term) or "" for term in TERMS]


def _sure(row: Row) -> str:
    if row["classification_method"] != "machine":
        return "by a person"
    sure = row["classification_probability"]
    return "by a machine" if sure is None else f"by a machine, probability {sure:.3g}"


def _place(row: Row, *, footage: Row | None, packing: Packing) -> dict[str, str]:
    """Where it was, as exactly as this export tells, and what was done to it."""
    key = row["deployment_id"] or (footage["deployment_id"] if footage is not None else None)
    deployment = packing.deployments.get(key) if key is not None else None
    station_key = deployment.station_id if deployment is not None else None
    if station_key is None:
        station_key = footage["station_id"] if footage is not None else row["event__station_id"]
    station = packing.stations.get(station_key) if station_key is not None else None
    if station is None:
        return {}
    cells: DeploymentCells = packing.cells
    place = cells.place(deployment, station)
    if place is None:
        return {}
    if place.precision is not None:
        cells.precisions.add(place.precision)
    named = packing.names.station(station)
    if place.precision is not None and place.category == 1:
        return {
            "locationID": named,
            "dataGeneralizations": "Coordinates withheld (Chapman 2020, category 1)",
            "informationWithheld": f"{WITHHELD}: coordinates, place names, file names",
        }
    told = {
        "locationID": named,
        "decimalLatitude": repr(place.latitude),
        "decimalLongitude": repr(place.longitude),
        "geodeticDatum": "EPSG:4326",
        "coordinateUncertaintyInMeters": number(place.uncertainty),
    }
    if place.precision is not None:
        told["coordinatePrecision"] = number(place.precision)
        told["dataGeneralizations"] = (
            f"Coordinates generalised from the exact place to a grid of {number(place.precision)} degree "
            f"(Chapman 2020, category {place.category})"
        )
        told["informationWithheld"] = f"{WITHHELD}: exact coordinates, place names, file names"
    return told


def _meta() -> str:
    fields = "".join(f'    <field index="{index}" term="{NAMESPACE}{term}"/>\n' for index, term in enumerate(TERMS))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">\n'
        '  <core encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="&quot;" '
        f'ignoreHeaderLines="1" rowType="{NAMESPACE}Occurrence">\n'
        '    <files><location>occurrence.csv</location></files>\n    <id index="0"/>\n'
        f"{fields}  </core>\n</archive>\n"
    )


def _eml() -> str:
    today = f"{timezone.now():%Y-%m-%d}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0" packageId="pugmark" system="pugmark">\n'
        f"  <dataset><title>{escape(TITLE)}</title><creator><organizationName>Pugmark</organizationName></creator>"
        f"<pubDate>{today}</pubDate><contact><organizationName>Pugmark</organizationName></contact></dataset>\n"
        "</eml:eml>\n"
    )
