"""The taxa that Pugmark ships, read from `data/` and checked strictly.

Pure Python: no Django here. `services.load_taxa` carries the records into the database.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from curation.species.names import Name, normalise

DATA = Path(__file__).resolve().parent / "data"
GROUPS = ("cats", "carnivores", "ungulates", "small_mammals", "raptors", "waterbirds", "landbirds")
"""Files of `data/` in the order in which lists show them."""
LANGUAGES = ("zh-Hans", "zh-Hant", "en", "ru", "ko", "ja", "mn", "es", "fr", "de", "ar", "pt")
RED_LIST = ("LC", "NT", "VU", "EN", "CR")

_HAN = r"\u3007\u3400-\u9fff"
_CYRILLIC = r"[\u0400-\u04ff]"
_LATIN = r"[A-Za-z\u00c0-\u024f]"
_PUNCTUATION = r"[ '\-]"
SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "zh-Hans": re.compile(f"[{_HAN}]+"),
    "zh-Hant": re.compile(f"[{_HAN}]+"),
    "ko": re.compile(r"[\uac00-\ud7a3]+"),
    "ja": re.compile(f"[{_HAN}\\u3040-\\u30ff]+"),
    "ar": re.compile(r"[\u0621-\u064a ]+"),
    **dict.fromkeys(("ru", "mn"), re.compile(f"(?:{_CYRILLIC}|{_PUNCTUATION})+")),
    **dict.fromkeys(("en", "es", "fr", "de", "pt"), re.compile(f"(?:{_LATIN}|{_PUNCTUATION})+")),
}
"""What a whole name may be written with, by language."""


def gettext_noop(message: str) -> str:
    """Mark `message` for the translation catalogue and hand it back unchanged."""
    return message


SENSITIVITY_REASONS: Mapping[str, str] = {
    "poached": gettext_noop("Killed or caught for trade: a known place puts the animal at risk."),
    "few_left": gettext_noop("So few live here that any place leads to a single animal."),
    "breeding_sites": gettext_noop("Nests, roosts or gathering places are used again and are easily disturbed."),
    "hunted": gettext_noop("Hunted illegally in places: an exact place helps the hunter."),
    "common": gettext_noop("Common and widespread: the place is only made less exact."),
}


class TaxonomyError(ValueError):
    """The shipped data break a rule. `taxon` is the scientific name, `problem` an English sentence for a developer."""

    def __init__(self, problem: str, *, taxon: str) -> None:
        self.taxon = taxon
        self.problem = problem
        super().__init__(f"{taxon}: {problem}")


@dataclass(frozen=True)
class Source:
    """A published list: what is it called, which version was read, who publishes it."""

    name: str
    version: str
    publisher: str

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"


@dataclass(frozen=True)
class TaxonRecord:
    """One taxon. Fields carry the names of `models.Taxon`.

    `parent` is the species of a subspecies, else "". `iucn_category` was assessed for `iucn_assessed` (a subspecies may
    only have its species' category). `national_protection` is "I", "II" or "" in China, `cites_appendix` "I" to
    "III" or "" for the populations of China. `sensitivity` is a category of Chapman (2020), 1 (withhold) to 4;
    `sensitivity_reason` a key of SENSITIVITY_REASONS. `sources` maps each of these fields to the list it was read from.
    """

    scientific_name: str
    taxon_rank: str
    parent: str
    kind: str
    kingdom: str
    class_name: str
    order: str
    family: str
    genus: str
    synonyms: tuple[str, ...]
    iucn_category: str
    iucn_assessed: str
    national_protection: str
    cites_appendix: str
    sensitivity: int
    sensitivity_reason: str
    sources: Mapping[str, Source]
    names: tuple[Name, ...]

    def names_in(self, language: str) -> tuple[str, ...]:
        """All names in one of LANGUAGES, the preferred one first."""
        return tuple(name.text for name in self.names if name.language == language)

    def preferred(self, language: str) -> str:
        """The name to show in one of LANGUAGES."""
        return self.names_in(language)[0]


@lru_cache(maxsize=1)
def load() -> tuple[TaxonRecord, ...]:
    """All taxa, tiger and leopard first. Raises TaxonomyError when the data break a rule."""
    sources = {key: Source(**value) for key, value in _read("sources").items()}
    records = tuple(parse(entry, sources=sources) for group in GROUPS for entry in _read(group))
    check_together(records)
    return records


def parse(entry: Mapping[str, Any], *, sources: Mapping[str, Source]) -> TaxonRecord:
    """One entry of a data file as a checked record. Raises TaxonomyError."""
    scientific_name = entry.get("scientificName", "?")
    try:
        record = _record(entry, sources=sources)
    except KeyError as missing:
        raise TaxonomyError(f"{missing.args[0]} is missing", taxon=scientific_name) from missing
    _check_classification(record)
    _check_status(record)
    _check_names(record)
    return record


def check_together(records: Iterable[TaxonRecord]) -> None:
    """What must hold between taxa: no scientific name and, in a language, no preferred name twice."""
    records = tuple(records)
    for name, count in Counter(record.scientific_name for record in records).items():
        if count > 1:
            raise TaxonomyError("stands in the data twice", taxon=name)
    for language in LANGUAGES:
        holder: dict[str, str] = {}
        for record in records:
            preferred = normalise(record.preferred(language))
            other = holder.setdefault(preferred, record.scientific_name)
            if other != record.scientific_name:
                raise TaxonomyError(
                    f"shares its {language} name {preferred!r} with {other}", taxon=record.scientific_name
                )


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _record(entry: Mapping[str, Any], *, sources: Mapping[str, Source]) -> TaxonRecord:
    red_list, national, cites, sensitivity = (entry[key] for key in ("redList", "national", "cites", "sensitivity"))
    return TaxonRecord(
        scientific_name=entry["scientificName"],
        taxon_rank=entry["taxonRank"],
        parent=entry["parent"] or "",
        kind=entry["kind"],
        kingdom=entry["kingdom"],
        class_name=entry["class"],
        order=entry["order"],
        family=entry["family"],
        genus=entry["genus"],
        synonyms=tuple(entry["synonyms"]),
        iucn_category=red_list["category"],
        iucn_assessed=red_list["assessed"],
        national_protection=national["level"] or "",
        cites_appendix=cites["appendix"] or "",
        sensitivity=sensitivity["category"],
        sensitivity_reason=sensitivity["reason"],
        sources={
            "iucn_category": sources[red_list["source"]],
            "national_protection": sources[national["source"]],
            "cites_appendix": sources[cites["source"]],
            "sensitivity": sources[sensitivity["source"]],
        },
        names=tuple(
            Name(entry["scientificName"], text, language, preferred=index == 0)
            for language, texts in entry["names"].items()
            for index, text in enumerate(texts)
        ),
    )


def _check_classification(record: TaxonRecord) -> None:
    words = record.scientific_name.split(" ")
    rank = {2: "species", 3: "subspecies"}.get(len(words))
    kinds = {"mammal": "Mammalia", "bird": "Aves"}
    problems = {
        "taxonRank does not fit the scientific name": record.taxon_rank != rank,
        "genus does not fit the scientific name": record.genus != words[0],
        "parent must be the species of a subspecies": record.parent
        != (" ".join(words[:2]) if rank == "subspecies" else ""),
        "kind does not fit the class": kinds.get(record.kind) != record.class_name,
        "order or family is missing": not (record.order and record.family),
        "is its own synonym": record.scientific_name in record.synonyms,
    }
    _raise_first(problems, record=record)


def _check_status(record: TaxonRecord) -> None:
    problems = {
        "Red List category is unknown": record.iucn_category not in RED_LIST,
        "Red List assessment is of another taxon": record.iucn_assessed not in {record.scientific_name, record.parent},
        "national protection is unknown": record.national_protection not in {"", "I", "II"},
        "CITES appendix is unknown": record.cites_appendix not in {"", "I", "II", "III"},
        "sensitivity category is not 1 to 4": record.sensitivity not in {1, 2, 3, 4},
        "sensitivity reason is unknown": record.sensitivity_reason not in SENSITIVITY_REASONS,
    }
    _raise_first(problems, record=record)


def _check_names(record: TaxonRecord) -> None:
    if {name.language for name in record.names} != set(LANGUAGES):
        raise TaxonomyError("names must be in exactly the twelve languages", taxon=record.scientific_name)
    for name in record.names:
        if name.text != name.text.strip() or not SCRIPTS[name.language].fullmatch(name.text):
            raise TaxonomyError(f"{name.text!r} is not written as {name.language}", taxon=record.scientific_name)
    if len({(name.language, name.text) for name in record.names}) != len(record.names):
        raise TaxonomyError("has a name twice in one language", taxon=record.scientific_name)


def _raise_first(problems: Mapping[str, bool], *, record: TaxonRecord) -> None:
    for problem, present in problems.items():
        if present:
            raise TaxonomyError(problem, taxon=record.scientific_name)
