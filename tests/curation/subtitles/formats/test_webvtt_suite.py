"""Half of the WebVTT parser suite of mozilla/vtt.js, which is older than the standard's present text."""

import json
from pathlib import Path

import pytest

from curation.subtitles import markup
from curation.subtitles.formats import webvtt
from curation.subtitles.settings import parse as parse_settings
from tests.samples import ROOT, sample

SUITE = ROOT / "subtitles" / "vtt"
FILES = sorted(path.relative_to(SUITE).as_posix() for path in SUITE.rglob("*.vtt")) or ["absent"]

# where we follow the standard of today and the suite an older draft: file -> why
CUE_DEVIATIONS = {
    "cue-settings/line/bad-line-align.vtt": "a line with an unknown alignment is now passed over as a whole",
    "cue-settings/line/line-middle-align.vtt": "the word is now center; a line with another is passed over",
}
WORD_DEVIATIONS = {
    "cuetext/escape-characters/incorrect.vtt": "references are now HTML's, so &nbsp without a semicolon counts",
    "file-layout/header-no-new-line.vtt": "a cue that follows the header without an empty line is now kept",
}


def _cases(deviations: dict[str, str]) -> list:
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=deviations[name], strict=True))
        if name in deviations
        else name
        for name in FILES
    ]


@pytest.mark.parametrize("name", _cases(CUE_DEVIATIONS))
def test_cues_and_settings_are_read_as_the_suite_expects(name: str) -> None:
    path = sample(f"subtitles/vtt/{name}")
    expected_path = path.with_suffix(".json")
    document = webvtt.parse(path.read_bytes())
    if not expected_path.exists():
        return  # the suite says nothing of this file but that it must be read
    expected = json.loads(expected_path.read_text("utf-8"))["cues"]
    assert len(document.cues) == len(expected)
    for cue, wanted in zip(document.cues, expected, strict=True):
        assert (cue.start, cue.end, cue.identifier) == (wanted["startTime"], wanted["endTime"], wanted["id"])
        assert cue.text == markup.from_webvtt(wanted["text"])
        settings = parse_settings(cue.settings)
        assert {
            "line": "auto" if settings.line is None else settings.line,
            "lineAlign": settings.line_align,
            "position": "auto" if settings.position is None else settings.position,
            "size": settings.size,
            "snapToLines": settings.snap_to_lines,
            "vertical": settings.vertical,
            "align": settings.align,
        } == {
            **{key: wanted[key] for key in ("line", "lineAlign", "position", "size", "snapToLines", "vertical")},
            "align": wanted["align"].replace("middle", "center"),
        }


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_suite_survives_a_round_trip(name: str) -> None:
    document = webvtt.parse(sample(f"subtitles/vtt/{name}").read_bytes())
    if document.problems and document.problems[0].code == "missing_signature":
        assert not document.cues
        return
    assert webvtt.parse(webvtt.write(document)) == document


def _text(node: dict) -> str:
    # a timestamp is a node without text, which is null in the suite
    return (
        "".join(_text(child) for child in node["childNodes"]) if node.get("childNodes") else node["textContent"] or ""
    )


@pytest.mark.parametrize("name", _cases(WORD_DEVIATIONS))
def test_the_words_a_viewer_sees_are_those_the_suite_expects(name: str) -> None:
    path = sample(f"subtitles/vtt/{name}")
    expected_path: Path = path.with_name(f"{path.stem}-proc.json")
    if not expected_path.exists():
        return
    nodes = json.loads(expected_path.read_text("utf-8"))
    if nodes is None:
        return  # the suite could not lay these out
    expected = [_text(node) for node in nodes]
    shown = [
        "".join(run.text for run in markup.runs(cue.text)).replace("（", "").replace("）", "")
        for cue in webvtt.parse(path.read_bytes()).cues
    ]
    assert shown == expected
