"""The shipped taxa: complete, written in the right scripts, with the source of each status."""

from __future__ import annotations

import json

import pytest

from curation.species.names import normalise
from curation.species.taxonomy import (
    DATA,
    GROUPS,
    LANGUAGES,
    SENSITIVITY_REASONS,
    Source,
    TaxonomyError,
    check_together,
    load,
    parse,
)

# Simplified characters that the GB 2312 set of 1980 lacks, and the ones that Big5 lacks.
NOT_IN_GB2312 = set("鵟鸮")
NOT_IN_BIG5 = set("狍")
SOURCES = {key: Source(key, "1", "test") for key in ("iucn", "china", "cites", "chapman")}


def tiger_entry() -> dict:
    return json.loads((DATA / "cats.json").read_text(encoding="utf-8"))[0]


def names_in(language: str) -> list[str]:
    return [name for record in load() for name in record.names_in(language)]


def outside(characters: set[str], *, encoding: str) -> set[str]:
    return {c for c in characters if not c.encode(encoding, "ignore")}


def test_the_tiger_and_the_leopard_come_first() -> None:
    assert [record.scientific_name for record in load()[:2]] == [
        "Panthera tigris altaica",
        "Panthera pardus orientalis",
    ]


def test_at_least_forty_four_mammals_and_birds() -> None:
    kinds = [record.kind for record in load()]
    assert len(kinds) >= 44
    assert kinds.count("mammal") >= 20
    assert kinds.count("bird") >= 20


def test_every_data_file_is_loaded() -> None:
    assert {path.stem for path in DATA.glob("*.json")} == {*GROUPS, "sources"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_taxon_has_one_preferred_name_of_its_own(language: str) -> None:
    preferred = [record.preferred(language) for record in load()]
    assert all(preferred)
    assert len({normalise(name) for name in preferred}) == len(load())
    for record in load():
        assert [name.preferred for name in record.names if name.language == language].count(True) == 1


def test_simplified_names_hold_no_traditional_character() -> None:
    assert outside(set("".join(names_in("zh-Hans"))), encoding="gb2312") <= NOT_IN_GB2312


def test_traditional_names_hold_no_simplified_character() -> None:
    assert outside(set("".join(names_in("zh-Hant"))), encoding="big5") <= NOT_IN_BIG5


def test_mongolian_is_not_russian() -> None:
    same = [record.scientific_name for record in load() if record.preferred("mn") == record.preferred("ru")]
    assert same == []
    assert set("өү") <= set("".join(names_in("mn")).casefold())


def test_every_status_names_its_list_and_version() -> None:
    for record in load():
        assert set(record.sources) == {"iucn_category", "national_protection", "cites_appendix", "sensitivity"}
        assert all(source.name and source.version and source.publisher for source in record.sources.values())
    assert "2021" in load()[0].sources["national_protection"].version


def test_the_animals_of_the_first_class_are_kept_vague() -> None:
    """No animal under first-class protection, and none that is endangered, may show its place to a hundred metres."""
    for record in load():
        if record.national_protection == "I" or record.iucn_category in {"EN", "CR"}:
            assert record.sensitivity <= 2, record.scientific_name
    assert {r.scientific_name for r in load() if r.sensitivity == 1} >= {
        "Panthera tigris altaica",
        "Panthera pardus orientalis",
    }


def test_a_common_animal_is_not_called_poached() -> None:
    for record in load():
        assert (record.sensitivity == 4) == (record.sensitivity_reason == "common"), record.scientific_name
        assert SENSITIVITY_REASONS[record.sensitivity_reason]


def test_the_database_has_room_for_every_name() -> None:
    assert max(len(name.text) for record in load() for name in record.names) <= 120


def test_a_name_in_the_wrong_script_is_refused() -> None:
    entry = tiger_entry()
    entry["names"]["ru"] = ["Amur tiger"]
    with pytest.raises(TaxonomyError, match="not written as ru"):
        parse(entry, sources=SOURCES)


def test_a_missing_language_is_refused() -> None:
    entry = tiger_entry()
    del entry["names"]["mn"]
    with pytest.raises(TaxonomyError, match="twelve languages"):
        parse(entry, sources=SOURCES)


def test_a_status_without_source_is_refused() -> None:
    entry = tiger_entry()
    del entry["national"]["source"]
    with pytest.raises(TaxonomyError, match="source is missing"):
        parse(entry, sources=SOURCES)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("genus", "Felis", "genus"),
        ("taxonRank", "species", "taxonRank"),
        ("parent", None, "parent"),
        ("kind", "bird", "class"),
        ("redList", {"category": "XX", "assessed": "Panthera tigris", "source": "iucn"}, "Red List category"),
        ("sensitivity", {"category": 5, "reason": "poached", "source": "chapman"}, "not 1 to 4"),
    ],
)
def test_a_wrong_field_is_refused(field: str, value: object, problem: str) -> None:
    with pytest.raises(TaxonomyError, match=problem):
        parse({**tiger_entry(), field: value}, sources=SOURCES)


def test_two_taxa_may_not_share_a_name() -> None:
    leopard = json.loads((DATA / "cats.json").read_text(encoding="utf-8"))[1]
    leopard["names"]["de"] = ["amurtiger"]
    with pytest.raises(TaxonomyError, match="shares its de name"):
        check_together([parse(entry, sources=SOURCES) for entry in (tiger_entry(), leopard)])
