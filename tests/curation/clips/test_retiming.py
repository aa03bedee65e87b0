"""Captions stay with their picture when a clip is cut anew."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.clips.retiming import retimed


@dataclass(frozen=True)
class Part:
    footage_id: int
    start: float
    end: float
    speed: float = 1.0


WHOLE = [Part(1, 0.0, 10.0)]


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        ([Part(1, 1.0, 10.0)], (3.0, 5.0)),  # a second less before it
        ([Part(1, 0.0, 7.0)], (4.0, 6.0)),  # less behind it
        ([Part(1, 5.0, 10.0)], (0.0, 1.0)),  # the cut goes through it
        ([Part(1, 8.0, 10.0), Part(1, 0.0, 6.0)], (6.0, 8.0)),  # its stretch comes later
        ([Part(1, 0.0, 1.0)], (0.8, 1.0)),  # its picture is gone, its text is not
        ([Part(2, 0.0, 10.0)], (4.0, 6.0)),  # other footage
        ([Part(1, 0.0, 10.0, 2.0)], (2.0, 3.0)),  # twice as fast
        ([Part(1, 2.0, 10.0, 0.5)], (4.0, 8.0)),  # slowed down, and two seconds less before it
    ],
)
def test_a_caption_follows_its_picture(after: list[Part], wanted: tuple[float, float]) -> None:
    assert retimed(4.0, 6.0, before=WHOLE, after=after) == pytest.approx(wanted)


@st.composite
def cuts(draw: st.DrawFn) -> list[Part]:
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.floats(0, 9))
        parts.append(
            Part(
                draw(st.integers(1, 2)), start, start + draw(st.floats(0.2, 5)), draw(st.sampled_from([0.5, 1.0, 2.0]))
            )
        )
    return parts


@given(cuts(), cuts(), st.floats(0, 15), st.floats(0.01, 5))
def test_it_always_lies_inside_the_new_clip(before: list[Part], after: list[Part], start: float, length: float) -> None:
    begin, end = retimed(start, start + length, before=before, after=after)
    assert 0 <= begin < end <= sum((part.end - part.start) / part.speed for part in after) + 0.001


def test_a_caption_that_begins_with_the_last_picture_keeps_a_length_that_can_be_read() -> None:
    begin, end = retimed(9.9999, 12.0, before=WHOLE, after=WHOLE)
    assert end - begin >= 0.199
