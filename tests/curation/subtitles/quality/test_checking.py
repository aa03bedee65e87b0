import pytest

from curation.subtitles import quality
from curation.subtitles.cues import Cue, Document
from curation.subtitles.languages import LANGUAGES
from curation.subtitles.limits import limits_for


def codes(*cues: Cue, language: str = "en", **more: float) -> list[tuple[int, str]]:
    return [(found.cue_index, found.code) for found in quality.check(Document(cues), language=language, **more)]


def test_a_good_document_has_no_findings() -> None:
    cues = (Cue(1, 3, "A tiger walks by."), Cue(3.2, 5, "<i>Panthera tigris</i>\n& two cubs."))
    assert codes(*cues, duration=6.0, frame_rate=25) == []


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([Cue(0, 0.48, "Tiger")], [(0, "too_short")]),
        ([Cue(0, 8, "Tiger")], [(0, "too_long")]),
        ([Cue(2, 1, "Tiger")], [(0, "backwards")]),
        ([Cue(0, 1, "A tiger walks past the camera.")], [(0, "too_fast")]),
        ([Cue(0, 2, "Tiger"), Cue(1.92, 4, "Leopard")], [(1, "overlap")]),
        ([Cue(0, 2, "Tiger"), Cue(2, 4, "Tiger")], [(1, "repeated")]),
        ([Cue(0, 2, "Tiger"), Cue(2.04, 4, "Bear")], [(1, "small_gap")]),
        ([Cue(0.013, 2, "Tiger")], [(0, "off_frame")]),
        ([Cue(9, 11, "Tiger")], [(0, "outside")]),
        ([Cue(0, 7, "A tiger with three cubs walks past the camera.")], [(0, "line_too_long")]),
        ([Cue(0, 3, "one\ntwo\nthree")], [(0, "too_many_lines")]),
        ([Cue(0, 3, "Tiger 🐯")], [(0, "missing_glyphs")]),
        ([Cue(0, 3, "Tiger\x07")], [(0, "control_characters")]),
        ([Cue(0, 3, "a\u202egnp.exe")], [(0, "unbalanced_direction")]),
        ([Cue(0, 3, "Tiger</b>")], [(0, "unbalanced_tags")]),
        ([Cue(0, 3, "The  tiger")], [(0, "white_space")]),
        ([Cue(0, 3, " The tiger")], [(0, "white_space")]),
        ([Cue(0, 3, "<i> </i>")], [(0, "empty")]),
    ],
)
def test_each_fault_is_found(cues: list[Cue], expected: list[tuple[int, str]]) -> None:
    assert codes(*cues, duration=10.0, frame_rate=25) == expected


def test_chinese_has_its_own_limits() -> None:
    assert codes(Cue(0, 2, "一只东北虎带着三只幼崽走过红外相机的前面"), language="zh-Hans") == [
        (0, "too_fast"),
        (0, "line_too_long"),
    ]
    assert codes(Cue(0, 3, "东北虎\n，走过"), language="zh-Hans") == [(0, "bad_line_start")]
    # Latin letters are half as wide
    assert codes(Cue(0, 3, "东北虎 Panthera tigris"), language="zh-Hans") == []


def test_arabic_marks_are_proper_text() -> None:
    assert codes(Cue(0, 3, "\u200fالببر \u2068Panthera\u2069 هنا.\u200f"), language="ar") == []


def test_a_finding_says_what_and_how_much() -> None:
    (found,) = quality.check(Document((Cue(0, 1, "A tiger walks past the camera."),)), language="en")
    assert found.message == "30.0 characters a second; viewers read 20."
    assert quality.MESSAGES[found.code] % found.params == found.message


def test_every_language_has_limits_with_a_source() -> None:
    assert all(limits_for(tag).source for tag in LANGUAGES)
    assert limits_for("zh-CN") == limits_for("zh-Hans")


def test_an_upright_picture_holds_less() -> None:
    cue = Cue(0, 6.5, "WOLVES AND BEARS MEET AT A FROZEN STREAM\nHIGH UP IN THE MOUNTAINS OF WANGQING TODAY")
    document = Document((cue,))
    assert quality.check(document, language="en", picture=(1920, 1080)) == []
    assert [found.code for found in quality.check(document, language="en", picture=(720, 1600))] == ["does_not_fit"]
