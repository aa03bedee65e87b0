"""Locations in metadata: named by their keys or hidden in any value."""

from __future__ import annotations

import pytest

from publishing.guard.metadata import find_in_metadata


@pytest.mark.parametrize(
    "key",
    [
        "GPSLatitude",
        "EXIF:GPSPosition",
        "location",
        "location-eng",
        "com.apple.quicktime.location.ISO6709",
        "©xyz",
        "loci",
        "decimalLatitude",
        "lon",
        "station_lat",
        "geotag",
        "XMP-iptcCore:Location",
        "City",
        "locality",
        "coordinates",
        "utm_zone",
    ],
)
def test_a_key_that_names_a_location_is_found(key: str) -> None:
    (finding,) = find_in_metadata({"format": {key: "x"}}, where="file")
    assert finding.code == "metadata_location"
    assert finding.where == f"file.format.{key}"
    assert finding.params == {"found": key}


@pytest.mark.parametrize("value", [None, "", b"", [], {}])
def test_an_empty_location_tells_nothing(value: object) -> None:
    assert find_in_metadata({"location": value}) == []


def test_zero_is_a_location() -> None:
    assert len(find_in_metadata({"GPSLatitude": 0.0})) == 1


def test_values_are_read_as_text_at_any_depth() -> None:
    metadata = {"streams": [{"tags": {"comment": b"CAM-07 43.1234, 130.5678"}}], "title": "Tiger"}
    found = find_in_metadata(metadata, codes=iter(["CAM-07"]))
    assert [(finding.code, finding.where) for finding in found] == [
        ("station_code", "metadata.streams[0].tags.comment"),
        ("coordinates", "metadata.streams[0].tags.comment"),
    ]


def test_ordinary_metadata_pass() -> None:
    assert (
        find_in_metadata(
            {
                "major_brand": "isom",
                "encoder": "Lavf62.3.100",
                "creation_time": "2026-01-14T05:12:00.000000Z",
                "handler_name": "VideoHandler",
                "chroma_location": "left",
                "translation": "yes",
                "platform": "web",
                "template": "a",
                "duration": 15.015,
                "utm_source": "newsletter",
                "rotation": -90,
                "width": 1920,
            }
        )
        == []
    )
