"""The planner on made-up streams: each picture of the range once, and nothing copied without its references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.video.cutting.nal import Entry
from curation.video.cutting.plan import Plan, Sample, Unfit, plan

# One group as shown: a key picture, then B pyramids of four, in decoding order: distance from the key, referred to.
PYRAMID = [(4, True), (2, True), (1, False), (3, False)]


def stream(*, groups: int, pyramids: int, step: int = 10, open_from: int | None = None) -> list[Sample]:
    """Closed groups of 1 + 4 x `pyramids` pictures; from group `open_from` on keys are only places to decode from."""
    samples = []
    length = 1 + 4 * pyramids
    for group in range(groups):
        entry = Entry.DECODE if open_from is not None and group >= open_from else Entry.CUT
        base = group * length
        samples.append(Sample(base * step, step, entry))
        for pyramid in range(pyramids):
            for offset, needed in PYRAMID:
                samples.append(Sample((base + pyramid * 4 + offset) * step, step, Entry.NONE, needed=needed))
    return samples


def made(samples: list[Sample], found: Plan) -> list[int]:
    """The stamps of what the plan makes, in the order in which it is shown."""
    copied = sorted(samples[index].pts for index in found.copy)
    return [*(found.head.stamps if found.head else ()), *copied, *(found.tail.stamps if found.tail else ())]


@given(
    groups=st.integers(1, 5),
    pyramids=st.integers(0, 4),
    ends=st.tuples(st.integers(0, 99), st.integers(0, 99)),
    open_from=st.none() | st.integers(1, 4),
)
def test_each_picture_comes_once_and_in_order(
    groups: int, pyramids: int, ends: tuple[int, int], open_from: int | None
) -> None:
    samples = stream(groups=groups, pyramids=pyramids, open_from=open_from)
    shown = sorted(sample.pts for sample in samples)
    start, last = sorted(place % len(shown) for place in ends)
    first, end = shown[start], shown[last] + 10
    found = plan(samples, first=first, end=end)
    assert made(samples, found) == shown[start : last + 1]
    # A copied picture may refer to any needed one decoded before it since its key: all of those are copied.
    if found.copy:
        assert samples[found.copy[0]].entry is Entry.CUT
        between = range(found.copy[0], found.copy[-1] + 1)
        assert all(index in found.copy or not samples[index].needed for index in between)
    for part in (found.head, found.tail):
        if part:
            assert samples[part.feed[0]].entry is not Entry.NONE
            assert samples[part.feed[0]].pts <= part.stamps[0]


def test_only_the_head_is_encoded_when_the_out_point_is_a_key_picture() -> None:
    samples = stream(groups=3, pyramids=2)
    found = plan(samples, first=30, end=180)
    assert found.head is not None and found.head.stamps == (30, 40, 50, 60, 70, 80)
    assert found.tail is None and len(found.copy) == 9


def test_pictures_that_none_refers_to_are_not_decoded_before_the_in_point() -> None:
    samples = stream(groups=2, pyramids=2)
    found = plan(samples, first=70, end=180)
    assert found.head is not None
    assert [samples[index].pts for index in found.head.feed] == [0, 40, 20, 80, 60, 70]


def test_a_tail_that_refers_to_a_picture_after_the_out_point_is_encoded() -> None:
    samples = stream(groups=2, pyramids=2)
    found = plan(samples, first=0, end=160)  # 140 and 150 need 170 and 130 needs 110: the last pyramid is cut
    assert found.head is None
    assert found.tail is not None and found.tail.stamps == (140, 150)


def test_leading_pictures_of_an_open_group_go_with_the_head() -> None:
    samples = [
        Sample(0, 10, Entry.CUT),
        Sample(10, 10, Entry.NONE),
        Sample(40, 10, Entry.CUT),
        Sample(20, 10, Entry.NONE, leading=True),
        Sample(30, 10, Entry.NONE, leading=True, needed=False),
        Sample(50, 10, Entry.NONE),
    ]
    found = plan(samples, first=10, end=60)
    assert found.head is not None and found.head.stamps == (10, 20, 30)
    assert found.copy == (2, 5)
    assert found.head.feed == (0, 1, 2, 3, 4)


def test_nothing_is_copied_when_the_file_has_one_key_picture() -> None:
    found = plan(stream(groups=1, pyramids=5), first=20, end=150)
    assert found.copy == () and found.encoded == 13


def test_hidden_pictures_are_neither_shown_nor_copied() -> None:
    samples = [
        Sample(-20, 10, Entry.CUT, hidden=True),
        Sample(-10, 10, Entry.NONE, hidden=True),
        Sample(0, 10, Entry.NONE),
        Sample(10, 10, Entry.NONE),
    ]
    found = plan(samples, first=0, end=20)
    assert found.head is not None and found.head.stamps == (0, 10) and found.head.feed == (0, 1, 2, 3)


@pytest.mark.parametrize("stamps", [[0, 10, 10], []])
def test_stamps_that_do_not_tell_pictures_apart_are_refused(stamps: list[int]) -> None:
    samples = [Sample(stamp, 10, Entry.CUT if stamp == 0 else Entry.NONE) for stamp in stamps]
    with pytest.raises(Unfit):
        plan(samples, first=0, end=100)
