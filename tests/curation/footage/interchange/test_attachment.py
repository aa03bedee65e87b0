"""Videos that lie in a package are taken in; stations and alarms follow from its rows."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from curation.footage.interchange.camtrap import Options, import_package
from curation.footage.models import Arrival, Deployment, Footage, Observation, Station
from curation.footage.services import register
from curation.jobs.models import Job
from tests.curation.footage.interchange.packages import DEPLOYMENT, MEDIA, OBSERVATION, package
from tests.samples import sample

pytestmark = pytest.mark.django_db


def with_video(folder: Path) -> Path:
    (folder / "media").mkdir(parents=True)
    shutil.copy(sample("footage/chimp.mp4"), folder / "media" / "m1.mp4")
    return package(folder, media=[MEDIA, MEDIA | {"mediaID": "m2", "filePath": "media/m2.mp4"}])


def test_a_video_in_the_package_is_taken_in(tmp_path: Path) -> None:
    folder = with_video(tmp_path / "p")
    assert import_package(folder).counts("files").inserted == 1
    footage = Footage.objects.get(media_id="m1")
    assert (
        footage.state == "registered"
        and footage.fingerprint
        and footage.size == (folder / "media/m1.mp4").stat().st_size
    )
    assert Job.objects.filter(subject=footage.pk).count() == 1
    assert Footage.objects.get(media_id="m2").state == "catalogued"
    again = import_package(folder)
    assert (again.counts("media").unchanged, again.counts("files").read) == (2, 0)
    assert Arrival.objects.get().origin == "package"


def test_also_from_a_zip_but_not_in_a_dry_run(tmp_path: Path) -> None:
    folder = with_video(tmp_path / "p")
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    import_package(tmp_path / "p.zip", options=Options(dry_run=True))
    assert Footage.objects.count() == Arrival.objects.count() == 0
    import_package(tmp_path / "p.zip")
    assert Footage.objects.get(media_id="m1").state == "registered"


def test_a_video_that_is_here_already_becomes_one_with_it(tmp_path: Path) -> None:
    folder = with_video(tmp_path / "p")
    mine = register(folder / "media" / "m1.mp4", folder="Card 7", queue=False).footage
    import_package(folder)
    found = Footage.objects.get(media_id="m1")
    assert (found.pk, found.folder, Footage.objects.count()) == (mine.pk, "Card 7", 2)
    assert Observation.objects.get().footage == mine
    assert import_package(folder).counts("media").unchanged == 2


def test_a_file_outside_is_not_taken_in(tmp_path: Path) -> None:
    shutil.copy(sample("footage/chimp.mp4"), tmp_path / "secret.mp4")
    folder = package(tmp_path / "p", media=[MEDIA | {"filePath": "m1.mp4"}])
    (folder / "m1.mp4").symlink_to(tmp_path / "secret.mp4")
    import_package(folder)
    assert Footage.objects.get().state == "catalogued"


def test_new_stations_tell_no_place_to_everybody(tmp_path: Path) -> None:
    named = DEPLOYMENT | {"locationName": "Old salt lick behind the dam"}
    import_package(package(tmp_path / "p", deployments=[named]))
    station = Station.objects.get()
    assert (station.code, station.zone, station.time_zone) == ("L1", "small", "Asia/Shanghai")
    Station.objects.all().update(zone="Hunchun")
    import_package(tmp_path / "p")
    assert Station.objects.get().zone == "Hunchun"


def test_a_station_of_ours_is_only_taken_where_code_and_place_agree(tmp_path: Path) -> None:
    ours = Station.objects.create(code="L1", zone="Hunchun", latitude=43.1, longitude=130.5)
    elsewhere = Station.objects.create(code="L2", zone="Wangqing", latitude=40.0, longitude=120.0)
    rows = [DEPLOYMENT, DEPLOYMENT | {"deploymentID": "d2", "locationID": "L2"}]
    import_package(package(tmp_path / "p", deployments=rows))
    assert Deployment.objects.get(deployment_id="d1").station == ours
    other = Deployment.objects.get(deployment_id="d2").station
    assert other != elsewhere and other.code.startswith("L2-")


def test_people_seen_in_an_event_hide_all_of_its_footage(tmp_path: Path) -> None:
    event = {"eventID": "e1"}
    human = OBSERVATION | event | {
        "observationID": "o2", "mediaID": "", "observationLevel": "event", "observationType": "human",
        "scientificName": "",
    }  # fmt: skip
    import_package(package(tmp_path / "p", observations=[OBSERVATION | event, human]))
    assert Footage.objects.get().alarm == "human"
