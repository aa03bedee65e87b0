"""Files that lie in the store already, registered by a program."""

import shutil

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from curation.footage.events import due
from curation.footage.models import Arrival, Deployment, Footage
from curation.jobs import services as jobs
from curation.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(tiny):
    """`stored("cam/1.mp4")` lays a film into the store and returns its key."""

    def lay(name, content=None):
        key = f"incoming/{name}"
        if content is not None:
            return default_storage.save(key, ContentFile(content))
        with tiny.open("rb") as film:
            return default_storage.save(key, film)

    return lay


def test_a_file_is_registered_where_it_lies_and_read(program, stored, station):
    park, key = program(), stored("cam7/IMG_0042.MP4")
    item = {"mediaID": "m1", "filePath": key, "station": station.code, "timestamp": "2026-01-14T05:12:00+08:00"}
    answer = park.send("footage", {"footage": [item]}).json()
    footage = Footage.objects.get()
    assert answer == {
        "stored": 1, "refused": 0, "problems": [], "footage": [{"mediaID": "m1", "footage": f"F{footage.pk}"}],
    }  # fmt: skip
    assert (footage.state, footage.file, footage.station, footage.media_id) == ("registered", key, station, "m1")
    assert Arrival.objects.get().origin == "api"
    assert park.get(f"footage/F{footage.pk}").json()["state"] == "registered"
    jobs.run(Job.objects.get().pk)
    told = park.get(f"footage/{footage.pk}").json()
    assert (told["state"], told["width"], told["error"]) == ("ready", 64, "")
    assert default_storage.exists(key)
    footage.refresh_from_db()
    assert footage.fingerprint and footage.captured_at.isoformat().startswith("2026-01-13T21:12")
    assert program("other").get(f"footage/{footage.pk}").status_code == 404


def test_nothing_of_the_place_is_told(program, stored, station):
    park = program()
    item = {"mediaID": "m1", "filePath": stored("a.mp4"), "station": station.code, "folder": "ridge"}
    number = park.send("footage", {"footage": [item]}).json()["footage"][0]["footage"]
    body = park.get(f"footage/{number}").content.decode()
    for secret in (station.code, station.name, "ridge", "incoming", "43.1"):
        assert secret not in body


def test_read_false_leaves_it_in_the_archive(program, stored):
    park = program()
    item = {"mediaID": "m1", "filePath": stored("a.mp4"), "read": False, "timestamp": "2026-01-14T05:12:00+08:00"}
    assert park.send("footage", {"footage": [item]}).json()["stored"] == 1
    assert Footage.objects.get().state == "catalogued" and not Job.objects.exists()


def test_registered_again_it_is_the_same_footage(program, stored):
    park, item = program(), {"mediaID": "m1", "filePath": stored("a.mp4")}
    first = park.send("footage", {"footage": [item]}).json()
    assert park.send("footage", {"footage": [item]}).json() == first
    moved = park.send("footage", {"footage": [item | {"filePath": stored("b.mp4")}]}).json()
    assert moved["problems"][0]["code"] == "media_id_taken" and Footage.objects.count() == 1


def test_what_cannot_be_registered_is_named_and_the_rest_kept(program, stored, station, settings):
    Deployment.objects.create(station=station, deployment_id="dep-1")
    default_storage.save("elsewhere/a.mp4", ContentFile(b"x"))
    key = stored("a.mp4")
    items = [
        {"mediaID": "good", "filePath": key, "deploymentID": "dep-1"},
        {"mediaID": "1", "filePath": "elsewhere/a.mp4"},
        {"mediaID": "2", "filePath": "incoming/../elsewhere/a.mp4"},
        {"mediaID": "3", "filePath": "/etc/passwd.mp4"},
        {"mediaID": "4", "filePath": "originals/aa/bb/x.mp4"},
        {"mediaID": "5", "filePath": "incoming/not-there.mp4"},
        {"mediaID": "6", "filePath": key, "size": 17},
        {"mediaID": "7", "filePath": stored("empty.mp4", b"")},
        {"mediaID": "8", "filePath": stored("table.csv", b"a,b")},
        {"mediaID": "9", "filePath": key, "station": "HC-9999"},
        {"mediaID": "10", "filePath": key, "deploymentID": "dep-2"},
        {"mediaID": "good", "filePath": key},
        {"filePath": key},
        {"mediaID": "11", "filePath": "incoming/a\0.mp4"},
    ]
    answer = program().send("footage", {"footage": items}).json()
    assert [each["code"] for each in answer["problems"]] == [
        "key_not_allowed", "key_not_allowed", "key_not_allowed", "key_not_allowed", "not_there", "size_differs",
        "empty", "not_a_video", "station_unknown", "no_deployment", "duplicate_id", "missing", "key_not_allowed",
    ]  # fmt: skip
    assert [each["mediaID"] for each in answer["footage"]] == ["good"]
    footage = Footage.objects.get()
    assert footage.station == station and footage.deployment.deployment_id == "dep-1"
    settings.MONITORING_PREFIXES = []
    refused = program("other").send("footage", {"footage": [{"mediaID": "x", "filePath": key}]}).json()
    assert refused["stored"] == 0


def test_an_alarm_hides_a_file_before_it_is_read_and_after(program, stored, signed_in):
    park, editor = program(), signed_in("Editor")
    park.send("footage", {"footage": [{"mediaID": "m1", "filePath": stored("a.mp4"), "alarm": "fire"}]})
    footage = Footage.objects.get()
    assert (footage.state, footage.alarm) == ("registered", "fire")
    jobs.run(Job.objects.get().pk)
    footage.refresh_from_db()
    assert (footage.state, footage.alarm) == ("quarantined", "fire") and footage.poster
    assert editor.get(reverse("footage:poster", args=[footage.pk])).status_code == 404
    assert park.get(f"footage/{footage.pk}").json()["state"] == "quarantined"
    assert park.get(f"footage/{footage.pk}").json()["duration"] is None


def test_observations_may_come_in_the_words_of_the_sender(program, stored):
    park = program()
    park.send("footage", {"footage": [{"mediaID": "cam/1", "filePath": stored("a.mp4")}]})
    item = {"observationID": "d1", "mediaID": "cam/1", "scientificName": "Panthera tigris altaica"}
    assert park.send("observations", {"observations": [item]}).json()["stored"] == 1
    assert Footage.objects.get().observations.count() == 1
    # Another client's numbers are its own.
    assert program("other").send("observations", {"observations": [item]}).json()["stored"] == 0


def test_the_same_bytes_are_found_when_they_are_read(program, stored, tiny, take, tmp_path):
    copy = tmp_path / "copy.mp4"
    shutil.copy(tiny, copy)
    here, park = take(copy), program()
    answer = park.send("footage", {"footage": [{"mediaID": "m1", "filePath": stored("a.mp4")}]}).json()
    number = answer["footage"][0]["footage"]
    jobs.run(Job.objects.latest("pk").pk)
    assert Footage.objects.get() == here
    told = park.get(f"footage/{number}").json()
    assert told["footage"] == f"F{here.pk}" and told["state"] == "ready"


def test_an_alarm_goes_along_when_the_same_bytes_are_found(program, stored, tiny, take, tmp_path):
    copy = tmp_path / "copy.mp4"
    shutil.copy(tiny, copy)
    here = take(copy)
    item = {"mediaID": "m1", "filePath": stored("a.mp4"), "alarm": "smoke"}
    program().send("footage", {"footage": [item]})
    jobs.run(Job.objects.latest("pk").pk)
    here.refresh_from_db()
    assert (here.alarm, here.state) == ("smoke", "quarantined")


def test_files_that_stay_unread_come_into_events_by_the_time_that_the_sender_says(program, stored, station):
    items = [
        {"mediaID": f"m{minute}", "filePath": stored(f"{minute}.mp4", b"film"), "station": station.code,
         "timestamp": f"2026-01-14T05:{minute:02}:00+08:00", "read": False}
        for minute in (1, 2, 40)
    ]  # fmt: skip
    park = program()
    assert park.send("footage", {"footage": items}).json()["stored"] == 3
    jobs.run(Job.objects.get(kind=due.KIND).pk)
    events = dict(Footage.objects.values_list("media_id", "event"))
    assert events["m1"] == events["m2"] is not None
    assert events["m40"] is None
