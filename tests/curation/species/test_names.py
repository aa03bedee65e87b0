"""Finding a taxon by any of its names in any language."""

from __future__ import annotations

import pytest

from curation.species.names import Name, NameIndex, normalise
from curation.species.taxonomy import load

TIGER = "Panthera tigris altaica"
LEOPARD = "Panthera pardus orientalis"
INDEX = NameIndex(load())


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ｔｉｇｅｒ", "tiger"),
        ("Чёрный  АИСТ", "черныи аист"),
        ("Águia-real", "aguia real"),
        ("l’Amour", "l'amour"),
        ("とら", "トラ"),
        ("ガン", "ガン"),
        ("ﾄﾗ", "トラ"),
        ("호랑이", "호랑이"),
        ("أيل", "ايل"),
        ("نـمـر", "نمر"),
        ("东\u200b北虎", "东北虎"),
        ("Weißnackenkranich", "weissnackenkranich"),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert normalise(typed) == folded
    assert normalise(folded) == folded


def test_voicing_marks_tell_kana_apart() -> None:
    assert normalise("カン") != normalise("ガン")


@pytest.mark.parametrize(
    "typed",
    [
        "东北虎", "東北虎", "西伯利亚虎", "阿穆尔虎", "虎", "amur tiger", "SIBERIAN TIGER", "tiger siberian",
        "амурский", "시베리아호랑이", "백두산", "アムールトラ", "амарын бар", "tigre de amur", "Tigre de l’Amour",
        "amurtiger", "ببر", "tigre-siberiano", "tigre siberiano", "Panthera tigris", "panthera tigris alt",
    ],
)  # fmt: skip
def test_the_tiger_comes_first_by_any_of_its_names(typed: str) -> None:
    assert INDEX.find(typed)[0] == TIGER


@pytest.mark.parametrize("record", load(), ids=lambda record: record.scientific_name)
def test_every_name_of_every_taxon_finds_it(record) -> None:
    for name in record.names:
        assert record.scientific_name in INDEX.exact(name.text), name


@pytest.mark.parametrize("record", load(), ids=lambda record: record.scientific_name)
def test_a_preferred_name_leads_to_its_taxon_first_in_its_language(record) -> None:
    for name in record.names:
        if name.preferred:
            assert INDEX.find(name.text, language=name.language)[0] == record.scientific_name, name


def test_han_matches_inside_a_name() -> None:
    assert INDEX.find("天鹅") == ["Cygnus cygnus"]
    assert {"Dryocopus martius", "Dendrocopos major"} <= set(INDEX.find("啄木"))


def test_spaced_scripts_match_beginnings_of_words_only() -> None:
    assert INDEX.find("iger") == []
    assert "Ursus thibetanus" in INDEX.find("black bear")


def test_a_match_says_its_language_and_whether_it_is_preferred() -> None:
    assert INDEX.matches("Siberian tiger")[0] == Name(TIGER, "Siberian tiger", "en", preferred=False)
    assert INDEX.matches("东北豹")[0] == Name(LEOPARD, "东北豹", "zh-Hans", preferred=True)
    assert INDEX.matches("Panthera pardus")[0].language == "la"


def test_a_language_restricts_the_search() -> None:
    assert INDEX.find("tiger", language="de") == [TIGER]
    assert INDEX.find("东北虎", language="en") == []


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "-", "qwertz", "100% _"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert INDEX.find(typed) == []
    assert INDEX.exact(typed) == []
