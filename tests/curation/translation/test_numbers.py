"""Figures are compared as numbers, whatever script and separators they are written in."""

import pytest

from curation.translation.numbers import same_numbers


@pytest.mark.parametrize(
    ("text", "translation", "same"),
    [
        ("12,500 km", "12 500 км", True),
        ("2024年3只", "3 in 2024", True),
        ("١٢ نمرا", "12 tigers", True),
        ("两只", "2 tigers", False),
        ("3只", "three tigers", True),
        ("35只", "thirty-five", False),
        ("12只", "21", False),
        ("虎", "tiger", True),
    ],
)
def test_same_numbers(text: str, translation: str, same: bool) -> None:
    assert same_numbers(text, translation) is same
