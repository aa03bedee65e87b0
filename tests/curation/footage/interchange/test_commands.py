"""The two commands as an operator meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from curation.footage.models import Footage, Observation
from curation.species.models import Taxon
from tests.samples import sample

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def example() -> Path:
    return sample("camtrap-dp/example")


def test_in_and_out(example: Path, tmp_path: Path) -> None:
    told = json.loads(run("import_package", str(example), "--json"))
    assert told["refused"] == 0 and told["tables"]["observations"]["inserted"] == 549
    told = json.loads(
        run("export_package", str(tmp_path / "out.zip"), "--package", "camtrap-dp-example-dataset", "--exact", "--json")
    )
    assert told["rows"]["observations"] == told["validated"]["observations"] == 549
    assert zipfile.ZipFile(tmp_path / "out.zip").namelist() == [
        "datapackage.json", "deployments.csv", "media.csv", "observations.csv",
    ]  # fmt: skip
    with pytest.raises(CommandError, match="already there"):
        run("export_package", str(tmp_path / "out.zip"), "--package", "camtrap-dp-example-dataset")


def test_a_dry_run_writes_nothing(example: Path) -> None:
    told = run("import_package", str(example), "--dry-run")
    assert "observations: 549 read, 549 inserted" in told and "Nothing was written." in told
    assert Footage.objects.count() == Observation.objects.count() == 0


def test_an_empty_query_means_all_but_people(example: Path, tmp_path: Path) -> None:
    run("import_package", str(example))
    told = json.loads(run("export_package", str(tmp_path / "out"), "--json"))
    assert told["rows"]["media"] == Footage.objects.filter(alarm="").count() < 423


def test_darwin_core_says_what_was_withheld(example: Path, tmp_path: Path) -> None:
    run("import_package", str(example))
    Taxon.objects.filter(scientific_name="Vulpes vulpes").update(sensitivity=1)
    run(
        "export_package",
        str(tmp_path / "out.zip"),
        "--package",
        "camtrap-dp-example-dataset",
        "--format",
        "darwin-core",
    )
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("occurrence.csv").decode())))
        assert b"dwc/terms/Occurrence" in archive.read("meta.xml")
    foxes = [row for row in rows if row["scientificName"] == "Vulpes vulpes"]
    assert foxes and all(
        row["decimalLatitude"] == "" and row["informationWithheld"] and row["dataGeneralizations"] for row in foxes
    )
    elsewhere = [row for row in rows if row["decimalLatitude"]]
    assert elsewhere and all("0.1 degree" in row["dataGeneralizations"] for row in elsewhere)
    assert {row["locationID"] for row in foxes}.isdisjoint({row["locationID"] for row in elsewhere})


def test_audiovisual_core_names_no_file(example: Path, tmp_path: Path) -> None:
    run("import_package", str(example))
    run("export_package", str(tmp_path / "out.json"), "--format", "audiovisual-core")
    records = json.loads((tmp_path / "out.json").read_text())
    assert records[0]["dc:type"] == "StillImage" and records[0]["dcterms:identifier"].startswith("F")
    assert "RCNX" not in (tmp_path / "out.json").read_text() and "agouti" not in (tmp_path / "out.json").read_text()
    run("export_package", str(tmp_path / "out.csv"), "--format", "audiovisual-core", "--exact")
    assert "RCNX" in (tmp_path / "out.csv").read_text() or "agouti" in (tmp_path / "out.csv").read_text()


def test_results_need_the_right_to_places(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--exact"):
        run("export_package", str(tmp_path / "out.json"), "--format", "megadetector")


def test_a_query_narrows_as_in_the_library(example: Path, tmp_path: Path) -> None:
    run("import_package", str(example))
    told = json.loads(run("export_package", str(tmp_path / "out"), "--query", "?species=Vulpes+vulpes", "--json"))
    seen = Observation.objects.filter(taxon__scientific_name="Vulpes vulpes")
    of_events = Q(event__in=seen.filter(footage=None).values("event"))
    foxes = Footage.objects.filter(Q(pk__in=seen.values("footage")) | of_events, alarm="")
    assert told["rows"]["media"] == foxes.count() > 0
    with (tmp_path / "out" / "observations.csv").open() as file:
        assert {row["scientificName"] for row in csv.DictReader(file)} >= {"Vulpes vulpes"}
    with pytest.raises(CommandError, match="not understood"):
        run("export_package", str(tmp_path / "other"), "--query", "sort=loudest")
    assert not (tmp_path / "other").exists()


NICENESS = """
import os
from django.core.management import execute_from_command_line
try:
    execute_from_command_line(["manage.py", "import_package", "/nowhere/at/all"])
except SystemExit:
    print(os.nice(0))
"""


def test_an_import_gives_way_to_searches() -> None:
    """A command of its own runs below the shell; what calls the command from a process of its own does not."""
    before = os.nice(0)
    child = subprocess.run([sys.executable, "-c", NICENESS], capture_output=True, text=True, check=True)
    assert int(child.stdout) == min(before + 10, 19)
    with pytest.raises(CommandError):
        run("import_package", "/nowhere/at/all")
    assert os.nice(0) == before
