"""What is held against a translation by its form alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.translation.batches import by_length
from curation.translation.judgement import fault, figures, in_script, loops, unreadable

TAGS = ("zh-Hans", "zh-Hant", "en", "ru", "ko", "ja", "es", "fr", "de", "ar", "pt", "mn")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1,200 m", "1 200 м"),
        ("3.5 km", "3,5 км"),
        ("2026-01-05", "2026/01/05"),
        ("03:12", "03.12"),
        ("12 tigers", "١٢ ببرا"),
        ("１２ 只", "12"),
        ("", "no figure"),
        ("10 000", "10\u202f000"),
    ],
)
def test_the_same_figures_in_other_dress(text: str, same: str) -> None:
    assert figures(text) == figures(same)


@pytest.mark.parametrize(("text", "other"), [("2 tigers", "3"), ("2 and 2", "2"), ("12", "1 2"), ("3", "drei")])
def test_other_figures(text: str, other: str) -> None:
    assert figures(text) != figures(other)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the tiger the tiger the tiger", "en"),
        ("very very very very very good", "en"),
        ("снег, снег, снег, снег, снег", "ru"),
        ("老虎老虎老虎", "zh-Hans"),
        ("哈哈哈哈哈", "zh-Hans"),
        ("lalalalalalalalalalalalalalala", "es"),
        ("in the snow and in the snow and in the snow and", "en"),
    ],
)
def test_a_loop_is_seen(text: str, language: str) -> None:
    assert loops(text, language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The tiger looks at the tiger.", "en"),
        ("very, very, very good", "en"),
        ("慢慢地走，慢慢地看。", "zh-Hans"),
        ("Donaudampfschifffahrtsgesellschaft", "de"),
        ("", "en"),
        ("コンコン", "ja"),
    ],
)
def test_speech_is_no_loop(text: str, language: str) -> None:
    assert not loops(text, language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("An 东北虎 walks.", "en"), ("Tiger", "ru"), ("Тигр", "en"), ("トラが歩く", "zh-Hans"), ("호랑이", "ja")],
)
def test_the_script_of_another_language(text: str, language: str) -> None:
    assert not in_script(text, language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Камера GPS-12", "ru"),
        ("12:30", "ru"),
        ("東北虎がいる", "ja"),
        ("トラ", "ja"),
        ("Амарын бар", "mn"),
        ("El niño", "es"),
        ("ببر آمور", "ar"),
        ("호랑이 (虎)", "ko"),
    ],
)
def test_its_own_script_with_what_every_text_may_quote(text: str, language: str) -> None:
    assert in_script(text, language=language)


def test_each_fault_has_its_reason() -> None:
    def judged(text: str, translation: str) -> str:
        return fault(text, translation, source="en", target="ru")

    assert judged("Two tigers.", "Два тигра.") == ""
    assert judged("2 tigers.", "Три тигра.") == "numbers_differ"
    assert judged("Tigers.", "Tigers.") == "wrong_language"
    assert judged("Tigers.", "тигр тигр тигр тигр тигр") == "repetition"
    assert (
        judged("A tiger.", "Тигр идёт " + "по белому, глубокому и очень холодному снегу тайги зимой" * 2)
        == "odd_length"
    )


@given(st.text(), st.text(), st.sampled_from(TAGS), st.sampled_from(TAGS))
def test_any_two_texts_are_judged(text: str, translation: str, source: str, target: str) -> None:
    assert isinstance(fault(text, translation, source=source, target=target), str)


@given(st.text())
def test_a_text_has_its_own_figures_in_any_case(text: str) -> None:
    assert figures(text) == figures(f" {text} ")


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_what_has_no_control_characters_is_readable(text: str) -> None:
    assert not unreadable(text)
    assert unreadable(text + "\x00")
    assert unreadable("\udc80" + text)


@given(st.lists(st.integers(0, 900)), st.integers(1, 40), st.integers(1, 2000))
def test_batches_hold_everything_once_within_the_limits(lengths: list[int], rows: int, tokens: int) -> None:
    batches = list(by_length(lengths, length=lambda each: each, rows=rows, tokens=tokens))
    assert [each for batch in batches for each in batch] == sorted(lengths)
    for batch in batches:
        assert 1 <= len(batch) <= rows
        assert len(batch) == 1 or len(batch) * max(batch) <= tokens
