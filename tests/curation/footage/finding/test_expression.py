"""What people type is read as they mean it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.footage.finding.expression import All, Any, No, Text, parse

TIGER, SNOW, CUBS = Text(("tiger",)), Text(("snow",)), Text(("cubs",))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("tiger", TIGER),
        ("Amur tiger snow", Text(("Amur", "tiger", "snow"))),
        ("tiger and snow", All((TIGER, SNOW))),
        ("tiger or snow", Any((TIGER, SNOW))),
        ("tiger 或 snow", Any((TIGER, SNOW))),
        ("tiger | snow", Any((TIGER, SNOW))),
        ("tiger ИЛИ snow", Any((TIGER, SNOW))),
        ("tiger -snow", All((TIGER, No(SNOW)))),
        ("tiger not snow", All((TIGER, No(SNOW)))),
        ("tiger 不要 snow", All((TIGER, No(SNOW)))),
        ("tiger and cubs or snow", Any((All((TIGER, CUBS)), SNOW))),
        ("tiger and (cubs or snow)", All((TIGER, Any((CUBS, SNOW))))),
        ("tiger （cubs or snow）", All((TIGER, Any((CUBS, SNOW))))),
        ('"two cubs" snow', All((Text(("two", "cubs"), phrase=True), SNOW))),
        ("“two cubs”", Text(("two", "cubs"), phrase=True)),
        ("not (tiger or snow)", No(Any((TIGER, SNOW)))),
        ("两只与虎", Text(("两只与虎",))),
        ("tiger or", TIGER),
        ("or tiger", TIGER),
        (") tiger (", TIGER),
        ("not", None),
        ('""', None),
        ("snow-leopard", Text(("snow-leopard",))),
    ],
)
def test_operators_in_several_languages(typed, meant):
    assert parse(typed) == meant


@given(st.text(alphabet='ab与或 not or-()（）"“”|&', max_size=80))
def test_no_text_is_refused(typed):
    parse(typed)


@given(st.integers(1, 400))
def test_deep_parentheses_do_not_break_it(depth):
    assert parse("(" * depth + "tiger" + ")" * depth) in {TIGER, None}
