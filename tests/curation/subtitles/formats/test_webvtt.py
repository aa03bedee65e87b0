import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.subtitles import ass, markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.formats import srt, webvtt
from tests.curation.subtitles.documents import documents, texts

FILE = """\ufeffWEBVTT - the tigress of Hunchun

NOTE kept as it is

STYLE
::cue(v[voice=Мария]) { color: lime }

REGION
id:top
width:40%

first
00:01.000 --> 00:02.500 line:0 align:start
<v Мария>R&amp;D &lt;3 tigers</v>
<i>second line</i>

00:99.000 --> 01:00.000
minutes and seconds stay below sixty

100:00:00.000 --> 100:00:01.000
late

NOTE the end
"""


@given(documents())
def test_what_is_written_is_read_again_unchanged(document: Document) -> None:
    assert webvtt.parse(webvtt.write(document)) == document
    assert not webvtt.parse(webvtt.write(document)).problems


@given(
    st.one_of(
        st.binary(max_size=300), st.binary(max_size=200).map(lambda data: b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + data)
    )
)
def test_no_bytes_make_the_parser_fail_and_its_result_is_stable(data: bytes) -> None:
    once = webvtt.parse(data)
    if once.cues:
        assert webvtt.parse(webvtt.write(once)).cues == once.cues


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_plain_text_is_never_taken_for_a_tag(text: str) -> None:
    assert markup.plain(markup.escape(text)) == text


@given(texts)
def test_a_cue_never_ends_early_and_never_makes_a_second_one(text: str) -> None:
    document = webvtt.parse(webvtt.write(Document((Cue(1, 2, text), Cue(3, 4, "after")))))
    assert len(document.cues) == 2
    assert document.cues[1].text == "after"


def test_everything_of_a_file_is_kept_except_the_bad_cue() -> None:
    document = webvtt.parse(FILE.encode())
    assert [cue.start for cue in document.cues] == [1.0, 360000.0]
    first = document.cues[0]
    assert first.identifier == "first"
    assert first.settings == "line:0 align:start"
    assert first.text == "<v Мария>R&D <3 tigers</v>\n<i>second line</i>"
    assert [(block.kind, block.before) for block in document.blocks] == [
        ("NOTE", 0),
        ("STYLE", 0),
        ("REGION", 0),
        ("NOTE", 2),
    ]
    assert [(problem.line, problem.code) for problem in document.problems] == [(17, "bad_timing")]
    written = webvtt.write(document)
    assert "<v Мария>R&amp;D &lt;3 tigers</v>" in written
    assert webvtt.parse(written) == document


def test_line_ends_and_nul_are_read_as_the_standard_says() -> None:
    data = b"WEBVTT\r\rx\r\n00:01.000 --> 00:02.000\r\na\0b\r\rNOTE\r"
    (cue,) = webvtt.parse(data).cues
    assert (cue.identifier, cue.text) == ("x", "a\ufffdb")


def test_a_cue_without_an_empty_line_before_it_is_found() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\none\n00:03.000 --> 00:04.000\ntwo"
    assert [cue.text for cue in webvtt.parse(data).cues] == ["one", "two"]


def test_bytes_that_are_not_utf8_are_told_of() -> None:
    document = webvtt.parse("WEBVTT\n\n00:01.000 --> 00:02.000\n东北虎".encode("gbk"))
    assert [problem.code for problem in document.problems] == ["not_utf8"]
    assert len(document.cues) == 1


def test_unknown_tags_go_and_loose_signs_stay() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\n<font color=red>I <3 you</font> & a < b &lt;i&gt;"
    (cue,) = webvtt.parse(data).cues
    assert markup.plain(cue.text) == "I <3 you & a < b <i>"


@pytest.mark.timeout(60)  # each takes well under a second; what grows with the square of the size takes hours
@pytest.mark.parametrize(
    "piece", ["<i>a", "&lt;i&gt;", "<v ", "&amp;", "<", "{\\an8", "1:", "00:01 ", "\n1\n", "--> ", "\u202e"]
)
def test_a_hostile_megabyte_is_read_in_its_stride(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    document = webvtt.parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}")
    assert webvtt.parse(webvtt.write(document)) == document
    srt.parse(f"1\n00:00:01,000 --> 00:00:02,000\n{text}")
    short = Document((Cue(0, 1, piece * 3000),))
    assert ass.write(short, language="ar", width=640, height=360)
