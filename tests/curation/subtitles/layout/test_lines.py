import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.subtitles import layout, markup
from curation.subtitles.languages import LANGUAGES
from curation.subtitles.layout.breaks import NO_END, NO_START
from curation.subtitles.limits import limits_for, reading_length
from tests.curation.subtitles.documents import texts

SENTENCES = {
    "zh-Hans": "一只成年雌性东北虎带着三只幼崽，在清晨的雪地里缓慢走过。",
    "zh-Hant": "一隻成年雌性東北虎帶著三隻幼崽，在清晨的雪地裡緩慢走過。",
    "ja": "雌のアムールトラが、雪の中をゆっくり歩きます。",
    "ko": "암컷 아무르호랑이가 새끼를 데리고 눈밭을 걷는다",
    "en": "An adult female Amur tiger with three cubs walks slowly past the camera.",
    "ru": "Взрослая самка амурского тигра с тремя тигрятами идёт по снегу.",
    "mn": "Эмэгчин бар гурван бамбарынхаа хамт цасан дээгүүр алхаж байна.",
    "es": "Una tigresa adulta con tres cachorros camina despacio por la nieve.",
    "fr": "Une tigresse adulte et ses trois petits marchent dans la neige !",
    "de": "Eine erwachsene Tigerin läuft mit drei Jungen durch den Schnee.",
    "pt": "Uma tigresa adulta com três filhotes caminha devagar pela neve.",
    "ar": "أنثى ببر آمور بالغة مع ثلاثة أشبال تمشي ببطء على الثلج.",
}
# words, signs and scripts that lines may have to break between
TEXTS = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            ["东北虎", "，", "。", "（雪）", "「", "」", "ーっ", "호랑이 ", "tiger ", "- yes", "\n", " ", "النمر "]
        ),
    ),
    max_size=25,
).map("".join)


def letters(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_takes_two_even_lines(language: str) -> None:
    lines = layout.wrap_characters(SENTENCES[language], language=language)
    assert len(lines) == 2
    lengths = [reading_length(line, language=language) for line in lines]
    assert max(lengths) <= limits_for(language).characters_a_line
    assert min(lengths) > 0.5 * max(lengths)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [300, 620, 1100])
def test_no_line_is_wider_than_its_room(language: str, width: int) -> None:
    lines = layout.wrap(SENTENCES[language], language=language, max_width_px=width, font_size=50)
    assert letters("".join(lines)) == letters(SENTENCES[language])
    assert all(layout.text_width(line, language=language, font_size=50) <= width + 1 for line in lines)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja"])
@pytest.mark.parametrize("width", range(200, 700, 50))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(language: str, width: int) -> None:
    text = "「雪豹」（学名：Panthera uncia）走过，「东北虎」、《远东豹》都在；コーヒーっ！？100％……"
    lines = layout.wrap(text, language=language, max_width_px=width, font_size=40)
    assert all(line[0] not in NO_START for line in lines)
    assert all(line[-1] not in NO_END for line in lines)
    assert letters("".join(lines)) == letters(text)


def test_korean_breaks_between_words_only() -> None:
    words = SENTENCES["ko"].split()
    for width in range(400, 900, 50):
        lines = layout.wrap(SENTENCES["ko"], language="ko", max_width_px=width, font_size=50)
        assert [word for line in lines for word in line.split()] == words


def test_a_word_wider_than_the_picture_is_broken_not_lost() -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    lines = layout.wrap(f"Der {word}!", language="de", max_width_px=300, font_size=50)
    assert "".join(lines).replace(" ", "") == f"Der{word}!"
    assert len(lines) > 2


def test_an_editor_s_own_line_break_stays_where_it_is_good() -> None:
    assert layout.wrap_characters("Two cubs\nfollow their mother.", language="en") == [
        "Two cubs",
        "follow their mother.",
    ]
    assert layout.wrap_characters("- Look!\n- Where?", language="en") == ["- Look!", "- Where?"]
    assert layout.wrap_characters("东北虎\n，走过雪地", language="zh-Hans") == ["东北虎，走过雪地"]


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.sampled_from(list(LANGUAGES)), st.integers(min_value=40, max_value=900))
def test_no_character_is_ever_lost(text: str, language: str, width: int) -> None:
    assert letters("".join(layout.wrap_characters(text, language=language))) == letters(text)
    lines = layout.wrap(text, language=language, max_width_px=width, font_size=40)
    assert letters("".join(lines)) == letters(text)
    assert all(line == line.strip(" ") and line for line in lines)


def test_a_very_long_text_is_laid_out_too() -> None:
    text = SENTENCES["zh-Hans"] * 400
    assert "".join(layout.wrap_characters(text, language="zh-Hans")) == text


def test_known_chinese_words_are_not_torn() -> None:
    assert layout.wrap_characters(SENTENCES["zh-Hans"], language="zh-Hans") == [
        "一只成年雌性东北虎带着三只幼崽，",
        "在清晨的雪地里缓慢走过。",
    ]


def test_tags_stay_on_their_words_when_lines_are_broken_anew() -> None:
    text = "<v Мария>An adult female <i>Panthera tigris</i> with three cubs & a <b>very long</b> tail walks by.</v>"
    lines = "An adult female <i>Panthera tigris</i> with three\ncubs & a <b>very long</b> tail walks by.</v>"
    assert layout.reflow(text, language="en") == f"<v Мария>{lines}"


@settings(max_examples=80, deadline=None)
@given(texts, st.sampled_from(["en", "zh-Hans", "ko", "ar"]))
def test_breaking_anew_loses_no_letter_and_no_tag(text: str, language: str) -> None:
    text = markup.normal(text)
    again = layout.reflow(text, language=language)
    assert letters(markup.plain(again)) == letters(markup.plain(text))
    tags = [piece for piece, is_tag in markup.pieces(text) if is_tag]
    assert [piece for piece, is_tag in markup.pieces(again) if is_tag] == tags
