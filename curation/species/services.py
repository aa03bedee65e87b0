"""Carries the shipped taxa into the database."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from curation.species import taxonomy
from curation.species.models import Taxon, TaxonName
from curation.species.names import normalise


@transaction.atomic
def load_taxa(*, taxa: Any = Taxon, names: Any = TaxonName) -> int:
    """Make the database say what `data/` says, and return how many taxa that are. Running it again changes nothing.

    Taxa that are not shipped stay. A migration hands in its historical models as `taxa` and `names`.
    """
    records = taxonomy.load()
    rows = {}
    for position, record in enumerate(records):
        rows[record.scientific_name], _ = taxa.objects.update_or_create(
            scientific_name=record.scientific_name, defaults=_fields(record) | {"position": position}
        )
    for record in records:
        # A subspecies hangs beneath its species only where that is a taxon of its own.
        taxa.objects.filter(scientific_name=record.scientific_name).update(parent=rows.get(record.parent))
        _load_names(record, row=rows[record.scientific_name], names=names)
    return len(records)


def _fields(record: taxonomy.TaxonRecord) -> dict[str, Any]:
    return {
        "taxon_rank": record.taxon_rank,
        "kind": record.kind,
        "class_name": record.class_name,
        "order": record.order,
        "family": record.family,
        "genus": record.genus,
        "synonyms": list(record.synonyms),
        "iucn_category": record.iucn_category,
        "national_protection": record.national_protection,
        "cites_appendix": record.cites_appendix,
        "sensitivity": record.sensitivity,
        "sources": {field: str(source) for field, source in record.sources.items()},
    }


def _load_names(record: taxonomy.TaxonRecord, *, row: Any, names: Any) -> None:
    wanted = {(name.language, name.text): name.preferred for name in record.names}
    present = {(name.language, name.name): name.preferred for name in names.objects.filter(taxon=row)}
    if wanted == present:
        return
    names.objects.filter(taxon=row).delete()
    names.objects.bulk_create(
        names(taxon=row, language=language, name=text, normalised=normalise(text)[:120], preferred=preferred)
        for (language, text), preferred in wanted.items()
    )
