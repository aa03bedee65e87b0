"""The memory knows at once what was approved, and forgets at once what was taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from curation.language import following, services
from curation.language.memory import MOST_CHARACTERS, clean, source_hash
from curation.language.models import MemoryUnit

pytestmark = pytest.mark.django_db

PAIR = {"source_language": "zh-Hans", "target_language": "en"}


def remember(source: str, target: str, **more: Any) -> MemoryUnit:
    return services.remember(**PAIR, source=source, target=target, user=None, **more)


def found(text: str) -> list[str]:
    return [match.unit.target for match in services.memory("zh-Hans", "en").exact(text)]


def test_an_approved_sentence_is_found_at_once() -> None:
    assert found("一只东北虎走过雪地。") == []
    remember("一只东北虎走过雪地。", "An Amur tiger walks through the snow.")
    assert found("一只东北虎走过雪地。") == ["An Amur tiger walks through the snow."]
    assert services.memory("zh-Hans", "ru").exact("一只东北虎走过雪地。") == []


def test_a_newer_translation_takes_the_place_of_the_older() -> None:
    first = remember("虎", "a tyger")
    assert found("虎") == ["a tyger"]
    second = remember("虎\n", "a tiger")
    assert first.pk == second.pk
    assert found("虎") == ["a tiger"]


def test_what_was_taken_out_is_not_found_and_can_be_brought_back() -> None:
    unit = remember("虎", "a tiger")
    assert found("虎")
    assert services.forget([unit.pk], user=None) == 1
    assert found("虎") == []
    assert services.forget([unit.pk], user=None) == 0
    assert services.bring_back([unit.pk], user=None) == 1
    assert found("虎") == ["a tiger"]


def test_learning_it_anew_brings_it_back_too() -> None:
    unit = remember("虎", "a tyger")
    services.forget([unit.pk], user=None)
    remember("虎", "a tiger")
    assert found("虎") == ["a tiger"]
    assert services.bring_back([unit.pk], user=None) == 0


def test_a_process_that_begins_later_finds_the_same() -> None:
    remember("虎", "a tiger")
    services.forget([remember("豹", "a leopard").pk], user=None)
    following.forget()
    assert (found("虎"), found("豹")) == (["a tiger"], [])


def test_a_changed_sentence_is_found_by_its_new_words() -> None:
    unit = remember("虎", "a tiger")
    services.rewrite(unit, source="东北虎", target="an Amur tiger", user=None)
    assert (found("虎"), found("东北虎")) == ([], ["an Amur tiger"])


def test_changing_it_into_another_is_refused_and_into_a_forgotten_one_is_not() -> None:
    unit, other = remember("虎", "a tiger"), remember("豹", "a leopard")
    with pytest.raises(services.LanguageError, match="Another sentence"):
        services.rewrite(unit, source="豹", target="a leopard", user=None)
    services.forget([other.pk], user=None)
    services.rewrite(unit, source="豹", target="a leopard!", user=None)
    assert found("豹") == ["a leopard!"]
    assert services.bring_back([other.pk], user=None) == 0


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [(" \n", "x", "empty_text"), ("x", "", "empty_text"), ("x" * (MOST_CHARACTERS + 1), "y", "text_too_long")],
)
def test_what_cannot_be_kept_is_refused_in_words(source: str, target: str, code: str) -> None:
    with pytest.raises(services.LanguageError) as refused:
        remember(source, target)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_language_is_not_translated_into_itself() -> None:
    with pytest.raises(services.LanguageError) as refused:
        services.remember(source_language="zh", target_language="zh-CN", source="虎", target="虎", user=None)
    assert refused.value.code == "same_language"


def test_many_are_kept_in_few_statements(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    pairs = [services.Pair(f"第{n}只东北虎。", f"Amur tiger number {n}.") for n in range(3000)]
    with django_assert_max_num_queries(4):
        assert services.remember_all([*pairs, services.Pair("", "nothing")], **PAIR, user=None) == 3000
    assert found("第2999只东北虎。") == ["Amur tiger number 2999."]


def test_what_unicode_writes_in_two_ways_is_one_sentence() -> None:
    remember("Cafe\u0301", "咖啡")
    assert found("Café") == ["咖啡"]
    assert source_hash("a  b") == source_hash("a\nb ")


class RememberAndForget(TestCase):
    """Whatever the order, the memory holds exactly what was last said of each sentence."""

    @settings(deadline=None, max_examples=40)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["learn", "forget", "back", "new process"]),
                st.text(alphabet="虎豹 a\u0301\0\ud800é\n", max_size=4),
                st.text(alphabet="tiger\0\udfff🐅 ", max_size=4),
            ),
            max_size=12,
        )
    )
    def test_the_index_says_what_the_table_says(self, steps: list[tuple[str, str, str]]) -> None:
        following.forget()
        for what, source, target in steps:
            ids = list(MemoryUnit.objects.filter(source_hash=source_hash(source)).values_list("pk", flat=True))
            if what == "learn":
                services.remember_all([services.Pair(source, target)], **PAIR, user=None)
            elif what == "forget":
                services.forget(ids, user=None)
            elif what == "back":
                services.bring_back(ids, user=None)
            else:
                following.forget()
            index = services.memory("zh-Hans", "en")
            for _what, asked, _target in steps:
                rows = MemoryUnit.objects.filter(source_hash=source_hash(asked), removed_at=None)
                wanted = list(rows.values_list("pk", flat=True))
                assert [match.unit.id for match in index.exact(clean(asked))] == wanted
