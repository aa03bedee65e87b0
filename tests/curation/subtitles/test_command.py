import json
import subprocess
import sys
from pathlib import Path

import pytest

from curation.subtitles.__main__ import main

VTT = """WEBVTT

NOTE kept

00:01.000 --> 00:03.000 line:0
<v Мария>Тигр & тигрица

00:05.000 --> 00:06.000
R&amp;D
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "虎 with space.vtt"
    path.write_text(VTT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("ending", "wanted"),
    [
        (".srt", "{\\an8}Тигр & тигрица"),
        (".ass", "{\\an8}Тигр & тигрица"),
        (".vtt", "<v Мария>"),
        (".ttml", 'xml:lang="ru"'),
    ],
)
def test_convert_to_every_format_of_text(ending: str, wanted: str, source: Path, tmp_path: Path) -> None:
    target = tmp_path / f"out{ending}"
    assert main(["convert", str(source), str(target), "--language", "ru"]) == 0
    assert wanted in target.read_text("utf-8")


def test_convert_tells_what_was_lost(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.stl"
    assert main(["convert", str(source), str(target), "--language", "ru", "--start-at", "10:00:00:00"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert "out.stl: Who speaks cannot be said in this format. (from caption 1 on, 1 in all)" in told
    back = tmp_path / "back.srt"
    assert main(["convert", str(target), str(back)]) == 0
    assert "00:00:01,000 --> 00:00:03,000\n{\\an8}Тигр & тигрица" in back.read_text("utf-8")


def test_a_script_that_a_format_lacks_is_no_file(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", str(source), str(tmp_path / "out.scc"), "--language", "ru"]) == 1
    assert "no letters for the script" in capsys.readouterr().err
    assert not (tmp_path / "out.scc").exists()


def test_shift_and_clip(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.vtt"
    assert main(["shift", str(source), str(target), "--by", "-2"]) == 0
    assert "00:00:00.000 --> 00:00:01.000" in target.read_text("utf-8")
    assert main(["clip", str(source), str(target), "--in", "0:02", "--out", "4"]) == 0
    assert target.read_text("utf-8").count("-->") == 1
    assert main(["clip", str(source), str(target), "--in", "4", "--out", "2"]) == 1


def test_split_at_times_and_every_so_often_and_merge_again(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "part.vtt"
    assert main(["split", str(source), str(target), "--at", "4"]) == 0
    assert "00:00:01.000 --> 00:00:02.000" in (tmp_path / "part-2.vtt").read_text("utf-8")
    assert main(["split", str(source), str(target), "--every", "2.5"]) == 0
    assert len(list(tmp_path.glob("part-*.vtt"))) == 3
    assert main(["split", str(source), str(target), "--every", "0.0001"]) == 1
    later = tmp_path / "later.srt"
    assert main(["shift", str(source), str(later), "--by", "1:00"]) == 0
    both = tmp_path / "both.vtt"
    assert main(["merge", str(source), str(later), str(both)]) == 0
    assert both.read_text("utf-8").count("-->") == 4


def test_check_looks_at_the_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "long.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:07,000\n" + "Амурский тигр идёт по снегу " * 4, encoding="utf-8")
    assert main(["check", str(path), "--language", "ru", "--shape", "9:16", "--json"]) == 1
    codes = {found["code"] for found in json.loads(capsys.readouterr().out)["findings"]}
    assert "does_not_fit" in codes


def test_check_tells_what_is_wrong(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(source), "--language", "ru", "--json", "--duration", "5.5"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["cues"] == 2
    assert [(found["cue"], found["code"]) for found in report["findings"]] == [(1, "outside")]
    assert main(["check", str(source), "--language", "ru"]) == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.vtt", b"hello", "not a WebVTT file"),
        ("a.srt", b"\x00\xff\x00rubbish", "not a SubRip file"),
        ("a.srt", b"", "not a SubRip file"),
        ("a.txt", b"x", "not known here"),
        ("a.ass", b"x", "not a ASS file"),
        ("a.vtt", None, "cannot be read: No such file"),
    ],
)
def test_bad_input_gets_one_clear_sentence(
    name: str, content: bytes | None, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    target = tmp_path / "out.srt"
    assert main(["convert", str(tmp_path / name), str(target)]) == 1
    assert sentence in capsys.readouterr().err
    assert not target.exists()


def test_an_unknown_language_and_a_folder_that_is_not_there(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(source), "--language", "tlh"]) == 1
    assert "tlh" in capsys.readouterr().err
    assert main(["convert", str(source), str(source.parent / "no" / "out.srt")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_it_runs_without_django(source: Path) -> None:
    code = (
        "import sys; sys.argv[0] = 'subtitles'\n"
        "from curation.subtitles.__main__ import main\n"
        "import curation.subtitles.layout, curation.subtitles.formats, curation.subtitles.quality\n"
        "assert main(sys.argv[1:]) == 0\n"
        "assert not {'django', 'celery'} & set(sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "check", str(source), "--language", "ru"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
