"""Letters are shaped as their script wants, in the fonts of the folder, and what no font draws is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.video.errors import VideoError
from curation.video.lettering.faces import faces_in
from curation.video.lettering.text import Block, Style, _shaped, block, measure


def drawn(text: str, *, language: str, fonts: Path, width: float = 2000, lines: int = 1, **style: object) -> Block:
    return block(text, faces=faces_in(fonts, language), style=Style(40, **style), width=width, most_lines=lines)


def test_arabic_letters_join(fonts: Path) -> None:
    faces = faces_in(fonts, "ar")
    together = {glyph.number for glyph in _shaped("نمر", faces, False, False)[0]}
    alone = {glyph.number for letter in "نمر" for glyph in _shaped(letter, faces, False, False)[0]}
    # But for the dot, which is a glyph of its own.
    assert len(together - alone) == 3
    # The first letter stands at the right.
    first = _shaped("ن", faces, False, False)[1]
    assert _shaped("نمر", faces, False, False)[1] < first * 3


def test_han_characters_are_those_of_the_country(fonts: Path) -> None:
    faces = {language: faces_in(fonts, language) for language in ("zh-Hans", "zh-CN", "zh-Hant", "zh_TW", "ja", "ko")}
    families = {language: each.face_of("骨").family for language, each in faces.items()}
    assert [families[each].rpartition(" ")[2] for each in faces] == ["SC", "SC", "TC", "TC", "JP", "KR"]


def test_only_letters_that_have_italics_lean(fonts: Path) -> None:
    faces = faces_in(fonts, "zh-Hans")
    assert faces.face_of("P", italic=True).italic
    assert not faces.face_of("虎", italic=True).italic


def test_a_long_line_is_broken_then_made_smaller(fonts: Path) -> None:
    text = "Дальневосточный леопард и амурский тигр"
    wide = drawn(text, language="ru", fonts=fonts)
    broken = drawn(text, language="ru", fonts=fonts, width=wide.width * 0.7, lines=2)
    smaller = drawn(text, language="ru", fonts=fonts, width=wide.width * 0.7, lines=1)
    assert (len(wide.lines), len(broken.lines), len(smaller.lines)) == (1, 2, 1)
    assert wide.size == broken.size == 40 > smaller.size
    assert max(broken.width, smaller.width) <= wide.width * 0.7 + 1


def test_bold_is_bolder_also_where_the_font_has_no_bold(fonts: Path) -> None:
    for text, language in (("Tiger", "en"), ("老虎", "zh-Hans"), ("نمر", "ar")):
        plain = drawn(text, language=language, fonts=fonts)
        bold = drawn(text, language=language, fonts=fonts, bold=True)
        assert bold.coverage.sum() > 1.1 * plain.coverage.sum()


def test_nothing_is_drawn_outside_its_block(fonts: Path) -> None:
    for text, language in (("ÅÇjg|", "en"), ("Ậ̣ỹ", "en"), ("گُلِّ", "ar"), ("豹豹", "ja")):
        coverage = drawn(text, language=language, fonts=fonts).coverage
        assert coverage.max() == 255
        assert not coverage[[0, -1]].any()
        assert not coverage[:, [0, -1]].any()


def test_a_character_that_no_font_has_is_named(fonts: Path) -> None:
    with pytest.raises(VideoError) as missing:
        drawn("Tiger 🐅", language="en", fonts=fonts)
    assert missing.value.code == "glyph_missing"
    assert "🐅" in str(missing.value)
    assert "U+1F405" in str(missing.value)


def test_a_folder_without_fonts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VideoError) as refused:
        faces_in(tmp_path, "en")
    assert refused.value.code == "bad_request"


def test_invisible_marks_take_no_room(fonts: Path) -> None:
    faces = faces_in(fonts, "ar")
    style = Style(40)
    assert measure("\u200fنمر\u200f", faces=faces, style=style) == pytest.approx(
        measure("نمر", faces=faces, style=style)
    )
