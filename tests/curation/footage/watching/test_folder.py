"""A watched folder: what stands still is taken in, nothing in it is touched, what went wrong is said."""

import os
import shutil
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from curation.footage.models import Arrival, Footage, WatchedFile
from curation.footage.watching import folder, services
from curation.jobs.models import Job

pytestmark = pytest.mark.django_db


def names(place, state):
    return sorted(WatchedFile.objects.filter(place=place, state=state).values_list("name", flat=True))


def test_a_file_is_taken_when_two_looks_have_seen_it_stand_still(watched, drive, look, tiny, station):
    watched.station = station
    watched.save()
    inner = drive / "2026-01" / "Hidden ridge"
    inner.mkdir(parents=True)
    shutil.copy(tiny, inner / "虎 1.mp4")
    assert look(watched, times=1).waiting == 1 and not Footage.objects.exists()
    place = look(watched, times=1)
    footage = Footage.objects.get()
    assert (place.taken, place.waiting, place.error_code) == (1, 0, "")
    assert (footage.original_name, footage.folder) == ("虎 1.mp4", "drive/2026-01/Hidden ridge")
    assert footage.tags == ["drive", "2026-01"] and footage.station == station
    assert Arrival.objects.get().origin == "watched" and Job.objects.filter(kind="ingest").count() == 1
    assert (inner / "虎 1.mp4").exists()
    assert look(watched, times=3).taken == 1 and Arrival.objects.count() == 1


def test_a_growing_file_waits(watched, drive, look, tiny, settings):
    settings.WATCH_STILL_SECONDS = 30
    path = drive / "a.mp4"
    path.write_bytes(tiny.read_bytes()[:900])
    look(watched)
    WatchedFile.objects.update(seen_at=timezone.now() - timedelta(seconds=60))
    shutil.copy(tiny, path)
    assert look(watched).taken == 0 and names(watched, "growing") == ["a.mp4"]
    WatchedFile.objects.update(seen_at=timezone.now() - timedelta(seconds=60))
    assert look(watched).taken == 1


def test_a_changed_file_is_a_new_arrival(watched, drive, look, tiny):
    path = drive / "a.mp4"
    shutil.copy(tiny, path)
    look(watched)
    path.write_bytes(tiny.read_bytes() + b"\0" * 50)
    assert look(watched).taken == 2 and Footage.objects.count() == 2
    os.utime(path, (1, 1))
    assert look(watched).taken == 3 and Footage.objects.count() == 2
    assert Arrival.objects.filter(duplicate=True).count() == 1


def test_hidden_half_copied_and_other_files_are_left_alone(watched, drive, look, tiny):
    for name in (".a.mp4", "b.mp4.part", "c.tmp", "d.mp4~", "e.txt", "f.mp4.filepart"):
        shutil.copy(tiny, drive / name)
    (drive / ".hidden").mkdir()
    shutil.copy(tiny, drive / ".hidden" / "g.mp4")
    look(watched)
    assert not WatchedFile.objects.exists() and not Footage.objects.exists()


def test_links_lead_nowhere(watched, drive, look, tiny, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(tiny, outside / "secret.mp4")
    (drive / "folder").symlink_to(outside)
    (drive / "file.mp4").symlink_to(outside / "secret.mp4")
    look(watched)
    assert not Footage.objects.exists()
    # A folder that becomes a link between the listing and the taking.
    (drive / "real").mkdir()
    shutil.copy(tiny, drive / "real" / "secret.mp4")
    look(watched, times=1)
    shutil.rmtree(drive / "real")
    (drive / "real").symlink_to(outside)
    WatchedFile.objects.update(state="due")
    row = WatchedFile.objects.get()
    services._take_file(watched, drive, row)
    row.refresh_from_db()
    assert (row.state, row.error_code) == ("refused", "link") and not Footage.objects.exists()


def test_a_folder_outside_the_named_ones_is_never_looked_at(watched, drive, look, settings, tmp_path, tiny):
    shutil.copy(tiny, drive / "a.mp4")
    settings.WATCH_ROOTS = [tmp_path / "elsewhere"]
    assert look(watched).error_code == "outside_roots"
    settings.WATCH_ROOTS = []
    assert look(watched).error_code == "no_roots"
    settings.WATCH_ROOTS = [drive]
    (drive / "etc").symlink_to("/etc")
    watched.address = str(drive / "etc")
    watched.save()
    assert look(watched).error_code == "outside_roots" and not WatchedFile.objects.exists()


def test_a_drive_that_is_away_is_told_and_nothing_is_lost(watched, drive, look, tiny):
    shutil.copy(tiny, drive / "a.mp4")
    look(watched)
    drive.rename(drive.with_name("gone"))
    place = look(watched)
    assert (place.error_code, place.taken) == ("folder_away", 1) and Footage.objects.count() == 1
    drive.with_name("gone").rename(drive)
    assert look(watched).error_code == "" and Footage.objects.count() == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_told(watched, drive, look, tiny):
    (drive / "closed").mkdir(mode=0)
    shutil.copy(tiny, drive / "a.mp4")
    assert look(watched).refused == 1
    assert WatchedFile.objects.get(state="refused").error_code == "folder_unreadable"
    (drive / "closed").chmod(0o700)
    assert look(watched).refused == 0


def test_what_cannot_be_read_is_told_and_tried_again(watched, drive, look, tiny, monkeypatch):
    shutil.copy(tiny, drive / "a.mp4")

    def denied(path):
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patched:
        patched.setattr("curation.footage.services.fingerprint", denied)
        assert look(watched).refused == 1
    row = WatchedFile.objects.get()
    assert row.error_code == "no_permission"
    assert look(watched).taken == 0
    WatchedFile.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    place = look(watched)
    assert (place.taken, place.refused) == (1, 0)


def test_a_name_that_is_no_text_is_told_and_a_removed_one_forgotten(watched, drive, look):
    odd = os.fsencode(str(drive)) + b"/\xff\xfe.mp4"
    with open(odd, "wb") as file:  # noqa: PTH123  a name that pathlib's str cannot show
        file.write(b"x")
    assert look(watched).refused == 1
    assert WatchedFile.objects.get().error_code == "name_unreadable"
    os.unlink(odd)  # noqa: PTH108
    assert look(watched).refused == 0


def test_a_file_that_is_no_video_is_taken_in_and_fails_by_itself(watched, drive, look):
    (drive / "words.mp4").write_text("batteries")
    assert look(watched).taken == 1


def test_only_one_worker_looks_at_a_place_and_a_dead_one_is_followed(watched, drive):
    watched.lease_until = timezone.now() + timedelta(minutes=1)
    watched.save()
    assert not services.look(watched)
    watched.lease_until = timezone.now() - timedelta(seconds=1)
    watched.save()
    assert services.look(watched)


def test_places_are_looked_at_when_their_time_has_come(watched, drive, settings):
    assert services.look_at_due() == 1
    assert services.look_at_due() == 0
    watched.refresh_from_db()
    watched.looked_at -= timedelta(seconds=settings.WATCH_SECONDS + 1)
    watched.save()
    assert services.look_at_due() == 1
    watched.active = False
    watched.save()
    assert services.look_at_due() == 0


def test_many_files_are_compared_in_bulk(watched, look, django_assert_max_num_queries, monkeypatch):
    many = [folder.Seen(f"{n % 100}/{n}.mp4", n, str(n)) for n in range(8_000)]
    monkeypatch.setattr(folder, "listing", lambda root: iter(many))
    look(watched, times=1)
    WatchedFile.objects.update(state="taken")
    with django_assert_max_num_queries(40):
        look(watched, times=1)
    assert WatchedFile.objects.count() == 8_000


def test_an_empty_folder_stays_quiet(watched, look):
    began = time.time()
    place = look(watched)
    assert (place.taken, place.waiting, place.refused, place.error_code) == (0, 0, 0, "")
    assert place.looked_at.timestamp() >= began
