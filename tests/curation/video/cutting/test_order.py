from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from curation.video.cutting.order import decoding_times, reorder_depth

STAMPS = st.lists(st.integers(-1000, 10_000_000), unique=True, min_size=1, max_size=60)


@given(stamps=STAMPS, step=st.integers(1, 5000))
def test_times_rise_and_never_come_after_the_picture(stamps: list[int], step: int) -> None:
    times = decoding_times(stamps, step=step)
    assert len(times) == len(stamps)
    assert all(before < after for before, after in pairwise(times))
    assert all(time <= stamp for time, stamp in zip(times, stamps, strict=True))


def test_a_constant_rate_stays_constant() -> None:
    stamps = [0, 400, 200, 100, 300, 800, 600, 500, 700]
    assert reorder_depth(stamps) == 2
    assert decoding_times(stamps, step=100) == [-200, -100, 0, 100, 200, 300, 400, 500, 600]


def test_pictures_in_order_need_no_delay() -> None:
    assert decoding_times([5, 7, 30], step=3) == [5, 7, 30]
