"""The WebVTT parser suite of mozilla/vtt.js, which is older than the standard's present text: every file of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from curation.subtitles import markup
from curation.subtitles.cues import Cue
from curation.subtitles.formats import webvtt
from curation.subtitles.regions import regions
from curation.subtitles.settings import Settings
from curation.subtitles.settings import parse as parse_settings
from tests.samples import ROOT, sample

SUITE = ROOT / "subtitles" / "vtt"
_FOUND = sorted(path.relative_to(SUITE).as_posix() for path in SUITE.rglob("*.vtt"))
FILES = _FOUND or ["absent"]
EXPECTED = [name for name in _FOUND if (SUITE / name).with_suffix(".json").exists()] or ["absent"]

# where we follow the standard of today and the suite an older draft: file -> why
CUE_DEVIATIONS = {
    "cue-settings/line/bad-line-align.vtt": "a line with an unknown alignment is now passed over as a whole",
    "cue-settings/line/line-middle-align.vtt": "the word is now center; a line with another is passed over",
}
TREE_DEVIATIONS = {
    "cuetext/escape-characters/incorrect.vtt": "references are now HTML's, so &nbsp without a semicolon counts",
    "file-layout/header-no-new-line.vtt": "a cue that follows the header without an empty line is now kept",
}
_NAMES = {"b": "B", "i": "I", "u": "U", "ruby": "RUBY", "rt": "RT", "c": "SPAN", "v": "SPAN", "lang": "SPAN"}
_TAG = re.compile(r"<(ruby|rt|lang|c|i|b|u|v)((?:\.[^\s<>.]*)*)(?:\s([^<>]*))?>")


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
        # of these the suite says that they are read, and that none of their settings is understood
        assert {parse_settings(cue.settings) for cue in document.cues} <= {Settings()}
        return
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


@pytest.mark.parametrize("name", EXPECTED)
def test_regions_are_read_as_the_suite_expects(name: str) -> None:
    path = sample(f"subtitles/vtt/{name}")
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = regions(webvtt.parse(path.read_bytes()))
    assert [
        {
            "lines": region.lines,
            "regionAnchorX": region.anchor[0],
            "regionAnchorY": region.anchor[1],
            "scroll": "up" if region.scroll else "",
            "viewportAnchorX": region.viewport[0],
            "viewportAnchorY": region.viewport[1],
            "width": region.width,
        }
        for region in found.values()
    ] == expected.get("regions", [])


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_suite_survives_a_round_trip(name: str) -> None:
    document = webvtt.parse(sample(f"subtitles/vtt/{name}").read_bytes())
    if document.problems and document.problems[0].code == "missing_signature":
        assert not document.cues
        return
    assert webvtt.parse(webvtt.write(document)) == document


Node = tuple[str, str, str, str, list[Any]]  # tag, classes, language, title, nodes and texts


def _wanted(node: dict) -> Node | str | None:
    # a timestamp is a node without text, which is null in the suite
    if not node.get("tagName"):
        return node.get("data", node["textContent"])
    inside = _joined([_wanted(child) for child in node["childNodes"]])
    return node["tagName"], node["className"], node["lang"], node["title"], inside


def _joined(nodes: list[Node | str | None]) -> list[Node | str]:
    """Texts beside each other as one: where a tag was dropped, the suite leaves two."""
    result: list[Node | str] = []
    for node in nodes:
        if isinstance(node, str) and result and isinstance(result[-1], str):
            result[-1] += node
        elif node:
            result.append(node)
    return result


def _tree(cue: Cue) -> list[Node | str]:
    root: list[Any] = []
    stack: list[tuple[str, list[Any]]] = [("", root)]
    for piece, is_tag in markup.pieces(cue.text):
        if not is_tag:
            stack[-1][1].append(piece)
            continue
        match = _TAG.fullmatch(piece)
        if match:
            if match.group(1) == "rt" and stack[-1][0] != "ruby":
                continue  # to the standard it is no tag there
            name, classes, annotation = match.group(1), match.group(2), (match.group(3) or "").strip()
            inside: list[Any] = []
            language, title = (annotation if name == "lang" else ""), (annotation if name == "v" else "")
            stack[-1][1].append((_NAMES[name], " ".join(classes.split(".")).strip(), language, title, inside))
            stack.append((name, inside))
        elif piece.startswith("</") and stack[-1][0] == piece[2:-1].partition(".")[0]:
            stack.pop()
        elif piece == "</ruby>" and stack[-1][0] == "rt":
            del stack[-2:]
    return _closed(root)


def _closed(nodes: list[Any]) -> list[Node | str]:
    return _joined([node if isinstance(node, str) else (*node[:4], _closed(node[4])) for node in nodes])


@pytest.mark.parametrize("name", _cases(TREE_DEVIATIONS))
def test_tags_and_words_are_those_the_suite_expects(name: str) -> None:
    path = sample(f"subtitles/vtt/{name}")
    expected_path: Path = path.with_name(f"{path.stem}-proc.json")
    if not expected_path.exists():
        return
    nodes = json.loads(expected_path.read_text("utf-8"))
    if nodes is None:
        return  # the suite could not lay these out
    expected = [_wanted(node)[4][0][4] for node in nodes]  # type: ignore[index]
    cues = webvtt.parse(path.read_bytes()).cues
    assert [_tree(cue) for cue in cues] == expected
    shown = ["".join(run.text for run in markup.runs(cue.text)).replace("（", "").replace("）", "") for cue in cues]
    assert shown == [_words(nodes) for nodes in expected]


def _words(nodes: list[Any]) -> str:
    return "".join(node if isinstance(node, str) else _words(node[4]) for node in nodes)
