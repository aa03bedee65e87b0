"""What every format must do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.subtitles import formats, markup
from curation.subtitles.cues import MESSAGES, Cue, Document
from curation.subtitles.errors import SubtitleError
from tests.curation.subtitles.formats.samples import RICH, WESTERN, file, spoilt


@pytest.mark.parametrize("ending", formats.WRITABLE)
def test_words_and_times_come_back_from_every_format(ending: str) -> None:
    read = formats.parse(file(ending, WESTERN), ending=ending)
    assert [markup.plain(cue.text) for cue in read.cues] == [markup.plain(cue.text) for cue in WESTERN.cues]
    for cue, wanted in zip(read.cues, WESTERN.cues, strict=True):
        assert cue.start == pytest.approx(wanted.start, abs=1 / 25)
        assert cue.end == pytest.approx(wanted.end, abs=1 / 25)
        assert cue.settings == wanted.settings
    assert read.cues[0].text.startswith("<i>Hello</i>")
    assert not read.problems


@pytest.mark.parametrize(
    ("ending", "lost"),
    [
        (".vtt", set()),
        (
            ".srt",
            {"header", "identifiers", "voices", "languages", "classes", "ruby", "timestamps", "place"},
        ),
        (".ttml", {"header", "identifiers", "voices"}),
        (".ass", {"header", "identifiers", "voices", "languages", "colours", "ruby", "timestamps", "place"}),
        (
            ".scc",
            {"header", "identifiers", "voices", "languages", "ruby", "timestamps", "place", "emphasis"}
            | {"overlap", "rows", "late"},
        ),
        (
            ".stl",
            {"header", "identifiers", "voices", "languages", "colours", "ruby", "timestamps", "place", "emphasis"},
        ),
    ],
)
def test_what_a_format_cannot_carry_is_told(ending: str, lost: set[str]) -> None:
    losses = formats.write(RICH, ending=ending).losses
    assert {loss.code for loss in losses} - {"emphasis"} <= lost
    assert {loss.code for loss in losses} >= lost - {"classes", "rows", "late", "place"}
    assert all(loss.message == MESSAGES[loss.code] for loss in losses)
    voiced = 3
    assert (voiced in {loss.cue for loss in losses if loss.code == "voices"}) is ("voices" in lost)


@settings(max_examples=60, deadline=None)  # a machine that is busy elsewhere is no finding
@pytest.mark.parametrize("ending", formats.WRITABLE)
@given(data=st.data())
def test_no_file_makes_a_reader_fail_with_more_than_a_sentence(ending: str, data: st.DataObject) -> None:
    spoilt_file = data.draw(spoilt([file(ending), file(ending, WESTERN)]))
    try:
        document = formats.parse(spoilt_file, ending=ending)
    except SubtitleError as error:
        assert str(error)
        return
    for cue in document.cues:
        assert cue.start >= 0
    again = formats.parse(formats.write(document, ending=".vtt").data, ending=".vtt")
    assert len(again.cues) == len(document.cues)


@settings(deadline=None)
@given(st.sampled_from(formats.READABLE), st.binary(max_size=200))
def test_bytes_that_are_nothing_are_refused_or_read(ending: str, data: bytes) -> None:
    try:
        assert formats.parse(data, ending=ending).cues or ending == ".vtt"
    except SubtitleError as error:
        assert str(error)


HOSTILE = Document(
    (
        Cue(0, 0.5, "<script>alert(1)</script>"),
        Cue(1, 2, "x" * 20_000),
        Cue(1.5, 1.2, "backwards"),
        Cue(1.5, 9e8, "endless"),
        Cue(3, 4, "a\0b\ud800c\x1b[31m"),
        Cue(5, 6, "👨‍👩‍👧‍👦🏴‍☠️ \u202eevil\u2066 نمر abc"),
        Cue(7, 8, "<i>" * 2000 + "deep" + "</b>" * 2000),
        Cue(9, 10, "{\\p1}m 0 0{\\p0} \\N --> <ruby><rt><rt>x"),
    )
)


@pytest.mark.parametrize("ending", formats.WRITABLE)
def test_hostile_captions_are_written_and_the_good_ones_read_again(ending: str) -> None:
    document = HOSTILE
    if ending in (".scc", ".stl"):
        document = Document(tuple(cue for cue in HOSTILE.cues if cue.text != "endless"))
    written = formats.write(document, ending=ending)
    words = " ".join(markup.plain(cue.text) for cue in formats.parse(written.data, ending=ending).cues)
    assert "alert(1)" in words.replace("\n", "")
    assert "deep" in words
    assert "evil" in words


@pytest.mark.parametrize("ending", formats.READABLE)
def test_a_file_of_a_hundred_megabytes_is_refused(ending: str) -> None:
    with pytest.raises(SubtitleError) as refused:
        formats.parse(bytes(100_000_000), ending=ending)
    assert refused.value.code == "too_large"


def test_another_ending_is_told_with_those_that_are_known() -> None:
    with pytest.raises(SubtitleError, match=r"\.exe.*\.vtt"):
        formats.parse(b"x", ending=".exe")
    with pytest.raises(SubtitleError, match=r"\.dfxp"):
        formats.write(WESTERN, ending=".dfxp")


@pytest.mark.timeout(120)  # each takes some seconds; what grows with the square of the size takes hours
@pytest.mark.parametrize("ending", formats.WRITABLE)
def test_thousands_of_captions_take_no_longer_each_than_a_few(ending: str) -> None:
    many = Document(tuple(Cue(3 * n + 5, 3 * n + 7.5, f"<i>Tiger {n}</i>\nin the snow") for n in range(3000)))
    read = formats.parse(formats.write(many, ending=ending).data, ending=ending)
    # ASS is written with the lines that are burnt in
    assert [cue.text.replace("\n", " ") for cue in read.cues] == [cue.text.replace("\n", " ") for cue in many.cues]
