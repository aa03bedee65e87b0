"""How much of a file is decoded: as little as tells enough, and never so little that an animal goes unseen."""

from __future__ import annotations

from curation.video.surveying.samples import LONGEST_GAP, MOST, RATE, plan

FULL_HD = 1920 * 1080
SIXTEEN_MEGABITS = 15 * 2_000_000  # bytes of 15 s


def test_of_a_file_of_key_pictures_only_those_due_are_decoded() -> None:
    reading = plan(duration=15, frames=375, keys=375, pixels=FULL_HD, size=SIXTEEN_MEGABITS)
    assert reading.keys and reading.share == 1.0


def test_of_a_heavy_file_with_short_groups_the_beginnings_are_decoded() -> None:
    reading = plan(duration=15, frames=375, keys=15, pixels=FULL_HD, size=SIXTEEN_MEGABITS)
    assert not reading.keys and 0.3 < reading.share < 0.6
    assert reading.group * (1 - reading.share) < LONGEST_GAP


def test_a_heavy_file_with_long_groups_is_decoded_whole() -> None:
    reading = plan(duration=15, frames=375, keys=2, pixels=FULL_HD, size=SIXTEEN_MEGABITS)
    assert reading.share == 1.0 and reading.step == 1 / RATE


def test_a_light_file_is_decoded_whole() -> None:
    assert plan(duration=15, frames=225, keys=8, pixels=640 * 360, size=1_000_000).share == 1.0


def test_an_hour_gives_no_more_samples_than_are_bearable() -> None:
    reading = plan(duration=3600, frames=90_000, keys=3600, pixels=FULL_HD, size=7_000_000_000)
    assert reading.keys and 3600 / reading.step <= MOST + 1
