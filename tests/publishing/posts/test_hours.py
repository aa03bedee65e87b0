"""Local hours in named zones, also where clocks are changed."""

from datetime import UTC, datetime

import pytest

from publishing.posts.hours import HourMissing, HourTwice, UnknownZone, local_hour, moment, offset_label, zone_names


def test_an_ordinary_hour() -> None:
    assert moment(datetime(2026, 11, 24, 20, 0), zone_name="Asia/Shanghai") == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_an_hour_that_clocks_skip_is_refused_with_the_next_one() -> None:
    with pytest.raises(HourMissing) as caught:
        moment(datetime(2026, 3, 29, 2, 30), zone_name="Europe/Berlin")
    assert caught.value.after == datetime(2026, 3, 29, 3, 30)


def test_an_hour_that_comes_twice_is_asked_about() -> None:
    twice = datetime(2026, 10, 25, 2, 30)
    with pytest.raises(HourTwice) as caught:
        moment(twice, zone_name="Europe/Berlin")
    assert (caught.value.first.hour, caught.value.second.hour) == (0, 1)
    assert moment(twice, zone_name="Europe/Berlin", second=False) == caught.value.first
    assert moment(twice, zone_name="Europe/Berlin", second=True) == caught.value.second


def test_half_an_hour_of_change_is_no_special_case() -> None:
    with pytest.raises(HourMissing) as caught:
        moment(datetime(2026, 10, 4, 2, 15), zone_name="Australia/Lord_Howe")
    assert caught.value.after == datetime(2026, 10, 4, 2, 45)


def test_names_that_are_no_zone() -> None:
    for name in ("Mars/Olympus", "../etc/passwd", "", "Asia"):
        with pytest.raises(UnknownZone):
            moment(datetime(2026, 1, 1), zone_name=name)


def test_an_hour_with_a_zone_of_its_own_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no zone"):
        moment(datetime(2026, 1, 1, tzinfo=UTC), zone_name="UTC")


def test_the_audience_reads_its_own_clock() -> None:
    at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert local_hour(at, zone_name="America/St_Johns").strftime("%H:%M") == "08:30"
    assert offset_label(at, zone_name="America/St_Johns") == "UTC-3:30"
    assert offset_label(at, zone_name="Asia/Shanghai") == "UTC+8"
    assert {"UTC", "Asia/Shanghai", "America/Argentina/Ushuaia"} <= set(zone_names())
