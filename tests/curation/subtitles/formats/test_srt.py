import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.subtitles.cues import Cue, Document
from curation.subtitles.formats import srt

CYRILLIC = "1\n00:00:01,000 --> 00:00:02,000\nТигрица с тигрятами идёт по снегу.\n"
LINES = st.text(
    alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=20
)


@st.composite
def plain_documents(draw: st.DrawFn) -> Document:
    found = []
    for lines in draw(st.lists(st.lists(LINES, max_size=3), max_size=5)):
        start = draw(st.integers(min_value=0, max_value=300_000_000))
        text = re.sub(r"[<>{}&]", "", "\n".join(lines))
        text = "\n".join(line for line in text.split("\n") if line)
        found.append(Cue(start / 1000, (start + draw(st.integers(0, 99_999))) / 1000, text))
    return Document(tuple(found))


@given(plain_documents())
def test_what_is_written_is_read_again_unchanged(document: Document) -> None:
    assert srt.parse(srt.write(document)) == document
    assert srt.parse(srt.write(document).encode()) == document


@given(
    st.one_of(
        st.binary(max_size=300), st.binary(max_size=200).map(lambda data: b"1\n00:00:01,000 --> 00:00:02,000\n" + data)
    )
)
def test_no_bytes_make_the_parser_fail_and_its_result_is_stable(data: bytes) -> None:
    once = srt.parse(data)
    again = srt.parse(srt.write(once))
    assert [(cue.start, cue.end) for cue in again.cues] == [(cue.start, cue.end) for cue in once.cues]


@pytest.mark.parametrize("name", ["cp1251", "koi8_r", "utf-8", "utf-8-sig", "utf-16"])
def test_one_russian_cue_is_enough(name: str) -> None:
    (cue,) = srt.parse(CYRILLIC.encode(name)).cues
    assert cue.text == "Тигрица с тигрятами идёт по снегу."


@pytest.mark.parametrize(
    ("name", "text"), [("gbk", "一只东北虎走过雪地。"), ("big5", "一隻東北虎走過雪地。"), ("gb18030", "䶮虎与豹")]
)
def test_one_chinese_cue_is_enough(name: str, text: str) -> None:
    (cue,) = srt.parse(f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n".encode(name)).cues
    assert cue.text == text


def test_what_is_met_in_the_field_is_read() -> None:
    document = srt.parse(
        "1\r\n00:00:01.5 --> 0:00:02,500  X1:10 X2:20 Y1:5 Y2:9\r\n<FONT color=red>Hello</FONT> <I>you</I>\r\n\r\n\r\n"
        "00:00:03,000 --> 00:00:04,000\nno number\n\nand an empty line\n"
        "3\n00:00:05,000 -> 00:00:06,000\n{\\an8}R&D <3 at the top\n\n"
        "04\n00:00:07,000 --> 00:00:08,000\n2026\n\n"
        "05\n00:00:09,000 --> 00:00:10,000\n"
    )
    assert [(cue.start, cue.end, cue.text, cue.settings) for cue in document.cues] == [
        (1.5, 2.5, "<c.red>Hello</c> <i>you</i>", ""),
        (3.0, 4.0, "no number\nand an empty line", ""),
        (5.0, 6.0, "R&D <3 at the top", "line:0"),
        (7.0, 8.0, "2026", ""),
        (9.0, 10.0, "", ""),
    ]
    assert [problem.code for problem in document.problems] == ["coordinates"]


def test_colours_are_kept_and_what_is_left_out_is_told() -> None:
    document = srt.parse(
        '1\n00:00:01,000 --> 00:00:02,000\n<font color="#FFFF00">Tiger</font> <font color=teal size=9>x</font>\n\n'
        "2\n00:00:03,000 --> 00:00:04,000\n{\\pos(3,4)}<span>y</span>\n"
    )
    assert [cue.text for cue in document.cues] == ["<c.yellow>Tiger</c> x", "y"]
    assert [(problem.line, problem.code) for problem in document.problems] == [(2, "looks"), (6, "tags")]
    written = srt.write(document)
    assert '<font color="yellow">Tiger</font> x' in written
    assert srt.parse(written).cues == document.cues


def test_tags_that_srt_does_not_know_leave_their_words() -> None:
    document = Document((Cue(1, 2, "<v Мария><b>bold</b> <c.x>and</c> a --> b</v>", settings="line:0"),))
    assert srt.write(document) == "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<b>bold</b> and a → b\n"
    assert srt.parse(srt.write(document)).cues[0].settings == "line:0"


def test_a_cue_whose_times_are_broken_is_left_out_and_told_not_swallowed_by_the_one_before() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nA tiger.\n\n2\n00:00:xx --> 00:00:04,000\nLost words.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nA leopard --> a cat.\n"
    )
    document = srt.parse(text)
    assert [cue.text for cue in document.cues] == ["A tiger.", "A leopard --> a cat."]
    assert (6, "bad_timing") in [(problem.line, problem.code) for problem in document.problems]
