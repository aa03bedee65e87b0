from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import given, settings
from ttconv.stl import reader as ttconv_reader

from curation.subtitles import markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats import stl
from curation.subtitles.formats.paragraphs import Paragraphs
from curation.subtitles.formats.timing import NTSC, Timing
from tests.curation.subtitles.formats.samples import captions

LATIN = "abcXYZ éèñüßœŁąőč“”‘’«»$#¿¡♪—½"


def block(
    text: bytes, *, number: int = 0, cumulative: int = 0, comment: int = 0, row: int = 20, last: int = 0xFF
) -> bytes:
    times = bytes((0, 0, number + 1, 0, 0, 0, number + 2, 0))
    return bytes((0, number, 0, last, cumulative)) + times + bytes((row, 2, comment)) + text.ljust(112, b"\x8f")


def file(*blocks: bytes, display: bytes = b"0", table: bytes = b"00") -> bytes:
    header = stl.write(Document(), language="en", timing=Timing()).data
    return header[:11] + display + table + header[14:1024] + b"".join(blocks)


@settings(deadline=None)
@given(captions(LATIN))
def test_what_is_written_is_read_again_unchanged(document: Document) -> None:
    written = stl.write(document, language="fr", timing=Timing())
    assert len(written.data) % 128 == 0
    read = stl.parse(written.data)
    wanted = [cue for cue in document.cues if markup.plain(cue.text).strip()]
    assert [(cue.start, cue.end, cue.settings) for cue in read.cues] == [
        (cue.start, cue.end, cue.settings) for cue in wanted
    ]
    assert [" ".join(markup.plain(cue.text).split()) for cue in read.cues] == [
        " ".join(markup.plain(cue.text).split()) for cue in wanted
    ]
    assert read.language == "fr"


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("ru", "Тигрица «Амур» идёт — №5", 'Тигрица "Амур" идёт - №5'),
        ("ar", "النمر السيبيري، ليلاً", "النمر السيبيري، ليلاً"),
        ("de", "Große „Tiger“ – früh…", 'Große "Tiger“ - früh...'),
        ("es", "¿Dónde está el tigre?", "¿Dónde está el tigre?"),
    ],
)
def test_another_reader_reads_what_is_written(language: str, text: str, read: str) -> None:
    written = stl.write(Document((Cue(1, 2.52, f"{text}\n<i>{text}</i>"),)), language=language, timing=Timing())
    model = ttconv_reader.to_model(BytesIO(written.data))
    (cue,) = Paragraphs(model).read().cues
    assert (cue.start, cue.end, markup.plain(cue.text)) == (1.0, 2.52, f"{read}\n{read}")
    assert "<i>" in cue.text
    assert model.get_lang() == language
    assert {loss.code for loss in written.losses} == ({"signs"} if read != text else set())


@pytest.mark.parametrize("text", ["东北虎在雪地里。", "アムールトラ", "호랑이"])
def test_scripts_without_a_table_are_refused_and_nothing_is_dropped(text: str) -> None:
    with pytest.raises(SubtitleError, match="no letters for the script"):
        stl.write(Document((Cue(1, 2, text),)), language="zh-Hans", timing=Timing())
    few = stl.write(Document((Cue(1, 2, f"The Amur tiger is called {text[:2]}"),)), language="en", timing=Timing())
    assert {loss.code for loss in few.losses} == {"characters"}
    assert stl.parse(few.data).cues[0].text == "The Amur tiger is called ??"


def test_time_codes_begin_where_the_programme_does() -> None:
    document = Document((Cue(1, 2, "x"), Cue(86_400, 86_401, "after a day")))
    written = stl.write(document, language="en", timing=Timing(start_at="10:00:00:00"))
    assert written.data[256:264] == b"10000000"
    assert written.data[1024 + 5 : 1024 + 13] == bytes((10, 0, 1, 0, 10, 0, 2, 0))
    assert stl.parse(written.data).cues == (Cue(1, 2, "x"),)
    assert [(loss.cue, loss.code) for loss in written.losses] == [(1, "unseen")]
    assert stl.parse(written.data, start_at="10:00:01:00").cues[0].start == 0


def test_thirty_frames_a_second() -> None:
    written = stl.write(Document((Cue(1, 2, "x"),)), language="en", timing=Timing(frame_rate=NTSC))
    assert stl.parse(written.data).cues[0].start == pytest.approx(1, abs=0.02)
    with pytest.raises(SubtitleError, match="25"):
        stl.write(Document(), language="en", timing=Timing(frame_rate=Fraction(24)))


def test_long_captions_go_on_in_blocks_of_their_own() -> None:
    text = "tiger and leopard " * 1000
    written = stl.write(Document((Cue(1, 2, text),)), language="en", timing=Timing())
    assert stl.parse(written.data).cues[0].text == text.strip()
    longer = stl.write(Document((Cue(1, 2, "x" * 30_000),)), language="en", timing=Timing())
    assert {loss.code for loss in longer.losses} == {"shortened"}
    assert len(stl.parse(longer.data).cues[0].text) == 240 * 112


def test_teletext_colours_and_rows() -> None:
    data = file(
        block(b"\x0d\x0b\x0b\x03Tiger\x07 runs\x0a\x0a\x8a\x8a\x0d\x06<i> & all", row=2),
        block(b"under", number=1),
        display=b"1",
    )
    first, second = stl.parse(data).cues
    assert first.text == "<c.yellow>Tiger</c> runs\n<c.cyan>&lt;i> & all</c>"
    assert (first.settings, second.settings) == ("line:0", "")


def test_captions_that_build_up_are_shown_together() -> None:
    pieces = [block(text, number=0, cumulative=status) for text, status in ((b"one", 1), (b"two", 2), (b"three", 3))]
    pieces = [piece[:5] + bytes((0, 0, n + 1, 0, 0, 0, 9, 0)) + piece[13:] for n, piece in enumerate(pieces)]
    assert [(cue.start, cue.end, cue.text) for cue in stl.parse(file(*pieces)).cues] == [
        (1.0, 2.0, "one"),
        (2.0, 3.0, "one\ntwo"),
        (3.0, 9.0, "one\ntwo\nthree"),
    ]


def test_damage_costs_only_what_is_damaged() -> None:
    bad = block(b"bad")[:5] + bytes((99, 99, 99, 99)) + block(b"bad")[9:]
    data = file(bad, block(b"note", comment=1), block(b"good", number=2), block(b"cut")[:60])
    document = stl.parse(data)
    assert [cue.text for cue in document.cues] == ["good"]
    assert [(problem.line, problem.code) for problem in document.problems] == [
        (4, "damaged"),
        (1, "bad_timing"),
        (2, "comments"),
    ]


def test_two_captions_of_one_number_are_two_and_overlaps_stay() -> None:
    data = file(block(b"one"), block(b"two"))
    assert [(cue.start, cue.text) for cue in stl.parse(data).cues] == [(1.0, "one"), (1.0, "two")]
