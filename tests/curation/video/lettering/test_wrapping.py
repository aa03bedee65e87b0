"""Titles break where each script allows it, into few and even lines, and lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.video.lettering.wrapping import lines


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("one two three four", 10, ["one two", "three four"]),
        ("one two three four", 40, ["one two three four"]),
        ("The first snow of the year", 20, ["The first snow", "of the year"]),
        # No line begins with a comma or ends with an opening bracket.
        ("珲春，今年的第一场雪", 5, ["珲春，今年", "的第一场雪"]),
        ("东北虎豹（中国）", 5, ["东北虎豹", "（中国）"]),
        ("雪豹 Panthera uncia", 8, ["雪豹", "Panthera", "uncia"]),
        ("훈춘에 내린 올해의 첫눈", 8, ["훈춘에 내린", "올해의 첫눈"]),
        # Thai has no spaces; a syllable's first vowel is not torn from it.
        ("เสือดาวเดินในหิมะ", 10, ["เสือดาว", "เดินในหิมะ"]),
        ("first\nsecond", 40, ["first", "second"]),
        ("Donaudampfschifffahrt", 10, ["Donaudampf", "schifffahr", "t"]),
        ("", 10, []),
    ],
)
def test_lines_end_where_they_may(text: str, width: int, broken: list[str]) -> None:
    assert lines(text, measure=len, width=width) == broken


@given(st.text(alphabet="ab 虎豹，（）เสือ-", max_size=60), st.integers(1, 12))
def test_nothing_is_lost_and_nothing_too_wide(text: str, width: int) -> None:
    broken = lines(text, measure=len, width=width)
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert all(len(line) <= width for line in broken) or any(0x300 < ord(each) < 0xF00 for each in text)
