"""Answers kept on disk: asked once, bounded, shared, and never in the way."""

import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curation.translation.cache import SuggestionCache, key
from curation.translation.engine import Suggestion
from curation.translation.engines.cached import PORTION, CachedEngine
from curation.translation.engines.echo import EchoEngine
from curation.translation.errors import TranslationCancelled


class Counting(EchoEngine):
    """Echo that notes what reaches it; `silent` gives the passing answer of a server that left a text out."""

    def __init__(self, *, silent: bool = False) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.silent = silent

    def candidates(self, sentences: Sequence[str], **options: Any) -> list[list[Suggestion]]:
        self.asked += sentences
        found = super().candidates(sentences, **options)
        if not self.silent:
            return found
        return [[replace(each[0], text=None, abstained=True, reason="no_answer")] for each in found]


def cached(folder: Path, *, silent: bool = False, most: int = 1000) -> tuple[Counting, CachedEngine]:
    inner = Counting(silent=silent)
    return inner, CachedEngine(inner, cache=SuggestionCache(folder, most=most))


def test_what_was_asked_before_is_not_asked_again(tmp_path: Path) -> None:
    first, engine = cached(tmp_path)
    said = engine.translate(["a", "b", "a"], source="en", target="ru")
    assert sorted(first.asked) == ["a", "b"]
    second, engine = cached(tmp_path)
    assert engine.translate(["a", "b", "a"], source="en", target="ru") == said
    assert second.asked == []


def test_another_language_or_number_or_model_is_another_question(tmp_path: Path) -> None:
    inner, engine = cached(tmp_path)
    engine.translate(["a"], source="en", target="ru")
    engine.translate(["a"], source="en", target="de")
    engine.candidates(["a"], source="en", target="ru", count=3)
    inner.capabilities = replace(inner.capabilities, fingerprint="another")
    engine.translate(["a"], source="en", target="ru")
    assert inner.asked == ["a"] * 4


def test_a_passing_failure_is_not_kept(tmp_path: Path) -> None:
    inner, engine = cached(tmp_path, silent=True)
    for _ in range(2):
        assert engine.translate(["a"], source="en", target="ru")[0].reason == "no_answer"
    assert inner.asked == ["a", "a"]


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    _, engine = cached(tmp_path, most=20)
    engine.translate([f"old {number}" for number in range(15)], source="en", target="ru")
    engine.translate(["old 7"], source="en", target="ru")
    engine.translate([f"new {number}" for number in range(10)], source="en", target="ru")
    inner, engine = cached(tmp_path, most=20)
    everything = [*(f"old {number}" for number in range(15)), *(f"new {number}" for number in range(10))]
    engine.translate(everything, source="en", target="ru")
    assert len(inner.asked) == 7
    assert "old 7" not in inner.asked
    assert not any(text.startswith("new") for text in inner.asked)


def test_what_was_done_before_a_stop_is_kept(tmp_path: Path) -> None:
    texts = [f"{number:04}" for number in range(3 * PORTION)]
    first, engine = cached(tmp_path)
    with pytest.raises(TranslationCancelled):
        engine.translate(texts, source="en", target="ru", cancelled=lambda: len(first.asked) > PORTION)
    second, engine = cached(tmp_path)
    assert len(engine.translate(texts, source="en", target="ru")) == len(texts)
    assert len(second.asked) == 2 * PORTION


@pytest.mark.parametrize("content", [b"", b"no database at all" * 500, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "suggestions.sqlite3"
    path.write_bytes(content)
    for _ in range(3):
        inner, engine = cached(tmp_path)
        assert engine.translate(["a"], source="en", target="ru")[0].text == "[ru] a"
    assert inner.asked == []


def test_a_damaged_answer_is_asked_again(tmp_path: Path) -> None:
    import sqlite3

    inner, engine = cached(tmp_path)
    engine.translate(["a"], source="en", target="ru")
    connection = sqlite3.connect(tmp_path / "suggestions.sqlite3")
    connection.execute("UPDATE answers SET answer = '[{\"text\": 3}]'")
    connection.commit()
    connection.close()
    assert engine.translate(["a"], source="en", target="ru")[0].text == "[ru] a"
    assert inner.asked == ["a", "a"]


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    _, engine = cached(tmp_path / "file")
    assert engine.translate(["a"], source="en", target="ru")[0].text == "[ru] a"


def test_a_question_of_any_characters_has_a_key() -> None:
    capabilities = EchoEngine().capabilities
    keys = {
        key(text, capabilities=capabilities, source="en", target="ru", count=1)
        for text in ("", "\ud83d", "a\x00", "a", "虎")
    }
    assert len(keys) == 5


def _write(folder: Path, name: int) -> None:
    _, engine = cached(folder)
    for number in range(40):
        engine.translate([f"{name} {number}"], source="en", target="ru")
    os._exit(0)


def test_several_processes_share_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_write, args=(tmp_path, name)) for name in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    inner, engine = cached(tmp_path)
    texts = [f"{name} {number}" for name in range(3) for number in range(40)]
    engine.translate(texts, source="en", target="ru")
    assert len(inner.asked) <= 20  # a write that waited too long for another's may be lost; nothing else
