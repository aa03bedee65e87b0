"""Whatever is handed in: a report by row with what to do, good rows kept or none, never half a row."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from curation.footage.interchange.camtrap import Options, import_package
from curation.footage.interchange.reasons import FieldError, InterchangeError
from curation.footage.interchange.table import Table
from curation.footage.models import Deployment, Footage, Observation, Package, Station
from tests.curation.footage.interchange.packages import DEPLOYMENT, MEDIA, OBSERVATION, descriptor, package, table

pytestmark = pytest.mark.django_db

BAD_ROWS = [
    ("deployments", {"deploymentStart": "2026-01-01T00:00:00"}, "no_zone"),
    ("deployments", {"longitude": "1300.5"}, "out_of_range"),
    ("deployments", {"longitude": "130,5"}, "not_a_number"),
    ("deployments", {"latitude": ""}, "required"),
    ("deployments", {"deploymentEnd": "2025-01-01T00:00:00Z"}, "ends_before"),
    ("deployments", {"deploymentID": "d1"}, "duplicate_id"),
    ("deployments", {"coordinateUncertainty": "0"}, "too_small"),
    ("deployments", {"baitUse": "perhaps"}, "not_true_false"),
    ("media", {"timestamp": "01/03/2026 06:30"}, "not_a_time"),
    ("media", {"timestamp": "2026-03-01T06:30:00"}, "no_zone"),
    ("media", {"mediaID": "m1"}, "duplicate_id"),
    ("media", {"deploymentID": "d9"}, "no_deployment"),
    ("media", {"filePath": "../../etc/passwd"}, "path_outside"),
    ("media", {"filePath": "/etc/passwd"}, "path_outside"),
    ("media", {"filePath": "C:/Windows/win.ini"}, "path_outside"),
    ("media", {"fileMediatype": "text/html"}, "not_a_media_type"),
    ("media", {"filePath": "a\0b.mp4"}, "nul"),
    ("observations", {"scientificName": "Nessiteras rhombopteryx"}, "species_unknown"),
    ("observations", {"observationID": "o1"}, "duplicate_id"),
    ("observations", {"deploymentID": "d9"}, "no_deployment"),
    ("observations", {"mediaID": "m9"}, "no_media"),
    ("observations", {"mediaID": ""}, "required"),
    ("observations", {"classificationProbability": "1.4"}, "out_of_range"),
    ("observations", {"count": "-1"}, "too_small"),
    ("observations", {"count": "1.5"}, "not_whole"),
    ("observations", {"bboxX": "1.2", "bboxY": "0", "bboxWidth": "0.1", "bboxHeight": "0.1"}, "bbox_outside"),
    ("observations", {"bboxX": "0.2"}, "bbox_incomplete"),
    ("observations", {"eventEnd": "2026-02-28T22:29:00Z"}, "ends_before"),
    ("observations", {"eventStart": "2026-02-28T22:30:00"}, "no_zone"),
    ("observations", {"sex": "neither"}, "not_in_list"),
    ("observations", {"observationLevel": "species"}, "not_in_list"),
    ("observations", {"behavior": "x" * 300}, "text_too_long"),
]  # fmt: skip
GOOD = {"deployments": DEPLOYMENT, "media": MEDIA, "observations": OBSERVATION}
IDS = {"deployments": "deploymentID", "media": "mediaID", "observations": "observationID"}


def with_bad_row(folder: Path, *, name: str, changed: dict[str, str]) -> Path:
    """A good row, then one with `changed`, then a good one."""
    bad = GOOD[name] | {IDS[name]: "bad"} | changed
    tables: dict[str, Any] = {name: [GOOD[name], bad, GOOD[name] | {IDS[name]: "good"}]}
    return package(folder, **tables)


@pytest.mark.parametrize(("name", "changed", "code"), BAD_ROWS, ids=[f"{name}-{code}" for name, _c, code in BAD_ROWS])
def test_a_bad_row_is_named_and_all_others_kept(tmp_path: Path, name: str, changed: dict[str, str], code: str) -> None:
    report = import_package(with_bad_row(tmp_path / "p", name=name, changed=changed))
    assert [(problem.file, problem.row, problem.code) for problem in report.problems] == [(f"{name}.csv", 3, code)]
    assert report.problems[0].sentence and report.problems[0].field in {*changed, IDS[name], "", "bboxX", "bboxWidth"}
    assert {table_: counts.inserted for table_, counts in report.tables.items()} == {
        "deployments": 1, "media": 1, "observations": 1,
    } | {name: 2}  # fmt: skip
    assert (Deployment.objects.count(), Footage.objects.count(), Observation.objects.count()) == tuple(
        2 if name == one else 1 for one in GOOD
    )


def test_strict_keeps_nothing(tmp_path: Path) -> None:
    folder = with_bad_row(tmp_path / "p", name="observations", changed={"count": "-1"})
    report = import_package(folder, options=Options(strict=True))
    assert report.rolled_back and report.refused == 1
    for model in (Package, Station, Deployment, Footage, Observation):
        assert model.objects.count() == 0


def observations(*lines: bytes) -> bytes:
    return table([OBSERVATION]) + b"".join(line + b"\n" for line in lines)


LINE = b"o2,d1,m1,2026-02-28T22:30:00Z,2026-02-28T22:30:00Z,media,animal,%s,1"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"o2,d1", "ragged"),
        (LINE % "虎".encode("gb18030"), "looks_gb18030"),
        (LINE % b"\xff\xfe", "not_utf8"),
        (LINE % b"Panthera\0tigris", "nul"),
        (LINE % (b"x" * 2_000_000), "line_too_long"),
        (LINE % (b"x" * 200_000), "not_csv"),
    ],
)
def test_a_row_that_cannot_be_read_leaves_the_next_alone(tmp_path: Path, line: bytes, code: str) -> None:
    good = (LINE % b"").replace(b"o2", b"o3")
    report = import_package(package(tmp_path / "p", observations=observations(line, b"", good)))
    assert [(problem.row, problem.code) for problem in report.problems] == [(3, code)]
    assert set(Observation.objects.values_list("observation_id", flat=True)) == {"o1", "o3"}


def test_a_quotation_mark_that_is_never_closed_does_not_take_the_file() -> None:
    line = b"x" * 99_999 + b"\n"
    read = Table(io.BytesIO(b'a\n"' + line * 60), name="a.csv")
    before = csv.field_size_limit(1 << 30)  # as other libraries do
    try:
        rows = list(read)
    finally:
        csv.field_size_limit(before)
        read.close()
    assert isinstance(rows[0][1], FieldError) and rows[0][1].code == "not_csv"
    assert rows[1:] and all(cells == ["x" * 99_999] for _row, cells in rows[1:])


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    report = import_package(package(tmp_path / "p", observations=b"\xef\xbb\xbf" + table([OBSERVATION])))
    assert (report.refused, Observation.objects.count()) == (0, 1)


def test_gb18030_that_says_so_is_read(tmp_path: Path) -> None:
    metadata = descriptor()
    metadata["resources"][2]["encoding"] = "gb18030"
    content = table([OBSERVATION | {"scientificName": "东北虎"}]).decode().encode("gb18030")
    report = import_package(package(tmp_path / "p", observations=content, metadata=metadata))
    assert (report.refused, Observation.objects.get().taxon.scientific_name) == (0, "Panthera tigris altaica")


def test_utf16_is_refused_as_a_whole(tmp_path: Path) -> None:
    content = table([OBSERVATION]).decode().encode("utf-16")
    with pytest.raises(InterchangeError) as refusal:
        import_package(package(tmp_path / "p", observations=content))
    assert refusal.value.code == "file_encoding"


BAD_DESCRIPTORS = [
    ({"profile": "https://example.org/other.json"}, "wrong_profile"),
    (
        {"profile": f"{'https://raw.githubusercontent.com/tdwg/camtrap-dp/9.9/'}camtrap-dp-profile.json"},
        "wrong_profile",
    ),
    ({"resources": []}, "no_table"),
    ({"resources": 7}, "no_table"),
]


@pytest.mark.parametrize(("changed", "code"), BAD_DESCRIPTORS)
def test_a_package_that_is_none_is_refused(tmp_path: Path, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(InterchangeError) as refusal:
        import_package(package(tmp_path / "p", metadata=descriptor(**changed)))
    assert refusal.value.code == code and str(refusal.value)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"a": NaN}', b"[" * 100_000, b'{"id": "\\u0000"}'])
def test_a_descriptor_that_is_not_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (package(tmp_path / "p") / "datapackage.json").write_bytes(content)
    with pytest.raises(InterchangeError) as refusal:
        import_package(tmp_path / "p")
    assert refusal.value.code == "not_json"


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/passwd", "https://example.org/observations.csv", "C:\\x.csv"])
def test_a_table_outside_of_the_package_is_not_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "outside.csv").write_bytes(table([OBSERVATION]))
    metadata = descriptor()
    metadata["resources"][2]["path"] = path
    with pytest.raises(InterchangeError) as refusal:
        import_package(package(tmp_path / "p", metadata=metadata))
    assert refusal.value.code in {"resource_outside", "resource_remote"}


def test_a_link_out_of_the_package_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_bytes(table([OBSERVATION]))
    folder = package(tmp_path / "p")
    (folder / "observations.csv").unlink()
    (folder / "observations.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(InterchangeError):
        import_package(folder)


def test_a_pipe_is_no_table(tmp_path: Path) -> None:
    folder = package(tmp_path / "p")
    (folder / "observations.csv").unlink()
    os.mkfifo(folder / "observations.csv")
    with pytest.raises(InterchangeError) as refusal:
        import_package(folder)
    assert refusal.value.code == "table_missing"


def zipped(path: Path, *, extra: list[tuple[zipfile.ZipInfo | str, bytes]], folder: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
        for name, content in extra:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return path


def test_hostile_zips_are_refused(tmp_path: Path) -> None:
    folder = package(tmp_path / "p")
    link = zipfile.ZipInfo("media/link.mp4")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    bomb = b"\0" * (100 << 20)
    for number, (extra, code) in enumerate(
        [
            (("../evil.csv", b"x"), "resource_outside"),
            (("/etc/evil", b"x"), "resource_outside"),
            (("a\\..\\evil", b"x"), "resource_outside"),
            ((link, b"/etc/passwd"), "zip_link"),
            (("media/bomb.mp4", bomb), "zip_bomb"),
        ]
    ):
        path = zipped(tmp_path / f"{number}.zip", extra=[extra], folder=folder)
        with pytest.raises(InterchangeError) as refusal:
            import_package(path)
        assert refusal.value.code == code
    assert Package.objects.count() == 0


def test_a_gzip_bomb_ends_early(tmp_path: Path) -> None:
    metadata = descriptor()
    metadata["resources"][2]["path"] = "observations.csv.gz"
    folder = package(tmp_path / "p", metadata=metadata)
    with gzip.open(folder / "observations.csv.gz", "wb", compresslevel=9) as file:
        file.write(table([OBSERVATION]))
        for _ in range(120):
            file.write((b"x" * 1023 + b"\n") * 1024)
    with pytest.raises(InterchangeError) as refusal:
        import_package(folder)
    assert refusal.value.code == "zip_bomb"


def test_damaged_archives_are_told(tmp_path: Path) -> None:
    metadata = descriptor()
    metadata["resources"][2]["path"] = "observations.csv.gz"
    folder = package(tmp_path / "p", metadata=metadata)
    (folder / "observations.csv.gz").write_bytes(gzip.compress(table([OBSERVATION]))[:-12])
    with pytest.raises(InterchangeError) as refusal:
        import_package(folder)
    assert refusal.value.code == "broken_archive"
    (tmp_path / "x.zip").write_bytes(b"PK\3\4 and no more")
    with pytest.raises(InterchangeError):
        import_package(tmp_path / "x.zip")


def test_missing_columns_are_named(tmp_path: Path) -> None:
    lacking = {name: value for name, value in OBSERVATION.items() if name != "eventStart"}
    with pytest.raises(InterchangeError, match="eventStart"):
        import_package(package(tmp_path / "p", observations=[lacking]))


def test_the_report_keeps_its_size_and_tells_the_rest_to_a_file(tmp_path: Path) -> None:
    rows = [OBSERVATION | {"observationID": f"o{number}", "count": "-1"} for number in range(1500)]
    rest = io.StringIO()
    report = import_package(package(tmp_path / "p", observations=rows), options=Options(overflow=rest))
    assert (report.refused, len(report.problems)) == (1500, 1000)
    lines = rest.getvalue().splitlines()
    assert len(lines) == 1500 and json.loads(lines[-1])["row"] == 1501
    assert report.to_dict()["problems_left_out"] == 500


def test_an_interruption_leaves_whole_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curation.footage.interchange.store.CHUNK", 10)
    rows = [OBSERVATION | {"observationID": f"o{number}"} for number in range(35)]

    def progress(report: Any) -> None:
        if report.counts("observations").inserted == 20:
            raise KeyboardInterrupt

    report = import_package(package(tmp_path / "p", observations=rows), options=Options(progress=progress))
    assert report.interrupted and Observation.objects.count() == 20
    report = import_package(tmp_path / "p")
    assert (report.counts("observations").inserted, report.counts("observations").unchanged) == (15, 20)


def test_a_large_table_takes_little_memory(tmp_path: Path) -> None:
    """Rows that are all refused, so that this is about reading."""
    row = (LINE % b"Nobody").replace(b"o2", b"o%d") + b"\n"
    content = table([OBSERVATION]) + b"".join(row % number for number in range(60_000))
    folder = package(tmp_path / "p", observations=content)
    tracemalloc.start()
    report = import_package(folder)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.refused == 60_000
    assert peak < 8 << 20
