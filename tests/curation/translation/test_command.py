"""The command line, as a person types it."""

import io
import json
import sys
from pathlib import Path

import pytest

from curation.translation.__main__ import main
from curation.translation.memory import Unit, tmx
from curation.translation.registry import SHIPPED
from tests.fakes.translation_server import KEY, FakeOpenAI

TIGER = "一只东北虎在雪地里行走。"


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


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_terms_that_were_met_are_told(typed, capsys: pytest.CaptureFixture[str]) -> None:
    typed(TIGER)
    assert main(["translate", "--from", "zh-Hans", "--to", "ru", "--json"]) == 0
    (row,) = rows(capsys)
    assert row["method"] == "machine"
    assert [(term["source_text"], term["target_text"], term["ok"]) for term in row["terms"]] == [
        ("东北虎", "Амурский тигр", True)
    ]


def test_a_memory_comes_before_the_model(typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = Unit(id=1, source_language="zh-Hans", target_language="en", source=TIGER, target="A tiger, an Amur tiger.")
    with (tmp_path / "house.tmx").open("wb") as stream:
        tmx.write([unit], stream)
    typed(TIGER)
    assert main(["translate", "--from", "zh-Hans", "--to", "en", "--json", "--memory", f"{tmp_path}/house.tmx"]) == 0
    (row,) = rows(capsys)
    assert (row["method"], row["text"], row["match"]) == ("memory", "A tiger, an Amur tiger.", 100)


def test_terms_of_a_file_are_kept_to(typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from curation.translation.glossary import Entry, Form, csv

    forms = (Form(text="雪地", language="zh-Hans"), Form(text="snowfield", language="en"))
    with (tmp_path / "house.csv").open("wb") as stream:
        csv.write([Entry(key="snow", kind="house", forms=forms)], stream)
    typed(TIGER)
    assert main(["translate", "--from", "zh-Hans", "--to", "en", "--json", "--terms", f"{tmp_path}/house.csv"]) == 0
    (row,) = rows(capsys)
    assert "in the snow." not in (row["text"] or "")


@pytest.mark.parametrize("option", ["--memory", "--terms"])
@pytest.mark.parametrize("name", ["nothing.tmx", "there.tmx"])
def test_a_file_that_cannot_be_read_is_told(
    option: str, name: str, typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.tmx").write_bytes(
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><tmx>&c;</tmx>'
    )
    typed(TIGER)
    assert main(["translate", "--from", "zh-Hans", "--to", "en", option, str(tmp_path / name)]) == 1
    said = capsys.readouterr()
    assert name in said.err
    assert said.out == ""


def test_a_server_is_asked_with_the_key_of_the_environment(
    typed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MT_KEY", KEY)
    with FakeOpenAI() as server:
        options = ["--plain", "--engine", "openai", "--server", f"{server.url}/v1", "--key-variable", "MT_KEY"]
        typed(TIGER)
        command = ["translate", "--from", "zh-Hans", "--to", "ru", "--json", *options]
        assert main([*command, "--server-model", "small"]) == 0
        assert rows(capsys)[0]["model"] == "small"
        typed(TIGER)
        assert main([*command, "--server-model", "small", "--candidates", "3"]) == 0
        assert len(rows(capsys)[0]["candidates"]) == 3
        monkeypatch.setenv("MT_KEY", "sk-wrong")
        typed(TIGER)
        assert main([*command, "--server-model", "small"]) == 1
        said = capsys.readouterr()
        assert "does not accept the key" in said.err
        assert "sk-wrong" not in said.err + said.out


def test_a_cache_answers_the_second_time(typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _ in range(2):
        typed(TIGER)
        assert main(["translate", "--from", "zh-Hans", "--to", "en", "--plain", "--cache", str(tmp_path)]) == 0
        said.append(capsys.readouterr().out)
    assert said == ["en\tAn Amur tiger walks in the snow.\n"] * 2
    assert (tmp_path / "suggestions.sqlite3").is_file()


@pytest.mark.parametrize("arguments", [["--engine", "openai"], ["--engine", "libretranslate"]])
def test_a_server_without_an_address_is_an_error(
    arguments: list[str], typed, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(TIGER)
    assert main(["translate", "--from", "zh-Hans", "--to", "en", *arguments]) == 1
    assert "url is missing" in capsys.readouterr().err


def test_lines_of_another_encoding_are_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TIGER.encode("gb18030")), encoding="utf-8"))
    assert main(["translate", "--from", "zh-Hans", "--to", "en"]) == 1
    assert capsys.readouterr().err == "The lines are not UTF-8.\n"


def test_a_folder_of_another_kind_is_an_error(typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model.bin").write_bytes((SHIPPED / "model.bin").read_bytes())
    typed(TIGER)
    assert main(["--model", str(tmp_path), "translate", "--from", "zh-Hans", "--to", "en"]) == 1
    assert "holds no model that Pugmark knows" in capsys.readouterr().err
