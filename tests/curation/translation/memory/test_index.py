"""The memory finds the same and the like, shows what differs, and misses nothing."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from curation.translation.corpus import realise, scenes
from curation.translation.memory import Index, Match, Unit
from curation.translation.memory.index import ALIKE
from curation.translation.memory.wording import key, letters


def unit(number: int, source: str, target: str = "…") -> Unit:
    return Unit(id=number, source_language="zh-Hans", target_language="en", source=source, target=target)


def told(match: Match) -> tuple[int, int]:
    return match.unit.id, match.percent


def test_the_same_sentence_is_found_whatever_its_white_space() -> None:
    index = Index([unit(1, "一只东北虎\n在雪地里行走。"), unit(2, "Caf\u0065\u0301 bear")])
    assert [told(match) for match in index.exact(" 一只东北虎在雪地里行走。 ")] == [(1, 100)]
    assert [told(match) for match in index.exact("Café  bear")] == [(2, 100)]
    assert index.exact("一只东北豹在雪地里行走。") == []


def test_the_newest_of_the_same_comes_first() -> None:
    index = Index([unit(1, "雪", "snow"), unit(7, "雪", "the snow"), unit(3, "雪", "Snow")])
    assert [match.unit.id for match in index.exact("雪")] == [7, 3, 1]
    assert [match.unit.id for match in index.search("雪", most=2)] == [7, 3]


@pytest.mark.parametrize(
    ("old", "new", "differences"),
    [
        ("一只东北虎在喝水。", "一只东北豹在喝水。", (("=", "一只东北"), ("-", "虎"), ("+", "豹"), ("=", "在喝水。"))),
        ("Two tigers rest here.", "Two bears play here.",
         (("=", "Two "), ("-", "tigers rest"), ("+", "bears play"), ("=", " here."))),
        ("The tiger walks by the river.", "The tiger walks.",
         (("=", "The tiger walks"), ("-", " by the river"), ("=", "."))),
    ],
)  # fmt: skip
def test_what_differs_is_shown(old: str, new: str, differences: tuple[tuple[str, str], ...]) -> None:
    (match,) = Index([unit(1, old)]).search(new, least=0.3)
    assert match.differences == differences
    assert 30 <= match.percent < 100


@pytest.mark.parametrize(
    ("old", "new", "only"),
    [
        ("3 tigers in 2024", "4 tigers in 2025", "numbers"),
        ("Amur Tiger", "Amur tiger", "case"),
        ("东北虎。", "东北虎", "punctuation"),
        ("A tiger rests", "A bear rests", ""),
    ],
)
def test_what_alone_differs_is_said_and_is_never_a_hundred(old: str, new: str, only: str) -> None:
    (match,) = Index([unit(1, old)]).search(new, least=0.3)
    assert match.only == only
    assert match.percent <= 99


def test_units_come_and_go() -> None:
    index = Index([unit(number, f"第{number}只虎在雪地里行走") for number in range(3000)])
    index.remove(range(2900))
    index.remove([5, 999_999])
    assert len(index) == 100
    assert index.exact("第5只虎在雪地里行走") == []
    assert [told(match) for match in index.search("第2950只虎在雪地里行走", most=1)] == [(2950, 100)]
    index.add([unit(2950, "一头棕熊在冬眠")])
    assert len(index) == 100
    assert index.exact("第2950只虎在雪地里行走") == []
    assert [told(match) for match in index.search("一头棕熊在冬眠")] == [(2950, 100)]


def test_nothing_is_like_nothing() -> None:
    index = Index([unit(1, "虎"), unit(2, ""), unit(3, "   ")])
    assert index.search("") == []
    assert index.search("。") == []
    assert Index().search("虎") == Index().exact("虎") == []
    assert index.search("虎", most=0) == []


def test_long_and_odd_texts_are_found_too() -> None:
    long = "雪豹" * 4000
    index = Index([unit(1, long), unit(2, "\ud800\0 👩‍👩‍👧‍👦"), unit(3, "a" + "\u0301\u0316" * 9000)])
    assert [told(match) for match in index.search(long + "虎")] == [(1, 99)]
    assert [told(match) for match in index.search("\ud800\0 👩‍👩‍👧‍👦")] == [(2, 100)]
    assert [told(match) for match in index.search("a" + "\u0301\u0316" * 9000)] == [(3, 100)]


def by_measuring_all(units: list[Unit], text: str, *, least: float, most: int) -> list[float]:
    scores = []
    for one in units:
        score = Indel.normalized_similarity(letters(one.source), letters(text)) if letters(text) else 0.0
        scores.append(1.0 if key(one.source) == key(text) else min(score, ALIKE))
    return sorted((round(score, 6) for score in scores if score >= least), reverse=True)[:most]


TEXTS = st.text("虎豹雪ab cдё12。.A", max_size=14)


@settings(max_examples=80)
@given(st.lists(TEXTS, max_size=30), TEXTS, st.sampled_from((0.1, 0.5, 0.7, 0.9)), st.integers(1, 6))
def test_nothing_is_missed(sources: list[str], text: str, least: float, most: int) -> None:
    units = [unit(number, source) for number, source in enumerate(sources)]
    found = [round(match.score, 6) for match in Index(units).search(text, least=least, most=most)]
    assert found == by_measuring_all(
        [one for one in units if key(one.source)], text, least=least, most=most
    ) or not key(text)


@pytest.mark.parametrize("language", ["zh-Hans", "en", "ru", "ko", "ja", "ar"])
def test_nothing_is_missed_among_many(language: str) -> None:
    units = [unit(number, realise(scene, language=language)) for number, scene in enumerate(scenes(seed=4, count=1500))]
    index, rng = Index(units), random.Random(6)
    for one in rng.sample(units, 6):
        at = rng.randrange(len(one.source))
        text = one.source[:at] + one.source[at + 2 :]
        found = [round(match.score, 6) for match in index.search(text)]
        assert found == by_measuring_all(units, text, least=0.7, most=5)
