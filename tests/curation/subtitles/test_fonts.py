import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from curation.subtitles import fonts
from curation.subtitles.errors import SubtitleError
from curation.subtitles.languages import LANGUAGES
from tests.curation.subtitles.layout.test_lines import SENTENCES

ALPHABETS = {
    "ru": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя«»—№",
    "mn": "ӨөҮүЁё",
    "de": "ÄÖÜäöüßẞ„“",
    "fr": "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ«»",
    "es": "ÁÉÍÑÓÚÜáéíñóúü¿¡ºª",
    "pt": "ÃÕÇãõçàáâêéíóôú",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى،؛؟ًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩",
    "ja": "あいうえおアイウエオヶ々〆「」ー虎豹",
    "ko": "가각힣호랑이표범「」",
    "zh-Hans": "东北虎豹国家公园狍麅獐鼬貉，。！？《》“”…",
    "zh-Hant": "東北虎豹國家公園麅獐鼬貉，。！？《》「」…",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_drawn_by_its_own_font(language: str) -> None:
    text = ALPHABETS.get(language, "") + SENTENCES[language] + "0123456789 (Panthera tigris) 5 km/h, 12:30!"
    own = fonts.characters(fonts.font_for(language))
    assert [character for character in text if ord(character) not in own and not fonts.is_invisible(character)] == []
    assert fonts.missing_glyphs(text, language) == []


def test_another_script_is_drawn_by_another_of_our_fonts() -> None:
    runs = list(fonts.font_runs("Тигр 东北虎 и النمر!", "ru"))
    assert [(font.family, text) for font, text in runs] == [
        ("Noto Sans", "Тигр "),
        ("Noto Sans CJK SC", "东北虎 "),
        ("Noto Sans", "и "),
        ("Noto Sans Arabic", "النمر"),
        ("Noto Sans", "!"),
    ]


def test_what_no_font_can_draw_is_named_once() -> None:
    assert fonts.missing_glyphs("🐯 tiger 🐯 \U00012000", "en") == ["🐯", "\U00012000"]


def test_regions_are_passed_over_and_unknown_languages_refused() -> None:
    assert fonts.font_for("pt-BR").family == "Noto Sans"
    assert fonts.font_for("zh_TW").family == "Noto Sans CJK TC"
    with pytest.raises(SubtitleError) as error:
        fonts.font_for("tlh")
    assert error.value.code == "unknown_language"


def test_the_folder_of_fonts_is_made_once(tmp_path: Path) -> None:
    folder = fonts.prepare(tmp_path / "new")
    assert sorted(path.name for path in folder.iterdir()) == [
        "NotoSans-Italic.ttf",
        "NotoSans.ttf",
        "NotoSansArabic.ttf",
        "NotoSansCJK-Regular.ttc",
    ]
    first = folder.stat().st_mtime_ns
    assert fonts.prepare(tmp_path / "new") == folder
    assert folder.stat().st_mtime_ns == first


def test_four_processes_at_once_get_one_whole_folder(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        folders = set(pool.map(fonts.prepare, [tmp_path] * 4))
    assert len(folders) == 1
    assert os.listdir(tmp_path) == [folders.pop().name]  # noqa: PTH208 - hidden leftovers must show too


def test_where_links_are_impossible_the_fonts_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    folder = fonts.prepare(tmp_path)
    assert (folder / "NotoSans.ttf").stat().st_nlink == 1
    assert (folder / "NotoSans.ttf").stat().st_size > 1_000_000
