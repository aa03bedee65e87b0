"""Names of species are found in every script, and a translation with a wrong one is never called right."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.translation.corpus import LANGUAGES, realise, scenes, variants
from curation.translation.glossary import Entry, Form, Glossary, corpus_entries

TIGER, LEOPARD = "Panthera tigris altaica", "Panthera pardus orientalis"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary(corpus_entries())


def found(glossary: Glossary, text: str, language: str) -> list[tuple[str, str]]:
    return [(hit.entry.key, text[hit.start : hit.end]) for hit in glossary.find(text, language=language)]


@pytest.mark.parametrize(
    ("text", "language", "hits"),
    [
        ("两只东北虎和一只豹猫。", "zh-Hans", [(TIGER, "东北虎"), ("Prionailurus bengalensis", "豹猫")]),
        ("AMUR  TIGERS rest; the tiger's cub", "en", [(TIGER, "AMUR  TIGERS"), (TIGER, "tiger")]),
        ("a tigerfish and tiger", "en", [(TIGER, "tiger")]),
        (
            "Рядом черный гриф и амурского тигра",
            "ru",
            [("Aegypius monachus", "черный гриф"), (TIGER, "амурского тигра")],
        ),
        ("시베리아호랑이들이 너구리를 본다", "ko", [(TIGER, "시베리아호랑이"), ("Nyctereutes procyonoides", "너구리")]),
        ("미국너구리가 걷는다", "ko", []),
        ("アムールトラが歩く。トラックが来る", "ja", [(TIGER, "アムールトラ")]),
        ("يمشي الدُّبّ البنيّ", "ar", [("Ursus arctos", "الدُّبّ البنيّ")]),
        ("والدب البني في الغابة", "ar", [("Ursus arctos", "والدب البني"[1:])]),
        ("Амарын барыг харав", "mn", [(TIGER, "Амарын бар")]),
        ("lobo-guará e lobo-cinzento", "pt", [("Canis lupus", "lobo-cinzento")]),
        ("Zwei Wölfe", "de", [("Canis lupus", "Wölfe")]),
        ("a snow leopard", "en", []),
        ("", "en", []),
        ("\ud800\0 虎 👩‍👩‍👧‍👦", "zh-Hans", [(TIGER, "虎")]),
    ],
)
def test_terms_are_found_as_they_are_written(
    glossary: Glossary, text: str, language: str, hits: list[tuple[str, str]]
) -> None:
    assert found(glossary, text, language) == hits


def test_a_corpus_caption_and_its_translation_agree_in_every_direction(glossary: Glossary) -> None:
    rng = random.Random(3)
    for scene in scenes(seed=31, count=120):
        for source in ("zh-Hans", "en"):
            text = variants(scene, language=source, rng=rng)
            assert {hit.entry.key for hit in glossary.find(text, language=source)} == {scene.scientific_name}
            for target in LANGUAGES:
                if target != source:
                    translation = realise(scene, language=target)
                    assert glossary.check(text, translation, source=source, target=target) == [], (text, translation)


def test_no_swapped_animal_goes_unnoticed(glossary: Glossary) -> None:
    drawn = list(scenes(seed=32, count=150))
    for one, other in zip(drawn, reversed(drawn), strict=True):
        if one.scientific_name == other.scientific_name:
            continue
        for target in LANGUAGES[1:]:
            text, wrong = realise(one, language="zh-Hans"), realise(other, language=target)
            codes = [one.code for one in glossary.check(text, wrong, source="zh-Hans", target=target)]
            assert codes, (text, wrong)


@pytest.mark.parametrize(
    ("text", "translation", "target", "codes"),
    [
        ("一只东北豹", "A snow leopard", "en", ["term_missing", "term_wrong"]),
        ("一只东北豹", "A tiger", "en", ["term_missing", "term_wrong"]),
        ("一只东北豹", "A leopard and a lion", "en", ["term_wrong"]),
        ("一只东北豹", "It walks", "en", ["term_missing"]),
        ("一头棕熊，这头熊很大", "A brown bear, and the bear is big", "en", []),
        ("一头棕熊", "A brown bear. The bear is big", "en", []),
        ("一头棕熊", "A bear", "en", ["term_missing"]),
        ("一只东北虎", "An Amur tiger (Panthera pardus orientalis)", "en", ["term_wrong"]),
        ("一只东北虎 (Panthera tigris altaica)", "An Amur tiger (Panthera tigris altaica)", "en", []),
        ("下雪了", "Снежный барс", "ru", ["term_wrong"]),
        ("下雪了", "Идёт снег", "ru", []),
        ("一只雪豹", "A snow leopard", "en", []),
        ("一只雪豹", "An Amur leopard", "en", ["term_missing", "term_wrong"]),
    ],
)
def test_a_translation_is_held_against_its_source(
    glossary: Glossary, text: str, translation: str, target: str, codes: list[str]
) -> None:
    assert [one.code for one in glossary.check(text, translation, source="zh-Hans", target=target)] == codes


def test_forbidden_words_are_refused_and_the_right_one_is_told() -> None:
    zoo = Entry(
        key="station",
        forms=(
            Form(text="红外相机", language="zh-Hans"),
            Form(text="camera trap", language="en"),
            Form(text="spy camera", language="en", status="forbidden"),
        ),
    )
    glossary = Glossary([zoo])
    found = glossary.check("红外相机", "A spy camera", source="zh-Hans", target="en")
    assert [(one.code, one.found, one.expected) for one in found] == [
        ("term_missing", "红外相机", ("camera trap",)),
        ("term_forbidden", "spy camera", ("camera trap",)),
    ]
    assert glossary.check("红外相机", "A camera trap", source="zh-Hans", target="en") == []
    # a house word may come up where the source says it otherwise
    assert glossary.check("它拍到了", "The camera trap saw it", source="zh-Hans", target="en") == []


def test_a_later_entry_overrules_the_shipped_one() -> None:
    mine = Entry(
        key=TIGER, kind="taxon", forms=(Form(text="王", language="zh-Hans"), Form(text="the king", language="en"))
    )
    glossary = Glossary([*corpus_entries(), mine])
    assert [hit.entry for hit in glossary.find("一只王", language="zh-Hans")] == [mine]


def test_a_term_without_a_form_in_the_target_is_not_asked_for() -> None:
    glossary = Glossary([Entry(key="x", forms=(Form(text="豆豆", language="zh-Hans"),))])
    assert glossary.check("豆豆来了", "He comes", source="zh-Hans", target="en") == []


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_hits_lie_in_the_text_in_order_and_apart(glossary: Glossary, text: str, language: str) -> None:
    end = 0
    for hit in glossary.find(f"{text}虎 tiger тигр {text}", language=language):
        assert end <= hit.start < hit.end
        end = hit.end
