"""What comes in goes out equal, field by field."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pyroaring import BitMap

from curation.footage.interchange.camtrap import import_package
from curation.footage.interchange.packaging import write_package
from curation.footage.interchange.schema import MISSING, TABLES, rules
from curation.footage.interchange.selection import Selection
from curation.footage.models import Footage, Observation, Package
from tests.curation.footage.interchange.packages import OBSERVATION, package
from tests.samples import sample

pytestmark = pytest.mark.django_db
KEYS = {"deployments": "deploymentID", "media": "mediaID", "observations": "observationID"}


def typed(text: str, *, kind: str) -> Any:
    if text in MISSING:
        return None
    if kind in {"number", "integer"}:
        return float(text)
    if kind == "boolean":
        return text.lower() == "true"
    if kind == "datetime":
        moment = datetime.fromisoformat(text)
        return moment, moment.utcoffset()  # the instant, and the zone it was written in
    return text


def table(path: Path, *, name: str) -> list[dict[str, Any]]:
    """The rows of a table, every value by its type, in the order of the file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    kinds = {column: rule["type"] for column, rule in rules(name).items()}
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return [{column: typed(text, kind=kinds[column]) for column, text in row.items()} for row in rows]


def test_the_example_goes_out_as_it_came_in(tmp_path: Path) -> None:
    example = sample("camtrap-dp/example")
    import_package(example)
    written = write_package(Selection(package=Package.objects.get()), tmp_path / "out", exact=True)
    assert written.rows == {"deployments": 4, "media": 423, "observations": 549}
    assert written.validated == written.rows and written.left_out == {}
    for name in TABLES:
        assert table(tmp_path / "out" / f"{name}.csv", name=name) == table(example / f"{name}.csv", name=name)
    came, went = (json.loads((folder / "datapackage.json").read_text()) for folder in (example, tmp_path / "out"))
    assert went == came


def test_a_zip_of_gzipped_tables_goes_round(tmp_path: Path) -> None:
    example = sample("camtrap-dp/example")
    folder = tmp_path / "in"
    folder.mkdir()
    metadata = json.loads((example / "datapackage.json").read_text())
    for resource in metadata["resources"][:3]:
        resource["path"] += ".gz"
        with (
            (example / f"{resource['name']}.csv").open("rb") as source,
            gzip.open(folder / resource["path"], "wb") as sink,
        ):
            shutil.copyfileobj(source, sink)
    (folder / "datapackage.json").write_text(json.dumps(metadata))
    packed = tmp_path / "in.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"my package/{path.name}")
    assert import_package(packed).refused == 0
    write_package(Selection(package=Package.objects.get()), tmp_path / "out.zip", exact=True)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path / "out")
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text()) == metadata
    for name in TABLES:
        assert table(tmp_path / "out" / f"{name}.csv.gz", name=name) == table(example / f"{name}.csv", name=name)


def test_without_the_right_to_places_nothing_tells_them(tmp_path: Path) -> None:
    example = sample("camtrap-dp/example")
    import_package(example)
    keys = BitMap(Footage.objects.values_list("pk", flat=True))
    written = write_package(Selection(keys=keys), tmp_path / "out", exact=False)
    assert written.rows["media"] == 423
    told = "".join(path.read_text() for path in sorted((tmp_path / "out").iterdir()))
    cells = {cell for name in TABLES for row in table(tmp_path / "out" / f"{name}.csv", name=name)
             for cell in map(str, row.values())}  # fmt: skip
    for row in table(example / "deployments.csv", name="deployments"):
        for column in ("deploymentID", "locationID", "locationName", "setupBy", "cameraID", "deploymentComments"):
            assert not row[column] or str(row[column]) not in cells
        for column in ("latitude", "longitude"):
            assert str(row[column]) not in told
    for row in table(example / "media.csv", name="media"):
        assert row["mediaID"] not in cells and row["fileName"] not in told and row["filePath"] not in told
    places = table(tmp_path / "out" / "deployments.csv", name="deployments")
    assert {(row["latitude"] * 10 % 1, row["locationName"]) for row in places} == {
        (0.0, "Withheld to protect sensitive species")
    }
    assert all(row["coordinateUncertainty"] > 6000 for row in places)
    assert all("0.1 degree" in row["deploymentComments"] for row in places)
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text())["coordinatePrecision"] == 0.1


def test_the_desks_word_goes_out_and_comes_in_as_the_desks_word(tmp_path: Path) -> None:
    desk = OBSERVATION | {"classificationMethod": "human", "observationTags": "snow | layer:editorial"}
    said = [desk, OBSERVATION | {"observationID": "o2", "observationTags": "snow"},
            desk | {"observationID": "o3", "classificationMethod": "machine"}]  # fmt: skip
    import_package(package(tmp_path / "in", observations=said))
    editorial = Observation.objects.order_by("observation_id").values_list("editorial", flat=True)
    assert list(editorial) == [True, False, False]
    write_package(Selection(package=Package.objects.get()), tmp_path / "out", exact=True)
    assert tags(tmp_path / "out") == ["snow | layer:editorial", "snow", "snow | layer:editorial"]
    Observation.objects.filter(observation_id="o1").update(editorial=False)
    Observation.objects.filter(observation_id="o2").update(editorial=True)
    Observation.objects.filter(observation_id="o3").delete()
    write_package(Selection(package=Package.objects.get()), tmp_path / "changed", exact=True)
    assert tags(tmp_path / "changed") == ["snow", "snow | layer:editorial"]
    write_package(Selection(package=Package.objects.get()), tmp_path / "open", exact=False)
    assert tags(tmp_path / "open") == ["", "layer:editorial"]
    import_package(package(tmp_path / "in", observations=said[:2]))
    assert list(editorial.all()) == [False, True]  # the desk's later decision stays


def tags(folder: Path) -> list[str]:
    with (folder / "observations.csv").open(encoding="utf-8", newline="") as text:
        return [row["observationTags"] for row in csv.DictReader(text)]
