"""Where lines end, as an editor of each language would have it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.subtitles.languages import LANGUAGES, language
from curation.subtitles.layout import SHAPES, breaks, burnt_lines, picture_for, text_width, wrap, wrap_characters
from curation.subtitles.layout.picture import fits
from tests.curation.subtitles.layout.test_lines import SENTENCES


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        # before a conjunction or preposition, never after an article, a figure or a small word
        ("en", ["A tigress and her three cubs cross", "the frozen river at five in the morning."]),
        ("en", ["This is the first time that a leopard", "was recorded in the Hunchun reserve."]),
        ("en", ["It walked more than 12 km in one night", "and came back before sunrise."]),
        ("de", ["Die Tigerin und ihre drei Jungen laufen", "durch den tiefen Schnee am Fluss."]),
        ("fr", ["La tigresse et ses trois petits", "traversent la rivière gelée à l'aube."]),
        ("es", ["La tigresa y sus tres cachorros", "cruzan el río helado al amanecer."]),
        ("ru", ["Тигрица с тремя тигрятами переходит", "замёрзшую реку рано утром."]),
        ("zh-Hans", ["红外相机在珲春国家公园", "首次拍到东北豹一家。"]),
        ("zh-Hans", ["春天的傍晚，两只梅花鹿", "在河边安静地喝水。"]),
        ("ja", ["国立公園の自動カメラが、", "初めてヒョウを記録した。"]),
        ("ko", ["어미 호랑이가", "새끼 세 마리와 강을 건넌다"]),
    ],
)
def test_a_caption_breaks_where_an_editor_would(tag: str, expected: list[str]) -> None:
    joined = ("" if language(tag).is_ideographic else " ").join(expected)
    assert wrap_characters(joined, language=tag) == expected


@pytest.mark.parametrize(
    ("tag", "text", "kept"),
    [
        ("en", "The station in the valley recorded a tiger at 1,200\u00a0m above the sea.", "1,200\u00a0m"),
        ("en", "The animals walked for hours and hours along 25 km of the old road.", "25 km"),
        ("ru", "Эту самку впервые сняла камера на участке № 5 возле старой дороги.", "№ 5"),
        ("ru", "Первым это увидел егерь И. П. Иванов, когда проверял камеры зимой.", "И. П."),
        ("fr", "Le tigre traverse la rivière : personne ne l'avait encore jamais vu !", "rivière :"),
        ("zh-Hans", "科学家在国家公园记录到二十三只东北虎和四十多只东北豹。", "二十三只"),
        ("ko", "카메라가 숲길에서 새끼 세 마리를 데리고 걷는 어미를 찍었다", "세 마리를"),
        ("ja", "カメラの前を三頭のトラがゆっくりと雪の中を歩いていきました。", "三頭"),
    ],
)
@pytest.mark.parametrize("room", [380, 520, 660, 900])
def test_what_belongs_together_stays_in_one_line(tag: str, text: str, kept: str, room: int) -> None:
    lines = wrap(text, language=tag, max_width_px=room, font_size=40)
    assert any(kept in line for line in lines), lines


def test_of_two_even_ways_the_lower_line_is_the_longer() -> None:
    first, second = wrap_characters(" ".join(["tiger"] * 9), language="en")
    assert len(first) <= len(second)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_language_fits_every_shape(tag: str, shape: str) -> None:
    width, height = SHAPES[shape]
    picture = picture_for(language=tag, width=width, height=height)
    lines = burnt_lines(SENTENCES[tag], language=tag, width=width, height=height)
    assert len(lines) <= picture.lines
    assert all(text_width(line, language=tag, font_size=picture.em * 0.8) <= picture.room for line in lines)
    assert not breaks.tears_word(lines, language(tag))
    assert picture.side >= 0.05 * width
    assert picture.bottom >= 0.06 * height


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(LANGUAGES)),
    st.sampled_from(list(SHAPES)),
    st.integers(1, 5),
    st.sampled_from([" ", "\n", ""]),
)
def test_the_quick_look_never_lets_pass_what_does_not_fit(tag: str, shape: str, times: int, between: str) -> None:
    width, height = SHAPES[shape]
    text = between.join([SENTENCES[tag]] * times)
    picture = picture_for(language=tag, width=width, height=height)
    count = len(burnt_lines(text, language=tag, width=width, height=height))
    assert bool(fits(text, language=tag, width=width, height=height)) == (count > picture.lines)
