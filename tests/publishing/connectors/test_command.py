"""`python -m publishing.connectors`."""

import json
from pathlib import Path

import pytest

from publishing.connectors.__main__ import main
from tests.samples import sample


def test_lists_every_platform_with_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {each["platform"] for each in found} >= {"mastodon", "bluesky", "telegram", "sandbox"}
    assert all(limit["source"]["checked"] for each in found for limit in each["text"])
    assert main(["list"]) == 0


def test_refuses_a_text_over_the_limit_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "post 虎.txt"
    text.write_text("虎" * 300 + "\n", encoding="utf-8-sig")
    command = ["check", "--platform", "bluesky", "--text-file", str(text), "--json"]
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["refused"] is False
    text.write_text("虎" * 301, encoding="utf-8")
    assert main(command) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in answer["problems"]] == ["text_too_long"]
    assert answer["lengths"][0] == {"field": "text", "rule": "graphemes", "limit": 300, "length": 301}


def test_reads_a_video_through_the_video_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    video = sample("footage/ACP0006s6f-small-cat.mp4")
    assert main(["check", "--platform", "mastodon", "--video", str(video), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in answer["problems"]] == ["alt_text_missing"]


def test_a_file_that_is_no_video_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake = tmp_path / "-fake.mp4"
    fake.write_text("not a video", encoding="utf-8")
    assert main(["check", "--platform", "mastodon", f"--video={fake}"]) == 1
    assert "not a video" in capsys.readouterr().err
    assert main(["check", "--platform", "mastodon", f"--video={fake}", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] is True


def test_bad_input_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "latin.txt"
    text.write_bytes("é".encode("latin-1"))
    assert main(["check", "--platform", "mastodon", "--text-file", str(text)]) == 1
    assert main(["check", "--platform", "mastodon", "--text-file", str(tmp_path / "none.txt")]) == 1
    assert main(["check", "--platform", "mastodon", "--track", "en"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3
