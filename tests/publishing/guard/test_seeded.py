"""Recall on the seeded leaks is whole; what only looks like one is left alone; both are printed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.guard.files import find_in_file
from publishing.guard.findings import MESSAGES
from publishing.guard.grid import coarse
from publishing.guard.texts import find_in_name, find_locations, find_moments
from tests.publishing.guard import seeded


def missed() -> list[str]:
    places = [
        text for _tag, text in seeded.leaks() if not find_locations(text, codes=seeded.CODES, places=seeded.PLACES)
    ]
    times = [
        text
        for _tag, text, code in seeded.moments()
        if code not in {each.code for each in find_moments(text, finest="month")}
    ]
    months = [text for text in seeded.MONTHS if not find_moments(text, finest="year")]
    return places + times + months


def false_alarms() -> list[str]:
    harmless = [text for texts in seeded.HARMLESS.values() for text in texts]
    return [
        text
        for text in harmless
        if find_locations(text, codes=seeded.CODES, places=seeded.PLACES) or find_moments(text, finest="year")
    ]


def test_every_seeded_leak_is_found_and_no_look_alike(capsys: pytest.CaptureFixture[str]) -> None:
    number = len(seeded.leaks()) + len(seeded.moments()) + len(seeded.MONTHS)
    harmless = sum(map(len, seeded.HARMLESS.values()))
    lost, alarms = missed(), false_alarms()
    with capsys.disabled():
        print(f"\nguard: {number - len(lost)} of {number} leaks found, {len(alarms)} of {harmless} false alarms")
    assert lost == []
    assert alarms == []


def _dms(value: float, sides: str) -> str:
    whole, rest = divmod(round(abs(value) * 3600), 3600)
    return f"{whole}°{rest // 60}'{rest % 60}\"{sides[value < 0]}"


WAYS = (
    lambda north, east: f"{north:.4f}, {east:.4f}",
    lambda north, east: f"{east:.5f} {north:.5f}",
    lambda north, east: f"{north:.3f}°N {east:.3f}°E".replace(".", ","),
    lambda north, east: f"{_dms(north, 'NS')} {_dms(east, 'EW')}",
    lambda north, east: f"{north:+08.4f}{east:+09.4f}/".replace("+0", "+"),
    lambda north, east: f"{north:.4f}，{east:.4f}".translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")),
    lambda north, east: f"{north:.4f}, {east:.4f}".translate(str.maketrans("0123456789", "०१२३४५६७८९")),
    lambda north, east: f"北纬{north:.4f}度，东经{east:.4f}度",
    lambda north, east: f"geo:{north:.3f},{east:.3f}",
    lambda north, east: f"широта {north:.3f}, долгота {east:.3f}",
)


@given(st.floats(38.1, 55.9), st.floats(115.1, 141.9), st.sampled_from(WAYS), st.sampled_from(sorted(seeded.SENTENCES)))
def test_a_position_is_found_in_any_sentence_in_any_notation(north: float, east: float, way, language: str) -> None:
    assert find_locations(seeded.SENTENCES[language].format(way(north, east)))


@given(st.text(alphabet="0123456789.,:°'\"NSEW +-_/ 北纬度点四十сабтmagle", max_size=300), st.integers(1, 40))
def test_no_text_keeps_the_guard_busy(text: str, times: int) -> None:
    for finding in find_locations(text * times) + find_moments(text * times, finest="year"):
        assert finding.code in MESSAGES


@pytest.mark.parametrize("piece", ["43.12" + " " * 50_000, "1" * 50_000, "A+" * 25_000, "一" * 50_000, "43° " * 12_000])
def test_long_runs_are_read_in_one_go(piece: str) -> None:
    find_locations(piece)
    find_moments(piece, finest="year")


def test_a_day_may_be_told_where_only_hours_are_too_fine() -> None:
    text = "14 January 2026, 05:12"
    assert [each.code for each in find_moments(text, finest="day")] == ["hour"]
    assert find_moments(text, finest="hour") == []


def test_a_file_name_is_read_with_its_underscores() -> None:
    assert [each.code for each in find_in_name("tiger_43.1234N_130.5678E.mp4")] == ["coordinates"]
    assert [each.code for each in find_in_name("IMG_20260114_0512.mp4", finest="month")] == ["date"]
    assert find_in_name("amur-tiger-1080p-en.mp4") == []


def test_a_file_tells_nothing_but_what_is_found_in_it(tmp_path: Path) -> None:
    path = tmp_path / "CAM-07_tiger.mp4"
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata["location"] = "+43.1234+130.5678/"
        container.metadata["serial"] = "H2X00417"
        container.metadata["comment"] = "43.1234, 130.5678"
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())
    found = find_in_file(path, codes=["CAM-07"])
    assert {each.code for each in found} >= {"station_code", "metadata_location", "camera_serial", "coordinates"}
    assert all(each.where for each in found)


def test_a_position_is_rounded_by_the_most_sensitive_species_and_never_by_chance() -> None:
    told = coarse(43.1234, 130.5678, categories=(4, 2))
    assert (told.latitude, told.longitude, told.given) == (Decimal("43.15"), Decimal("130.55"), Decimal("0.1"))
    assert told == coarse(43.1999, 130.5001, categories=(2,))
    assert coarse(43.1, 130.5, categories=(1, 4)).latitude is None
    assert coarse(43.1, 130.5, categories=(1,), withhold=False).given == 1
    assert coarse(-43.01, -0.01, categories=(2,)).latitude == Decimal("-43.05")
    assert coarse(90, 180, categories=(3,)).latitude == Decimal("89.995")


@pytest.mark.parametrize(("latitude", "categories"), [(91.0, (1,)), (43.0, ()), (43.0, (5,)), (float("nan"), (1,))])
def test_what_is_no_position_or_category_is_refused(latitude: float, categories: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"position|categories"):
        coarse(latitude, 130.5, categories=categories)
