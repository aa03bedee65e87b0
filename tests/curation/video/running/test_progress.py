"""Progress only ever rises, whatever ffmpeg writes and however it is cut up on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curation.video.running.progress import Progress, ProgressReader, part

BLOCK = b"frame=25\nfps=0.0\nout_time_us=1000000\nspeed=N/A\nprogress=continue\n"


def test_a_block_becomes_a_fraction() -> None:
    assert ProgressReader(frames=50).feed(BLOCK) == [Progress(0.5, 25, 1.0)]
    assert ProgressReader(duration=4.0).feed(BLOCK) == [Progress(0.25, 25, 1.0)]


def test_the_end_is_whole() -> None:
    assert ProgressReader(frames=50).feed(b"frame=49\nprogress=end\n")[-1].fraction == 1.0


@given(st.integers(min_value=1, max_value=len(BLOCK)))
def test_blocks_may_come_in_pieces(length: int) -> None:
    reader = ProgressReader(frames=50)
    found = [told for start in range(0, len(BLOCK), length) for told in reader.feed(BLOCK[start : start + length])]
    assert found == [Progress(0.5, 25, 1.0)]


lines = st.builds(
    lambda key, value: f"{key}={value}\n".encode(),
    st.sampled_from(["frame", "out_time_us", "progress", "speed", ""]),
    st.integers().map(str)
    | st.sampled_from(["N/A", "end", "continue", "-1", "٣", "1_0", "9" * 5000])
    | st.text(max_size=9),
)


@given(st.lists(lines | st.binary(max_size=40), max_size=30), st.integers(min_value=0, max_value=200))
def test_rubbish_is_passed_over(chunks: list[bytes], frames: int) -> None:
    reader = ProgressReader(frames=frames or None, duration=3.0)
    told = [progress for chunk in chunks for progress in reader.feed(chunk)]
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert all(0.0 <= fraction <= 1.0 for fraction in fractions)


def test_a_stage_is_a_part_of_the_whole() -> None:
    seen: list[Progress] = []
    stage = part(seen.append, start=0.5, end=1.0)
    assert stage is not None
    stage(Progress(0.5, 10, 1.0))
    assert seen == [Progress(0.75, 10, 1.0)]
    assert part(None, start=0.0, end=1.0) is None
