"""Names as packages and machines write them, to taxa: by any name, synonym or subspecies; each asked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from curation.species.models import Taxon, TaxonName
from curation.species.names import NameIndex, normalise
from curation.species.selectors import name_index

# ISO 639-3 codes that Camtrap DP uses for names, to the tags of TaxonName.
LANGUAGES = {
    "eng": "en", "zho": "zh-Hans", "cmn": "zh-Hans", "rus": "ru", "kor": "ko", "jpn": "ja", "mon": "mn", "spa": "es",
    "fra": "fr", "deu": "de", "ara": "ar", "por": "pt", "nld": "nl",
}  # fmt: skip
UNJUDGED = 2  # sensitivity of a taxon that nobody has judged: places only to 0.1 degree
LONGEST = 120


class Taxa:
    """Finds the key of the taxon that a name means; remembers what it was asked."""

    def __init__(self) -> None:
        self._index: NameIndex = name_index()
        self._keys = dict(Taxon.objects.values_list("scientific_name", "pk"))
        self._known: dict[str, int | None] = {}

    def find(self, name: str) -> int | None:
        """The taxon's key; None where no taxon is called so. A subspecies we do not know means its species."""
        try:
            return self._known[name]
        except KeyError:
            key = self._known[name] = self._find(name)
            return key

    def differs(self, name: str) -> bool:
        """Whether a known taxon goes by another name than this one."""
        key = self.find(name)
        return key is not None and self._keys.get(name) != key

    def _find(self, name: str) -> int | None:
        if name in self._keys:
            return self._keys[name]
        words = name.split()
        found = self._index.exact(name)
        if not found and len(words) > 2 and words[0].istitle() and all(word.isalpha() for word in words[1:3]):
            found = self._index.exact(" ".join(words[:2]))
        return self._keys.get(found[0]) if found else None

    def add(self, entries: Iterable[Mapping[str, Any]]) -> int:
        """Make taxa of entries of a package's `taxonomic` list that nobody knows yet; returns how many."""
        made = 0
        for entry in entries:
            name = str(entry.get("scientificName") or "").strip()
            if not name or len(name) > LONGEST or self.find(name) is not None:
                continue
            taxon = Taxon.objects.create(scientific_name=name, **_fields(entry, name=name))
            _add_names(taxon, entry.get("vernacularNames"))
            self._keys[name] = self._known[name] = taxon.pk
            made += 1
        if made:
            self._index = name_index()
            self._known = {name: key for name, key in self._known.items() if key is not None}
        return made


def _fields(entry: Mapping[str, Any], *, name: str) -> dict[str, Any]:
    def text(key: str, limit: int) -> str:
        return str(entry.get(key) or "")[:limit]

    rank = text("taxonRank", 20) or "species"
    kinds = {"Aves": "bird", "Mammalia": "mammal"}
    return {
        "taxon_rank": rank,
        "kind": kinds.get(name if rank == "class" else text("class", 40), ""),
        "class_name": text("class", 40),
        "order": text("order", 40),
        "family": text("family", 40),
        "genus": text("genus", 40) or (name.split()[0][:40] if rank in {"genus", "species", "subspecies"} else ""),
        "sensitivity": UNJUDGED,
        "sources": {"taxonID": text("taxonID", 300)} if entry.get("taxonID") else {},
        "position": 100_000,
    }


def _add_names(taxon: Taxon, names: object) -> None:
    if not isinstance(names, Mapping):
        return
    for code, name in names.items():
        language, text = LANGUAGES.get(str(code), str(code))[:12], str(name).strip()[:LONGEST]
        if text and not TaxonName.objects.filter(taxon=taxon, language=language).exists():
            TaxonName.objects.create(
                taxon=taxon, language=language, name=text, normalised=normalise(text)[:LONGEST], preferred=True
            )
