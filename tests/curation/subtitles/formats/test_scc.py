import pytest
from hypothesis import given, settings

from curation.subtitles import markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats import scc
from curation.subtitles.formats.timing import Timing
from tests.curation.subtitles.formats.samples import captions

FRAME = 1001 / 30_000
ROLL_UP = b"""Scenarist_SCC V1.0

00:00:01;00\t9425 9425 94ad 94ad 9470 9470 4865 6c6c 6f80

00:00:03;00\t9425 9425 94ad 94ad 9470 9470 f7ef f26c 6480

00:00:05;00\t942c 942c
"""


@settings(deadline=None)
@given(captions("abcXYZ éñüßÇœ“”’$#¿¡♪½", space=3000))
def test_what_is_written_is_read_again(document: Document) -> None:
    written = scc.write(document, timing=Timing())
    wanted = [cue for cue in document.cues if markup.plain(cue.text).strip()]
    read = scc.parse(written.data).cues
    assert [(cue.start, cue.end) for cue in read] == [
        (pytest.approx(cue.start, abs=FRAME), pytest.approx(cue.end, abs=3 * FRAME)) for cue in wanted
    ]
    lost = {loss.cue for loss in written.losses if loss.code in ("signs", "characters", "emphasis")}
    for index, (found, cue) in enumerate(zip(read, wanted, strict=True)):
        if index not in lost and len(wanted) == len(document.cues):
            assert " ".join(markup.plain(found.text).split()) == " ".join(markup.plain(cue.text).split())
            assert found.settings == cue.settings


def test_looks_and_places_come_back() -> None:
    cues = (
        Cue(5, 7, "Hello <i>tiger</i> there", settings="line:0"),
        Cue(10, 12, "<c.yellow>yellow</c>\n<u>under</u>"),
        Cue(15, 17, "<i>all of it</i>"),
    )
    read = scc.parse(scc.write(Document(cues), timing=Timing()).data).cues
    assert [markup.plain(cue.text) for cue in read] == [markup.plain(cue.text) for cue in cues]
    assert "<i> tiger</i>" in read[0].text
    assert read[1].text == cues[1].text
    assert read[2].text == cues[2].text
    assert [cue.settings for cue in read] == [cue.settings for cue in cues]


def test_every_byte_has_odd_parity_and_no_line_is_wider_than_the_picture() -> None:
    written = scc.write(
        Document((Cue(5, 7, "A line that is far too long for the thirty-two columns"),)), timing=Timing()
    )
    words = [word for line in written.text.splitlines()[1:] for word in line.partition("\t")[2].split()]
    assert all(byte.bit_count() % 2 for word in words for byte in bytes.fromhex(word))
    assert scc.parse(written.data).cues[0].text == "A line that is far too long for\nthe thirty-two columns"


def test_a_caption_is_cleared_on_time_though_the_next_is_on_its_way() -> None:
    document = Document((Cue(5, 7, "one"), Cue(7.5, 9, "a long caption that takes a second to be sent\nand more")))
    first, second = scc.parse(scc.write(document, timing=Timing()).data).cues
    assert first.end == pytest.approx(7, abs=2 * FRAME)
    assert second.start == pytest.approx(7.5, abs=FRAME)


def test_overlaps_are_put_together_and_told() -> None:
    document = Document((Cue(5, 10, "one"), Cue(7, 12, "two", settings="line:0")))
    written = scc.write(document, timing=Timing())
    assert [(round(cue.start), round(cue.end), markup.plain(cue.text)) for cue in scc.parse(written.data).cues] == [
        (5, 7, "one"),
        (7, 10, "two\none"),
        (10, 12, "two"),
    ]
    assert {(loss.cue, loss.code) for loss in written.losses} == {(0, "overlap"), (1, "overlap")}


def test_what_comes_too_soon_to_be_sent_is_late_and_told() -> None:
    written = scc.write(Document((Cue(0, 4, "at once"), Cue(5, 6, "later"))), timing=Timing())
    assert [(loss.cue, loss.code) for loss in written.losses] == [(0, "late")]
    assert 0 < scc.parse(written.data).cues[0].start < 1


@pytest.mark.parametrize("drop", [True, False])
def test_time_codes_begin_where_they_are_told_to(*, drop: bool) -> None:
    start = "01:00:00;00" if drop else "01:00:00:00"
    timing = Timing(drop_frame=drop, start_at=start)
    written = scc.write(Document((Cue(1000, 1002, "x"),)), timing=timing)
    assert written.text.splitlines()[2].startswith("01:16:39;" if drop else "01:16:38:")
    assert scc.parse(written.data, start_at=start).cues[0].start == pytest.approx(1000, abs=FRAME)


def test_rolling_captions_are_read() -> None:
    cues = scc.parse(ROLL_UP).cues
    assert [markup.plain(cue.text) for cue in cues] == ["Hello", "Hello\nworld"]
    assert cues[1].end == pytest.approx(5, abs=0.1)


def test_damaged_words_and_lines_cost_themselves_only() -> None:
    spoilt = ROLL_UP.replace(b"f7ef", b"zzzz").replace(b"00:00:01;00", b"00:99:01;00")
    document = scc.parse(spoilt)
    assert [markup.plain(cue.text) for cue in document.cues] == ["rld"]
    assert [(problem.line, problem.code) for problem in document.problems] == [(3, "bad_timing"), (5, "damaged")]


@pytest.mark.parametrize("text", ["东北虎", "Тигр идёт", "호랑이"])
def test_scripts_that_it_lacks_are_refused(text: str) -> None:
    with pytest.raises(SubtitleError, match="no letters for the script"):
        scc.write(Document((Cue(5, 7, text),)), timing=Timing())


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(SubtitleError, match="not a SCC file"):
        scc.parse(b"WEBVTT")
