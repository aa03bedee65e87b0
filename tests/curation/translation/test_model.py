"""The model that ships: right on captions it never saw, silent outside its field."""

from pathlib import Path

import pytest

from curation.translation.corpus import LANGUAGES, SEVERAL, Scene, realise
from curation.translation.registry import SHIPPED, default_engine
from curation.translation.training.evaluate import near_field, references
from tests.samples import sample

MEGABYTES_15 = 15 * 1024 * 1024

DEMO = {
    "en": "An Amur tiger walks in the snow.",
    "ru": "Амурский тигр идёт по снегу.",
    "ko": "시베리아호랑이 한 마리가 눈 위를 걷고 있다.",
    "ja": "アムールトラが雪の中を歩いている。",
    "es": "Un tigre de Amur camina por la nieve.",
    "fr": "Un tigre de l'Amour marche dans la neige.",
    "de": "Ein Amurtiger läuft durch den Schnee.",
    "ar": "يمشي ببر آمور في الثلج.",
    "pt": "Um tigre-de-amur caminha pela neve.",
    "mn": "Амарын бар цасан дээгүүр алхаж байна.",
}

TIGER, LEOPARD, SIKA = "Panthera tigris altaica", "Panthera pardus orientalis", "Cervus nippon"

TYPICAL = [
    Scene(
        scientific_name=TIGER, sex="female", young=2, behaviour="walk", habitat="snow", season="winter", daytime="night"
    ),
    Scene(scientific_name=TIGER, count=2, life_stage="juvenile", behaviour="walk", habitat="snow"),
    Scene(scientific_name=LEOPARD, sex="male", behaviour="walk", habitat="ridge", season="autumn", daytime="day"),
    Scene(scientific_name=LEOPARD, behaviour="look"),
    Scene(scientific_name=SIKA, count=2, behaviour="stand", habitat="meadow", season="autumn", daytime="morning"),
    Scene(scientific_name=TIGER, sex="male", behaviour="walk", habitat="forest", season="autumn", daytime="morning"),
    Scene(scientific_name="Ursus thibetanus", life_stage="adult", behaviour="rub", habitat="pine"),
    Scene(scientific_name="Sus scrofa", count=SEVERAL, behaviour="forage", habitat="oak", daytime="evening"),
]
"""What the demo and most captions say: none of these may be left to a person."""


@pytest.mark.parametrize(("target", "expected"), DEMO.items())
def test_the_tiger_walks_in_the_snow_in_every_language(target: str, expected: str) -> None:
    assert default_engine().translate(["一只东北虎在雪地里行走。"], source="zh-Hans", target=target)[0].text == expected


@pytest.mark.parametrize("target", [language for language in LANGUAGES if language != "zh-Hans"])
def test_typical_captions_are_translated(target: str) -> None:
    texts = [realise(scene, language="zh-Hans") for scene in TYPICAL]
    suggestions = default_engine().translate(texts, source="zh-Hans", target=target)
    assert [item.text for item in suggestions] == [realise(scene, language=target) for scene in TYPICAL]


@pytest.mark.parametrize("source", ["zh-Hans", "en"])
def test_captions_held_out_of_training_come_out_exact(source: str) -> None:
    shown = right = asked = 0
    for target in LANGUAGES:
        if target == source:
            continue
        texts, expected = references(source=source, target=target, seed=1234, count=12)
        for item, wanted in zip(default_engine().translate(texts, source=source, target=target), expected, strict=True):
            asked += 1
            shown += item.text is not None
            right += item.text == wanted
    assert right >= 0.99 * shown
    assert shown >= 0.8 * asked


@pytest.mark.parametrize(("source", "target"), [("en", "ru"), ("en", "ja"), ("zh-Hans", "en"), ("zh-Hans", "ar")])
def test_it_leaves_alone_what_only_looks_like_a_caption(source: str, target: str) -> None:
    for item in default_engine().translate(near_field()[source], source=source, target=target):
        assert item.abstained
        assert item.text is None


@pytest.mark.parametrize(
    ("source", "file"), [("en", "mt/newstest2019-src.eng.txt"), ("zh-Hans", "mt/newstest2019-ref.zho-CN.txt")]
)
def test_it_translates_no_newspaper(source: str, file: str) -> None:
    lines = sample(file).read_text(encoding="utf-8").splitlines()
    suggestions = default_engine().translate(lines, source=source, target="ru")
    assert [item.text for item in suggestions if item.text] == []


def test_a_cue_of_two_sentences_is_translated_whole_or_not_at_all() -> None:
    whole, half = default_engine().translate(
        ["一只东北虎在雪地里行走。下雪了。", "一只东北虎在雪地里行走。股市下跌。"], source="zh-Hans", target="en"
    )
    assert whole.text == "An Amur tiger walks in the snow. It is snowing."
    assert half.text is None


def test_line_breaks_within_a_cue_do_not_matter() -> None:
    broken = default_engine().translate(["一只东北虎\n在雪地里行走。"], source="zh-Hans", target="en")[0]
    assert broken.text == "An Amur tiger walks in the snow."


def test_time_and_scientific_name_pass_through() -> None:
    stamped, named = default_engine().translate(
        ["2026-01-05 03:12 一只东北虎在雪地里行走。", "东北虎（Panthera tigris altaica），雪地"],
        source="zh-Hans",
        target="en",
    )
    assert stamped.text == "2026-01-05 03:12 An Amur tiger walks in the snow."
    assert named.text == "Amur tiger (Panthera tigris altaica), snow"


def test_the_model_is_small_and_carries_its_card() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= MEGABYTES_15
    card = Path(SHIPPED / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "python -m curation.translation evaluate" in card
