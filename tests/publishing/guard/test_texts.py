"""Seeded leaks in every language are found; what only looks like one is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.guard.findings import MESSAGES
from publishing.guard.texts import find_locations

CODES = ("CAM-07", "HC-B12", "7", "0042", "珲春-3号")
PLACES = ("Madida", "马滴达", "Мадида", "Хуньчунь", "훈춘", "マーディダ", "Río Negro", "مادیدا", "مضيق", "Хар мод")


def kinds(text: str) -> list[str]:
    return [finding.code for finding in find_locations(text, codes=CODES, places=PLACES)]


@pytest.mark.parametrize(
    "text",
    [
        "Filmed at 43.1234, 130.5678.",
        "Filmed at 43.12 130.56 in the snow",
        "(43,1234; 130,5678)",
        "−43.12345,−130.56789",
        "4３.１２３４，１３０.５６７８",
        "43.12\u200b34, 130.56\u200b78",
        "٤٣٫١٢٣٤، ١٣٠٫٥٦٧٨",
        "GPS 43.1 130.5",
        "坐标：43.1，130.5",
        "координаты 43,1 130,5",
        "좌표 43.1, 130.5",
        "12.3456, 77.6543",
        "43.1234° N, 130.5678° E",
        "43.1234N 130.5678E",
        "N43.1234 E130.5678",
        "N 43 12.345 E 130 34.567",
        "43°12'30\"N 130°34'56\"E",
        "43º 12′ 30″",
        "43° 12’ N",
        "43 ° 12 ' 30 ''",
        "北纬43度12分30秒，东经130度34分",
        "北纬43.12度",
        "北緯43度12分",
        "北纬四十三度十二分",
        "东经一百三十点五度",
        "북위 43도 12분, 동경 130도 34분",
        "43° 12′ с. ш., 130° 34′ в. д.",
        "43 градуса 12 минут северной широты",
        "хойд өргөргийн 43 хэм 12 минут",
        "43.12° северной широты",
        "широта 43,1234",
        "latitude: 43.12",
        "LAT=43.12 LON=130.56",
        "latitud 43,12",
        "Länge: 130,56",
        "43,12° nördlicher Breite",
        "43° 12' de latitude nord",
        "43.12 درجة شمالا",
        "خط العرض 43.12",
        "+43.1234+130.5678/",
        "431230N 1303456E",
        "43.1234°",
    ],
)
def test_coordinates_are_found(text: str) -> None:
    assert set(kinds(text)) == {"coordinates"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("52T 345678 4789012", "grid_coordinates"),
        ("UTM zone 52 T 345678mE 4789012mN", "grid_coordinates"),
        ("345678 E, 4789012 N", "grid_coordinates"),
        ("X=4789012.5, Y=43456789", "grid_coordinates"),
        ("UTM 345678 4789012", "grid_coordinates"),
        ("CGCS2000坐标 345678, 4789012", "grid_coordinates"),
        ("52TFN1234567890", "grid_reference"),
        ("52T FN 12345 67890", "grid_reference"),
        ("52T FN 123 678", "grid_reference"),
        ("Sheet K52E012003", "grid_reference"),
        ("grid ref. NT 1234 5678", "grid_reference"),
        ("网格A12", "grid_reference"),
        ("в квадрате: квадрат 14", "grid_reference"),
        ("8Q7XMC52+2V", "place_code"),
        ("MC52+2V Hunchun", "place_code"),
        ("geohash: ydp5u3", "place_code"),
        ("///filled.count.soap", "place_code"),
        ("geo:43.1,130.5", "map_link"),
        ("see https://www.google.com/maps/@43.12,130.5,15z", "map_link"),
        ("https://maps.app.goo.gl/Abc123", "map_link"),
        ("https://uri.amap.com/marker?position=130.5,43.1", "map_link"),
        ("https://yandex.ru/maps/?ll=130.5%2C43.1", "map_link"),
        ("https://www.openstreetmap.org/#map=15/43.1/130.5", "map_link"),
    ],
)
def test_grids_codes_and_links_are_found(text: str, code: str) -> None:
    assert set(kinds(text)) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "CAM-07",
        "cam07",
        "Cam 7",
        "ＣＡＭ０７",
        "C\u200dAM_07",
        "from CAM007.",
        "hc b12",
        "camera 7",
        "相机7号",
        "камера № 7",
        "0042",
    ],
)
def test_station_codes_are_found_however_they_are_written(text: str) -> None:
    assert kinds(text) == ["station_code"]


@pytest.mark.parametrize(
    "text",
    [
        "near MADIDA.",
        "Madída",
        "在马滴达附近",
        "马\u200b滴达",
        "в Мадиде",
        "из Хуньчуня",
        "훈춘에서",
        "マーディダで",
        "rio negro",
        "Río-Negro",
        "بالمضيق",
        "Хар модны",
    ],
)
def test_places_are_found_with_endings_and_particles(text: str) -> None:
    assert kinds(text) == ["place_name"]


@pytest.mark.parametrize(
    "text",
    [
        "An Amur tiger with three cubs walks in the snow.",
        "2026-01-14 05:12",
        "14.01.2026 05:12",
        "14/01/2026",
        "2026年1月14日5时12分",
        "05:12:30",
        "12.05, 13.06",
        "5h 12m 30s",
        "2026. 1. 14. 오전 5시 12분",
        "14 января 2026 г., 05:12",
        "١٤ يناير ٢٠٢٦",
        "-12°C",
        "−12.5 °C / 9.5 °F",
        "零下12度",
        "气温 -12.5 度",
        "12 градусов мороза",
        "영하 12도",
        "12도",
        "マイナス12度",
        "12 درجة مئوية",
        "between -12.5°C and -20.5°C",
        "+5.5°",
        "温度 -22℃, 湿度 45.50%",
        "¥45.50, ¥120.00",
        "45.50 / 120.00 EUR",
        "45,50 € ; 120,00 €",
        "价格 45.50 元，120.50 元",
        "$1,234.50",
        "45.5 x 130.2 cm",
        "45.50, 130.20 cm",
        "Länge 1,95 m",
        "Breite: 12,5 cm",
        "1,95 m",
        "43°N",
        "the 45th parallel",
        "4K HD 2160p",
        "1920x1080, 29.97 fps",
        "25.00 30.00",
        "H.264 10.2",
        "1280x720",
        "v1.2.3",
        "1.5, 2.5",
        "28,000 cameras, 10,482,113 clips",
        "14,100 km2",
        "1.234, 5.678",
        "phone 0433 1234567",
        "2+2=4",
        "C++20",
        "The north side of the ridge",
        "East of the river",
        "a long tail of 95.5 cm",
        "position 3 of 12",
        "on camera 12",
        "第7集",
        "7 cubs",
        "CAM071",
        "CAMP 07",
        "XCAM07",
        "Madidas cousin? no: Madidasia",
        "Мадидовский",
        "10042",
        "grid of 12",
        "квадратный",
        "52 tigers",
        "flat 43.5",
        "platform 12.5",
        "https://example.org/video/431230",
        "#tiger2026",
        "maps of the park",
    ],
)
def test_harmless_look_alikes_pass(text: str) -> None:
    assert kinds(text) == []


def test_a_finding_says_what_where_and_reads_as_a_sentence() -> None:
    (finding,) = find_locations(
        "A tiger passed the stream at 43.1234, 130.5678 before dawn and was gone.", where="caption:en:3"
    )
    assert finding.where == "caption:en:3"
    assert finding.params == {"found": "43.1234, 130.5678"}
    assert finding.excerpt == "…er passed the stream at 43.1234, 130.5678 before dawn and was gone…"
    assert str(finding) == "This gives coordinates: “43.1234, 130.5678”. Name the area only."


def test_the_excerpt_shows_what_was_written_and_not_the_folded_form() -> None:
    (finding,) = find_locations("В МАДИДЕ\u200b шёл снег", places=["Мадида"])
    assert finding.excerpt == "В МАДИДЕ шёл снег"
    assert finding.params["found"] == "МАДИДЕ"


def test_several_leaks_come_in_the_order_of_the_text() -> None:
    text = "CAM-07 in 马滴达, 43.1234, 130.5678"
    assert kinds(text) == ["station_code", "place_name", "coordinates"]


def test_nothing_listed_finds_nothing() -> None:
    assert find_locations("CAM-07 in 马滴达") == []
    assert find_locations("", codes=CODES, places=PLACES) == []
    assert find_locations("a b", codes=["", " ", "-"], places=["", "x", " "]) == []


def test_every_code_has_a_sentence() -> None:
    assert all("%(found)s" in sentence for sentence in MESSAGES.values())


@given(st.floats(38.1, 55.9), st.floats(115.1, 141.9), st.sampled_from([", ", " ", "; ", "/", "，", " | "]))
def test_a_position_in_the_region_is_always_found(latitude: float, longitude: float, between: str) -> None:
    assert kinds(f"雪 {latitude:.4f}{between}{longitude:.4f} 虎") == ["coordinates"]
    assert kinds(f"雪 {longitude:.2f}{between}{latitude:.2f} 虎") == ["coordinates"]


@given(st.text(max_size=200))
def test_any_text_is_read_without_falling_over(text: str) -> None:
    for finding in find_locations(text, codes=CODES, places=PLACES):
        assert finding.params["found"]
        assert str(finding)
