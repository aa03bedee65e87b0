"""The command line, as a person types it."""

import io
import json
import sys

import pytest

from curation.translation.__main__ import main


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Puts lines on standard input."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_translate_prints_a_json_object_a_line(typed, capsys: pytest.CaptureFixture[str]) -> None:
    typed("一只东北虎在雪地里行走。\n股市下跌。\n")
    assert main(["translate", "--from", "zh-Hans", "--to", "en,ru", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["target"], row["text"]) for row in rows] == [
        ("en", "An Amur tiger walks in the snow."),
        ("en", None),
        ("ru", "Амурский тигр идёт по снегу."),
        ("ru", None),
    ]
    assert rows[1]["abstained"]


def test_translate_in_words_says_why_it_is_silent(typed, capsys: pytest.CaptureFixture[str]) -> None:
    typed("股市下跌。\n")
    assert main(["translate", "--from", "zh-Hans", "--to", "en"]) == 0
    assert "(The text " in capsys.readouterr().out


def test_an_unknown_language_is_an_error(typed, capsys: pytest.CaptureFixture[str]) -> None:
    typed("一只东北虎在雪地里行走。\n")
    assert main(["translate", "--from", "zh-Hans", "--to", "tlh"]) == 1
    assert "tlh" in capsys.readouterr().err


def test_models_lists_the_shipped_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    row = json.loads(capsys.readouterr().out.splitlines()[0])
    assert row["id"] == "pugmark-captions"
    assert row["licence"] == "MIT"
