"""Audiovisual Core out: one record for each file, as CSV or JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from curation.footage.interchange.fields import zulu
from curation.footage.interchange.outgoing import WITHHELD, media_cells, number
from curation.footage.interchange.packaging import Packing, Written, target
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.schema import columns
from curation.footage.interchange.selection import Row, Selection, observed
from curation.species.models import Taxon

TERMS = (
    "dcterms:identifier", "dc:type", "dcterms:title", "ac:caption", "ac:metadataLanguage", "xmp:CreateDate",
    "xmpRights:Owner", "xmpRights:UsageTerms", "xmpRights:WebStatement", "photoshop:Credit", "ac:derivedFrom",
    "ac:accessURI", "dc:format", "ac:hashFunction", "ac:hashValue", "ac:frameRate", "ac:mediaDuration",
    "exif:PixelXDimension", "exif:PixelYDimension", "dwc:scientificName", "dwc:vernacularName", "ac:comments",
)  # fmt: skip
TYPES = {"image": "StillImage", "video": "MovingImage", "audio": "Sound"}


def write_records(selection: Selection, out: Path, *, exact: bool) -> Written:
    """Write the records: JSON where `out` ends in .json, else CSV. Raises InterchangeError."""
    packing = Packing(selection, exact=exact)
    packing.survey()
    packing.begin()
    count = 0
    with target(out, folder=False) as place, place.open("w", encoding="utf-8", newline="") as file:
        if out.suffix.lower() == ".json":
            file.write("[")
            for record in _records(packing):
                told = {term: value for term, value in record.items() if value != ""}
                file.write(("," if count else "") + "\n " + json.dumps(told, ensure_ascii=False))
                count += 1
            file.write("\n]\n")
        else:
            writer = csv.DictWriter(file, TERMS, lineterminator="\n")
            writer.writeheader()
            for record in _records(packing):
                writer.writerow(record)
                count += 1
        if not count:
            raise InterchangeError("nothing_found")
    return Written(out, rows={"records": count})


def _records(packing: Packing) -> Iterator[dict[str, Any]]:
    taxa = Taxon.objects.prefetch_related("names").in_bulk()
    owner = str(getattr(settings, "WAGTAIL_SITE_NAME", "Pugmark"))
    for chunk in packing.selection.footage():
        seen = observed([row["pk"] for row in chunk])
        for row in chunk:
            found = dict.fromkeys(one["taxon_id"] for one in seen.get(row["pk"], []) if one["taxon_id"] is not None)
            yield _record(row, species=[taxa[key] for key in found], owner=owner, packing=packing)


def _record(row: Row, *, species: list[Taxon], owner: str, packing: Packing) -> dict[str, Any]:
    exact, moment = packing.exact, row["captured_at"]
    # Names and addresses of files as the package tells them: one rule for what may be told.
    row = dict(row)
    media = dict(zip(columns("media"), media_cells(row, names=packing.names, deployment=""), strict=True))
    names = ", ".join(taxon.name_in("en") for taxon in species)
    return {
        "dcterms:identifier": media["mediaID"],
        "dc:type": TYPES.get(media["fileMediatype"].partition("/")[0], "MovingImage"),
        "dcterms:title": names or f"F{row['pk']}",
        "ac:caption": names,
        "ac:metadataLanguage": "en",
        "xmp:CreateDate": zulu(moment) if moment is not None else "",
        "xmpRights:Owner": owner,
        "xmpRights:UsageTerms": "By agreement with the owner only",
        "xmpRights:WebStatement": "",
        "photoshop:Credit": owner,
        "ac:derivedFrom": "",
        "ac:accessURI": media["filePath"],
        "dc:format": media["fileMediatype"],
        "ac:hashFunction": "BLAKE3" if row["fingerprint"] else "",
        "ac:hashValue": row["fingerprint"] or "",
        "ac:frameRate": number(row["frame_rate"]),
        "ac:mediaDuration": number(row["duration"]),
        "exif:PixelXDimension": str(row["width"] or ""),
        "exif:PixelYDimension": str(row["height"] or ""),
        "dwc:scientificName": " | ".join(taxon.scientific_name for taxon in species),
        "dwc:vernacularName": " | ".join(taxon.name_in("en") for taxon in species),
        "ac:comments": "" if exact else f"{WITHHELD}: file name, path, place",
    }
