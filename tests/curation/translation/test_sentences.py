"""Cues are cut at sentence ends and put together as each language writes."""

import pytest

from curation.translation.sentences import finished, framed, join, split


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("下雪了。天黑了。", "zh-Hans", ["下雪了。", "天黑了。"]),
        ("It is snowing. Night is falling.", "en", ["It is snowing.", "Night is falling."]),
        ("A tiger walks\nin the snow.", "en", ["A tiger walks in the snow."]),
        ("一只东北虎\n在雪地里行走。", "zh-Hans", ["一只东北虎在雪地里行走。"]),
        ("3.5 km", "en", ["3.5 km"]),
        ("", "en", []),
    ],
)
def test_split(text: str, language: str, parts: list[str]) -> None:
    assert split(text, language=language) == parts


def test_join() -> None:
    assert join(["雪。", "夜。"], language="zh-Hans") == "雪。夜。"
    assert join(["Снег.", "Ночь."], language="ru") == "Снег. Ночь."


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("画面中:一只东北虎。", "zh-Hans", "画面中：一只东北虎。"),
        ("东北虎,雪地,夜间", "zh-Hans", "东北虎，雪地，夜间"),
        ("12:30", "ja", "12:30"),
        ("Amur tiger, snow", "en", "Amur tiger, snow"),
    ],
)
def test_wide_marks_come_back(text: str, language: str, printed: str) -> None:
    assert finished(text, language=language) == printed


@pytest.mark.parametrize(
    ("text", "body", "around"),
    [
        ("03:12 A tiger.", "A tiger.", "03:12 Тигр."),
        ("Tiger (Panthera tigris), snow", "Tiger, snow", "Тигр (Panthera tigris), снег"),
        ("A tiger (Panthera tigris).", "A tiger.", "Тигр (Panthera tigris)."),
    ],
)
def test_what_no_model_should_touch_is_kept_aside(text: str, body: str, around: str) -> None:
    frame = framed(text)
    assert frame.body == body
    assert frame.around("Тигр, снег" if "," in text else "Тигр.", target="ru") == around
