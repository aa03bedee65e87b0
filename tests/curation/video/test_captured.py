"""The time of recording, from wherever it was written, and never from nonsense."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.video.captured import CaptureTime, capture_time
from curation.video.probe import Probe, probe
from curation.video.stamps import container_time, written_stamp

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def dateless(plain: Path) -> Probe:
    return dataclasses.replace(probe(plain), created=None)


def test_the_container_comes_first(dateless: Probe) -> None:
    dated = dataclasses.replace(dateless, created=datetime.fromisoformat("2026-01-14T13:12:00+08:00"))
    found = capture_time(["20161106", "20180516_112634.mp4"], dated, now=NOW)
    assert found == CaptureTime(datetime(2026, 1, 14, 5, 12, tzinfo=UTC), "container")


@pytest.mark.parametrize(
    "zero", ["1904-01-01T00:00:00+00:00", "1970-01-01T00:00:00", "2031-01-01T00:00:00", "1994-12-31"]
)
def test_an_unset_clock_gives_way_to_the_name(zero: str, dateless: Probe) -> None:
    unset = dataclasses.replace(dateless, created=datetime.fromisoformat(zero))
    found = capture_time(["20180516_112634.mp4"], unset, now=NOW)
    assert found == CaptureTime(datetime(2018, 5, 16, 11, 26, 34), "file_name")


@pytest.mark.parametrize(
    ("name", "value", "exact"),
    [
        ("20180516_112634_Cephalophus rufilatus_252212_1267525_Gauche.MP4", datetime(2018, 5, 16, 11, 26, 34), True),
        ("IMG_20260114_051200.mp4", datetime(2026, 1, 14, 5, 12), True),
        ("20260114051200.mp4", datetime(2026, 1, 14, 5, 12), True),
        ("2026-01-14 05.12.00.mp4", datetime(2026, 1, 14, 5, 12), True),
        ("东北虎 2026年1月14日 05-12-00.mp4", datetime(2026, 1, 14, 5, 12), True),
        ("FID_20_Duboscia_2013-6-14_0083.AVI", datetime(2013, 6, 14), False),
        ("06-14-2013.avi", datetime(2013, 6, 14), False),
        ("VID-20200102-WA0001.mp4", datetime(2020, 1, 2), False),
    ],
)
def test_dates_in_file_names(name: str, value: datetime, exact: bool) -> None:
    assert capture_time(["24-11-2017", name], None, now=NOW) == CaptureTime(value, "file_name", exact=exact)


@pytest.mark.parametrize(
    ("folder", "value"),
    [
        ("Trans_322__Cam_1_488454_9765353_Date_24-11-2017", datetime(2017, 11, 24)),
        ("Taï_cam61_687002_647212_20161106", datetime(2016, 11, 6)),
        ("14-Jun-2013", datetime(2013, 6, 14)),
    ],
)
def test_dates_on_folders(folder: str, value: datetime) -> None:
    found = capture_time(["2011-01-01", folder, "01110103.AVI"], None, now=NOW)
    assert found == CaptureTime(value, "folder", exact=False)


@pytest.mark.parametrize(
    "name",
    ["01110103.AVI", "19040101_000000.mp4", "19700101_000000.mp4", "20310101.mp4", "20160230.avi", "2019 Videos", ""],
)
def test_what_is_no_date(name: str) -> None:
    assert capture_time([name], None, now=NOW) is None


def test_nothing_at_all() -> None:
    assert capture_time([], None) is None


@pytest.mark.parametrize(
    ("tags", "value"),
    [
        ({"creation_time": "2018-05-16T11:26:34.000000Z"}, datetime(2018, 5, 16, 11, 26, 34, tzinfo=UTC)),
        ({"ICRD": "2018-05-16"}, datetime(2018, 5, 16)),
        ({"IDIT": "WED MAY 16 11:26:34 2018\n"}, datetime(2018, 5, 16, 11, 26, 34)),
        ({"video:0:creation_time": "2018:05:16 11:26:34"}, datetime(2018, 5, 16, 11, 26, 34)),
        ({"date": "2018"}, None),
        ({"encoder": "20180516"}, None),
    ],
)
def test_dates_in_tags(tags: dict[str, str], value: datetime | None) -> None:
    assert container_time(tags) == value


texts = st.text() | st.from_regex(r"[0-9]{1,8}[-_ .:T]?[0-9]{1,6}[-_ .:T]?[A-Za-z0-9]{0,8}")


@given(st.lists(texts, max_size=4))
def test_no_name_makes_it_fail(parts: list[str]) -> None:
    found = capture_time(parts, None)
    assert found is None or found.source in {"file_name", "folder"}


@given(st.dictionaries(st.sampled_from(["creation_time", "date", "video:0:IDIT", "x"]), texts), st.datetimes())
def test_no_tag_makes_it_fail(tags: dict[str, str], moment: datetime) -> None:
    found = container_time(tags)
    assert found is None or found.year >= 1
    assert written_stamp(moment.strftime("%Y%m%d_%H%M%S")) is None or moment.year >= 1900


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2026, 11, 22)))
def test_every_camera_date_is_read_back(moment: datetime) -> None:
    found = capture_time([moment.strftime("DSC_%Y%m%d_%H%M%S.MP4")], None, now=NOW)
    assert found == CaptureTime(moment.replace(microsecond=0), "file_name")
