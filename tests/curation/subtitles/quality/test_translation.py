import random
import re

import pytest

from curation.subtitles import quality
from curation.subtitles.cues import Cue, Document
from curation.translation.corpus import LANGUAGES, realise, scenes
from curation.translation.glossary import TermFinding
from tests.samples import sample

CODES = frozenset(
    [
        "wrong_script",
        "wrong_language",
        "untranslated",
        "loop",
        "length_ratio",
        "numbers_differ",
        "dates_differ",
        "units_differ",
        "stale",
    ]
)


def codes(source: str, target: str, *, source_language: str, language: str) -> list[str]:
    found = quality.check(
        Document((Cue(0, 7, target),)), language=language, sources=[Cue(0, 7, source)], source_language=source_language
    )
    return [finding.code for finding in found if finding.code in CODES]


@pytest.mark.parametrize(
    ("source_language", "source", "language", "target"),
    [
        ("zh-Hans", "一只东北虎带着三只幼崽。", "en", "An Amur tiger with three cubs."),
        ("zh-Hans", "两只东北豹", "ar", "نمران آموريان"),  # the dual needs no figure
        ("zh-Hans", "全长3.5公里，面积1.5万公顷。", "de", "3,5 km lang, 15.000 Hektar groß."),
        ("zh-Hans", "2026年1月14日凌晨5点12分", "en", "5:12 a.m. on January 14, 2026"),
        ("zh-Hans", "二〇二六年一月十四日", "ru", "14 января 2026 года"),
        ("en", "on 3 May 2026 at 17:30", "fr", "le 3 mai 2026 à 17 h 30"),
        ("en", "on 3 May 2026 at 17:30", "ko", "2026년 5월 3일 오후 5시 30분"),
        ("en", "on 3 May 2026", "mn", "2026 оны 5-р сарын 3"),
        ("en", "1,500 deer; 2.5 million trees", "es", "1.500 ciervos; 2,5 millones de árboles"),
        ("en", "1,500 deer", "ar", "١٥٠٠ غزال"),
        ("en", "it is -12.5 °C, 40%", "ar", "الحرارة ١٢٫٥ درجة تحت الصفر، ٤٠٪"),
        ("en", "twenty-three sika deer", "de", "dreiundzwanzig Sikahirsche"),
        ("en", "ninety-five boars", "fr", "quatre-vingt-quinze sangliers"),
        ("en", "three hundred and five birds", "pt", "trezentos e cinco pássaros"),
        ("zh-Hans", "一亿两千万", "ko", "1억 2000만"),
        ("ja", "トラ二頭", "ru", "два тигра"),
        ("zh-Hans", "百分之五", "es", "el 5 %"),
        ("zh-Hans", "十分安静，四周都是雪。", "en", "All around it is very quiet and white."),
        ("zh-Hans", "Panthera tigris altaica", "en", "Panthera tigris altaica"),
        ("zh-Hans", "老虎", "zh-Hant", "老虎"),
        ("en", "at noon", "zh-Hans", "中午12点"),
        ("en", "in the 1990s", "zh-Hans", "90年代"),
    ],
)
def test_a_right_translation_is_left_alone(source_language: str, source: str, language: str, target: str) -> None:
    assert codes(source, target, source_language=source_language, language=language) == []


@pytest.mark.parametrize(
    ("source_language", "source", "language", "target", "expected"),
    [
        ("zh-Hans", "一只东北虎带着三只幼崽。", "en", "An Amur tiger with two cubs.", "numbers_differ"),
        ("zh-Hans", "一只东北虎带着三只幼崽。", "ru", "Амурский тигр с двумя тигрятами.", "numbers_differ"),
        ("en", "Three cubs", "mn", "Хоёр бамбарууш", "numbers_differ"),
        ("en", "Three cubs", "ko", "새끼 두 마리", "numbers_differ"),
        ("en", "15,000 hectares", "de", "15,000 Hektar", "numbers_differ"),  # reads as fifteen there
        ("zh-Hans", "1.5万公顷", "en", "1.5 hectares", "numbers_differ"),
        ("en", "five kilometres", "es", "5 millas", "units_differ"),
        ("zh-Hans", "体重30公斤", "en", "It weighs 30 pounds.", "units_differ"),
        ("zh-Hans", "2026年1月14日", "en", "14 February 2026", "dates_differ"),
        ("en", "at 5:12 a.m.", "zh-Hans", "凌晨5点20分", "dates_differ"),
        ("zh-Hans", "东北虎走过雪地。", "en", "东北虎走过雪地。", "untranslated"),
        ("en", "The tiger walks over the snow.", "de", "The tiger walks over the snow.", "untranslated"),
        ("zh-Hans", "东北虎走过雪地。", "en", "The 东北虎 walks over the snow.", "wrong_script"),
        ("zh-Hans", "东北虎走过雪地。", "ru", "The tiger walks over the snow.", "wrong_script"),
        ("zh-Hans", "东北虎走过雪地。", "ru", "Бар цасан дээгүүр өнгөрч байна.", "wrong_language"),
        ("zh-Hans", "东北虎走过雪地。", "fr", "El tigre camina por la nieve junto al río.", "wrong_language"),
        ("en", "The tiger walks over the snow.", "zh-Hans", "東北虎走過雪地。", "wrong_language"),
        ("en", "The tiger walks over the snow.", "ja", "东北虎在清晨的雪地里缓慢走过。", "wrong_language"),
        ("en", "A tiger.", "fr", "Un tigre un tigre un tigre un tigre un tigre", "loop"),
        ("zh-Hans", "一只老虎。", "en", "Go to the to the to the to the to the tiger.", "loop"),
        ("en", "A tigress with three cubs walks slowly past the camera.", "de", "Drei.", "length_ratio"),
    ],
)
def test_a_wrong_translation_is_found(
    source_language: str, source: str, language: str, target: str, expected: str
) -> None:
    assert expected in codes(source, target, source_language=source_language, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_by_grammar_raise_no_alarm_and_a_changed_count_does(language: str) -> None:
    """Every count of the corpus is read in every language: the right one agrees, one more does not."""
    source_language = "en" if language == "zh-Hans" else "zh-Hans"
    wrong = tried = 0
    for scene in scenes(seed=11, count=120):
        source = realise(scene, language=source_language)
        target = realise(scene, language=language)
        assert codes(source, target, source_language=source_language, language=language) == []
        figure = re.search(r"[2-9]|[三四五六七八九](?=只)", source)
        if figure and not re.search("[几数]", source):
            other = {"三": "九", "九": "三"}.get(figure.group(), "三" if not figure.group().isdigit() else "77")
            tried += 1
            changed = source[: figure.start()] + other + source[figure.end() :]
            wrong += "numbers_differ" in codes(changed, target, source_language=source_language, language=language)
    assert tried >= 10 or source_language == "en"
    assert wrong >= 0.95 * tried


NEWS = {
    "en": "newstest2019-src.eng.txt",
    "ru": "newstest2019-ref.rus.txt",
    "ko": "newstest2019-ref.kor.txt",
    "ja": "newstest2019-ref.jpn.txt",
    "zh-Hans": "newstest2019-ref.zho-CN.txt",
    "zh-Hant": "newstest2019-ref.zho-TW.txt",
}


@pytest.mark.parametrize("language", sorted(set(NEWS) - {"en"}))
def test_translations_of_news_raise_few_alarms_and_changed_figures_do(language: str) -> None:
    originals = sample(f"mt/{NEWS['en']}").read_text(encoding="utf-8").splitlines()
    translated = sample(f"mt/{NEWS[language]}").read_text(encoding="utf-8").splitlines()
    pairs = [pair for pair in zip(originals, translated, strict=True) if all(text.strip() for text in pair)]
    alarms = sum(bool(codes(source, target, source_language="en", language=language)) for source, target in pairs)
    assert alarms <= 0.05 * len(pairs)
    chance = random.Random(4)
    found = changed = 0
    for source, target in pairs:
        figure = re.search(r"(?<![\d.,:])[2-9]\d{1,3}(?![\d.,:])", target)
        if figure:
            changed += 1
            other = str(int(figure.group()) + chance.randint(2, 9))
            damaged = target[: figure.start()] + other + target[figure.end() :]
            found += bool(
                {"numbers_differ", "dates_differ"}
                & set(codes(source, damaged, source_language="en", language=language))
            )
    assert changed >= 20
    assert found >= 0.95 * changed


def test_what_only_the_caller_knows_is_handed_in() -> None:
    document = Document((Cue(0, 3, "A leopard."), Cue(4, 7, "A tiger.")))
    terms = {
        0: [TermFinding(code="term_missing", entry="amur-tiger", expected=("Amur tiger", "tiger"), found="东北虎")]
    }
    found = quality.check(document, language="en", stale={1}, terms=terms)
    assert [(each.cue_index, each.code, each.severity) for each in found] == [
        (0, "term_missing", "error"),
        (1, "stale", "error"),
    ]
    assert found[0].message == "“东北虎” is not translated as the glossary wants it: Amur tiger, tiger."


def test_a_text_of_another_script_is_seen_without_an_original() -> None:
    assert [each.code for each in quality.check(Document((Cue(0, 4, "东北虎走过雪地"),)), language="ru")] == [
        "wrong_script"
    ]
    assert quality.check(Document((Cue(0, 4, "Тигр (东北虎)"),)), language="ru") == []
