import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.subtitles import markup, quality
from curation.subtitles.cues import Cue, Document
from curation.subtitles.quality import Finding, Options
from tests.curation.subtitles.documents import texts


def mended(*cues: Cue, codes: set[str] | None = None, **options: object) -> tuple[Cue, ...]:
    given_options: Options = {"language": "en", **options}  # type: ignore[typeddict-item]
    return quality.mend_all(Document(cues), codes=codes, **given_options).document.cues


def text(before: str, *, language: str = "en") -> str:
    return mended(Cue(0, 6.5, before), language=language)[0].text


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "The  tiger \n walks", "The tiger\nwalks"),
        ("en", "A <i> tiger </i> walks", "A <i>tiger </i>walks"),
        ("en", "Tiger</b> and <i>bear", "Tiger and <i>bear"),
        ("en", "<b>Tiger <i>and</b> bear</i>", "<b>Tiger <i>and</i></b> bear"),
        ("en", "Tiger\x07\ufeff walks", "Tiger walks"),
        ("en", "Two \u2067النمر here", "Two \u2067النمر here\u2069"),
        ("en", "A tiger, three cubs and a leopard walk past.", "A tiger, three cubs\nand a leopard walk past."),
        ("en", "The cubs follow the\ntiger.", "The cubs follow the tiger."),
        ("en", 'He says "a tiger" and waits...', "He says “a tiger” and waits…"),
        ("en", "A tiger , and a bear !", "A tiger, and a bear!"),
        ("de", 'Der "Tiger" kommt', "Der „Tiger“ kommt"),
        ("fr", "Un tigre ! Où ?", "Un tigre\u202f! Où\u202f?"),
        ("fr", "« Un tigre » : deux", "«\u00a0Un tigre\u00a0»\u00a0: deux"),
        ("zh-Hans", "东北虎,远东豹!", "东北虎，远东豹！"),
        ("zh-Hans", "<i>东北虎</i>(雌)走过3.5公里", "东北虎（雌）走过3.5公里"),
        ("zh-Hant", '他說"老虎"...', "他說「老虎」…"),
        ("zh-Hans", "东北虎走过雪\n地", "东北虎走过雪地"),
        ("zh-Hans", "红外相机首次记录到了东北\n虎母子", "红外相机首次记录到了东北虎母子"),
        ("zh-Hans", "昨天夜里在这里发现了三\n只幼崽的足迹", "昨天夜里在这里\n发现了三只幼崽的足迹"),
        ("ja", "アムールトラが\n、歩く", "アムールトラが、歩く"),
    ],
)
def test_a_text_is_mended(language: str, before: str, after: str) -> None:
    assert text(before, language=language) == after


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        ("en", "It weighs 3.5 kg at 12:30, e.g. “Felis”."),
        ("en", 'A 5" rain gauge'),
        ("zh-Hans", "海拔1,200米，见 www.tigers.cn"),
        ("zh-Hans", "相机 Reconyx HP2X (2026) 拍到"),
        ("ar", "النمر، والفهد."),
        ("en", "- Who is there?\n- Me."),
        ("ru", "Тигр… и леопард — вдвоём."),
    ],
)
def test_what_is_right_is_left(language: str, kept: str) -> None:
    assert text(kept, language=language) == kept


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([Cue(0, 0.52, "Tiger")], [(0, 0.84)]),
        ([Cue(0, 0.52, "Tiger"), Cue(0.8, 2, "Bear")], [(0, 0.52), (0.8, 2)]),  # no room: left to a person
        ([Cue(0, 1, "A tiger walks past the camera.")], [(0, 1.52)]),
        ([Cue(0, 2, "Tiger"), Cue(1.92, 4, "Bear")], [(0, 1.84), (1.92, 4)]),
        ([Cue(0, 3, "Tiger"), Cue(1, 4, "Bear")], [(0, 3), (1, 4)]),  # a second is no slip
        ([Cue(0, 2, "Tiger"), Cue(2.04, 4, "Bear")], [(0, 1.96), (2.04, 4)]),
        ([Cue(0.013, 2.011, "Tiger")], [(0, 2)]),
        ([Cue(8, 10.2, "Tiger")], [(8, 10)]),
        ([Cue(4.8, 7, "Tiger")], [(5, 7)]),  # the cut at 5 s
        ([Cue(2, 4.8, "Tiger")], [(2, 4.92)]),
        ([Cue(2, 1, "Tiger")], [(2, 1)]),
        ([Cue(0, float("inf"), "Tiger"), Cue(1, float("nan"), "Bear")], None),
    ],
)
def test_times_are_mended_where_nothing_is_lost(cues: list[Cue], expected: list[tuple[float, float]] | None) -> None:
    result = mended(*cues, duration=10.0, frame_rate=25.0, shots=[5.0])
    assert expected is None or [(cue.start, cue.end) for cue in result] == expected


def test_one_finding_is_mended_and_told() -> None:
    document = Document((Cue(0, 2, "A  tiger"), Cue(3, 5, "A  bear")))
    found = quality.check(document, language="en")
    result = quality.mend(document, found[1], language="en")
    assert result is not None
    assert [cue.text for cue in result.document.cues] == ["A  tiger", "A bear"]
    assert [(change.cue_index, change.code, change.after.text) for change in result.changes] == [
        (1, "white_space", "A bear")
    ]
    assert quality.mend(document, Finding("loop", 0, ""), language="en") is None
    assert quality.mend(document, Finding("white_space", 9, ""), language="en") is None


def test_only_what_was_asked_for_is_mended() -> None:
    first, second = mended(Cue(0, 2, "A  tiger..."), Cue(3, 5, "A  bear"), codes={"three_dots"})
    assert (first.text, second.text) == ("A  tiger…", "A  bear")


CUES = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.integers(-5, 300),
        st.one_of(texts, st.sampled_from(["A tiger , and the\nbear...", "東北虎,豹"])),
    ),
    max_size=5,
)


def words(shown: str) -> str:
    """Letters and figures in order: punctuation may be mended, these never."""
    return "".join(re.findall(r"[^\W_]", shown))


@settings(max_examples=150, deadline=None)
@given(CUES, st.sampled_from(["en", "zh-Hans", "fr", "ar", "ko"]), st.sampled_from([None, 25.0, 23.976]), st.booleans())
def test_mending_adds_nothing_loses_no_word_and_comes_to_an_end(
    rows: list[tuple[int, int, str]], language: str, rate: float | None, sorted_cues: bool
) -> None:
    cues = [Cue(start / 40, (start + length) / 40, markup.normal(shown)) for start, length, shown in rows]
    document = Document(tuple(sorted(cues, key=lambda cue: cue.start) if sorted_cues else cues))
    options: Options = {"language": language, "frame_rate": rate, "duration": 9.0, "shots": [2.0, 5.5]}
    before = Counter((found.cue_index, found.code) for found in quality.check(document, **options))
    result = quality.mend_all(document, **options)
    after = Counter((found.cue_index, found.code) for found in quality.check(result.document, **options))
    assert after <= before
    assert quality.mend_all(result.document, **options).changes == ()
    for old, new in zip(document.cues, result.document.cues, strict=True):
        assert words(markup.plain(new.text)) == words(markup.plain(old.text))
        assert (new.identifier, new.settings) == (old.identifier, old.settings)
