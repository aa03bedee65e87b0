import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.subtitles.cues import Block, Cue, Document, clip, merge, shift
from curation.subtitles.errors import SubtitleError
from tests.curation.subtitles.documents import documents

THREE = Document(
    (Cue(1, 3, "one"), Cue(4, 6, "two"), Cue(7, 9, "<00:00:08.000>three")),
    blocks=(Block("NOTE", "NOTE first", 0), Block("NOTE", "NOTE before three", 2)),
)


def test_a_cue_that_begins_before_the_cut_and_ends_in_it_stays() -> None:
    cut = clip(THREE, 2, 8.5)
    assert [(cue.start, cue.end) for cue in cut.cues] == [(0, 1), (2, 4), (5, 6.5)]
    assert cut.cues[2].text == "<00:00:06.000>three"


def test_cues_that_only_touch_the_cut_go_and_notes_stay_where_they_were() -> None:
    cut = clip(THREE, 3, 7)
    assert [cue.text for cue in cut.cues] == ["two"]
    assert [(block.text, block.before) for block in cut.blocks] == [("NOTE first", 0), ("NOTE before three", 1)]


def test_a_cut_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(SubtitleError) as error:
        clip(THREE, 5, 5)
    assert error.value.code == "backwards"


def test_shifting_drops_what_falls_before_zero() -> None:
    early = shift(THREE, -3.5)
    assert [(cue.start, cue.end, cue.text) for cue in early.cues] == [
        (0.5, 2.5, "two"),
        (3.5, 5.5, "<00:00:04.500>three"),
    ]
    assert shift(THREE, 0.1).cues[0] == Cue(1.1, 3.1, "one")


@given(documents(), st.integers(min_value=0, max_value=100_000))
def test_shifting_later_and_back_changes_no_times(document: Document, milliseconds: int) -> None:
    back = shift(shift(document, milliseconds / 1000), -milliseconds / 1000)
    assert [(cue.start, cue.end) for cue in back.cues if cue.end] == [
        (cue.start, cue.end) for cue in document.cues if cue.end
    ]


def test_merging_keeps_the_order_of_time_and_each_cue_once() -> None:
    style = Block("STYLE", "STYLE\n::cue {}")
    merged = merge(THREE, Document((Cue(4, 6, "two"), Cue(0, 1, "zero")), header=" - title", blocks=(style,)))
    assert [cue.text.rpartition(">")[2] for cue in merged.cues] == ["zero", "one", "two", "three"]
    assert merged.header == " - title"
    assert style in merged.blocks
