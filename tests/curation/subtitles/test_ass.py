import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.subtitles import ass, fonts, layout
from curation.subtitles.cues import Cue, Document
from curation.subtitles.languages import LANGUAGES
from curation.subtitles.layout import picture_for
from tests.curation.subtitles.documents import texts
from tests.curation.subtitles.layout.test_lines import SENTENCES
from tests.curation.subtitles.pictures import Drawn, draw

CHOSEN = {
    "zh-Hans": "NotoSansCJKsc-Regular",
    "zh-Hant": "NotoSansCJKtc-Regular",
    "ja": "NotoSansCJKjp-Regular",
    "ko": "NotoSansCJKkr-Regular",
    "ar": "NotoSansArabic-Regular",
}


@pytest.fixture(scope="session")
def fontsdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fonts.prepare(tmp_path_factory.mktemp("fonts"))


def burn(
    text: str, fontsdir: Path, folder: Path, *, language: str, width: int = 640, height: int = 360, setting: str = ""
) -> Drawn:
    document = Document((Cue(0, 5, text, settings=setting),))
    written = ass.write(document, language=language, width=width, height=height)
    return draw(written, fontsdir=fontsdir, folder=folder, width=width, height=height)


def event(text: str, *, language: str = "en", setting: str = "", width: int = 1920, height: int = 1080) -> str:
    document = Document((Cue(0, 5, text, settings=setting),))
    lines = ass.write(document, language=language, width=width, height=height).splitlines()
    return lines[-1].split(",", 9)[9] if lines[-1].startswith("Dialogue") else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_libass_takes_our_font_and_draws_every_script(language: str, fontsdir: Path, tmp_path: Path) -> None:
    drawn = burn(SENTENCES[language], fontsdir, tmp_path, language=language)
    assert drawn.chosen == [CHOSEN.get(language, "NotoSans-Regular")]
    assert "lyph" not in drawn.log  # "Glyph 0x... not found"
    rows, columns = np.where(drawn.ink)
    assert drawn.ink.sum() > 500
    # inside the safe area, in the lower half
    assert rows.min() > 180
    assert rows.max() < 0.95 * 360
    assert columns.min() > 0.04 * 640
    assert columns.max() < 0.96 * 640


@pytest.mark.parametrize("language", ["zh-Hans", "en", "ar", "ru"])
def test_the_layout_measures_what_libass_draws(language: str, fontsdir: Path, tmp_path: Path) -> None:
    line = layout.wrap_characters(SENTENCES[language], language=language)[0].rstrip("，")
    em = picture_for(language=language, width=1280, height=720).em
    drawn = burn(line, fontsdir, tmp_path, language=language, width=1280, height=720)
    columns = np.where(drawn.ink.any(axis=0))[0]
    measured = layout.text_width(line, language=language, font_size=em)
    assert abs(columns.max() - columns.min() - measured) < 0.03 * measured


def test_a_font_changes_where_the_script_does(fontsdir: Path, tmp_path: Path) -> None:
    drawn = burn("Тигр 东北虎 النمر 호랑이", fontsdir, tmp_path, language="ru")
    assert set(drawn.chosen) == {"NotoSans-Regular", "NotoSansCJKsc-Regular", "NotoSansArabic-Regular"}
    assert "lyph" not in drawn.log


def test_arabic_runs_from_the_right_and_its_full_stop_stands_left(fontsdir: Path, tmp_path: Path) -> None:
    with_stop = burn("ببر…", fontsdir, tmp_path, language="ar").ink
    without = burn("ببر", fontsdir, tmp_path, language="ar").ink
    columns, bare = np.where(with_stop.any(axis=0))[0], np.where(without.any(axis=0))[0]
    # the line is centred: with the ellipsis it is wider, and what it has more of is low ink at its left end
    extra = (columns.max() - columns.min()) - (bare.max() - bare.min())
    assert extra > 5
    left = with_stop[:, columns.min() : columns.min() + extra - 2]
    right = with_stop[:, columns.max() - extra + 2 : columns.max() + 1]
    assert np.ptp(np.where(left)[0]) < np.ptp(np.where(right)[0])


def test_a_line_gets_a_mark_where_its_first_letter_would_turn_it_around() -> None:
    assert event("Panthera tigris هو الببر.", language="ar").startswith("\u200f")
    assert event("2026!", language="ar").startswith("\u200f")
    assert event("الببر Panthera", language="ar")[0] not in "\u200e\u200f"
    assert "\u200e" in event("الببر is Arabic for tiger", language="en")


@settings(max_examples=100, deadline=None)
@given(st.one_of(texts, st.text(max_size=30)), st.sampled_from(["en", "zh-Hans", "ar"]))
def test_no_text_becomes_a_command(text: str, language: str) -> None:
    written = ass.write(Document((Cue(0, 5, text),)), language=language, width=640, height=360)
    lines = re.split("[\n\r]", written)
    spoken = [line for line in lines if line.startswith("Dialogue:")]
    assert len(spoken) <= 1 or language == "ar"  # whose lines are placed one by one
    assert lines.index("[Events]") == len(lines) - 3 - len(spoken)
    body = "".join(line.split(",", 9)[9] for line in spoken)
    # what is left after our own few commands holds no brace that is not escaped and no command
    ours = r"\{(?:\\an[1-9]|\\pos\(\d+,-?\d+\)|\\fs\d+\.\d\d|\\fnNoto Sans(?: CJK SC| CJK KR| Arabic)?|\\[ibu][01])+\}"
    rest = re.sub(ours, "", body).replace(r"\N", "").replace(r"\{", "").replace(r"\}", "")
    assert not re.search(r"[{}]", rest)
    assert not re.search(r"\\(?!\u2060)", rest)


def test_commands_in_the_text_change_nothing_in_the_picture(fontsdir: Path, tmp_path: Path) -> None:
    drawn = burn(r"{\fs200\an8}tiger\N{\p1}m 0 0 l 99 99", fontsdir, tmp_path, language="en", width=1280, height=720)
    rows = np.where(drawn.ink.any(axis=1))[0]
    em = picture_for(language="en", width=1280, height=720).em
    assert rows.min() > 720 * 0.7  # not at the top
    assert np.ptp(rows) < 1.4 * em  # one line of ordinary letters
    braces = burn("tigerNm 0 0 l 99 99", fontsdir, tmp_path, language="en", width=1280, height=720)
    assert drawn.ink.sum() > braces.ink.sum()  # the braces and backslashes are to be seen


def test_chinese_is_never_slanted_and_other_tags_do_their_work() -> None:
    assert event("<i>东北虎</i>和<b>豹</b>", language="zh-Hans") == "东北虎和{\\b1}豹"
    assert (
        event("<v Мария><i>Panthera</i> <u>tigris</u> &", language="en") == "{\\i1}Panthera{\\i0} {\\u1}tigris{\\u0} &"
    )
    assert event("<ruby>虎<rt>とら</rt></ruby>", language="ja") == "虎（とら）"


def test_arabic_lines_stand_as_near_to_each_other_as_others(fontsdir: Path, tmp_path: Path) -> None:
    text = f"{SENTENCES['ar']} {SENTENCES['ar']}"
    for setting, half in (("", slice(180, 360)), ("line:0", slice(0, 180))):
        ink = burn(text, fontsdir, tmp_path, language="ar", setting=setting).ink
        assert ink[half].sum() == ink.sum()
        rows = np.where(ink.any(axis=1))[0]
        em = picture_for(language="ar", width=640, height=360).em
        assert 1.6 * em < np.ptp(rows) < 3.2 * em


def test_the_cue_s_place_is_kept() -> None:
    assert event("up", setting="line:0").startswith("{\\an8}")
    assert event("up", setting="line:10% align:left").startswith("{\\an7}")
    assert event("down", setting="line:-1") == "down"
    assert event("الببر", language="ar", setting="align:start").startswith("{\\an3}")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1080), (1080, 1920), (1080, 1350), (640, 360)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_caption_takes_two_lines_in_every_shape(language: str, width: int, height: int) -> None:
    body = event(SENTENCES[language], language=language, width=width, height=height)
    assert body.count(r"\N") <= (1 if width >= height else 2)


def test_upright_pictures_keep_clear_of_the_platform_s_buttons(fontsdir: Path, tmp_path: Path) -> None:
    drawn = burn(SENTENCES["zh-Hans"], fontsdir, tmp_path, language="zh-Hans", width=360, height=640)
    rows = np.where(drawn.ink.any(axis=1))[0]
    assert rows.max() < 640 * 0.83


def test_cues_without_words_or_time_are_left_out() -> None:
    document = Document((Cue(0, 1, "<i></i> \n"), Cue(2, 2, "no time"), Cue(3.456, 3661.5, "here")))
    written = ass.write(document, language="en", width=640, height=360)
    assert re.findall("Dialogue: 0,([^,]*),([^,]*),", written) == [("0:00:03.46", "1:01:01.50")]
