"""The intake page, the forms of watched places, and who may know what of them."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.footage.models import Upload, WatchedFile, WatchedPlace

pytestmark = pytest.mark.django_db
INDEX = "/studio/intake/"


@pytest.fixture
def busy(watched, drive, station):
    """A place of which there is something to say."""
    watched.station, watched.taken, watched.refused, watched.looked_at = station, 1234, 1, timezone.now()
    watched.error_code = "folder_away"
    watched.save()
    WatchedFile.objects.create(
        place=watched, name="Hidden ridge/a.mp4", size=1, mark="1", state="refused", error_code="no_permission"
    )
    return watched


def test_a_ranger_sees_what_came_what_was_refused_and_what_to_do(busy, signed_in, drive):
    page = signed_in("Ranger").get(INDEX).content.decode()
    for text in (str(drive), "HC-0042", "1,234", "Hidden ridge/a.mp4", "Give its user permission", "network drive"):
        assert text in page
    every = signed_in("Rights manager")
    assert every.get(INDEX).status_code == 302


def test_an_editor_learns_no_place(busy, signed_in, drive):
    page = signed_in("Editor").get(INDEX).content.decode()
    assert "Folder #" in page and "1,234" in page
    for secret in (str(drive), "HC-0042", "Hidden ridge", "Look now", "Try the refused"):
        assert secret not in page
    assert "The rangers see why" in page


def test_uploads_on_their_way_are_shown_to_whom_they_concern(signed_in, person, db):
    client = signed_in("Editor")
    other = person("Publisher")
    Upload.objects.create(pk=uuid.uuid4(), owner=other, name="ridge 7.mp4", size=200, received=50)
    assert "ridge 7.mp4" not in client.get(INDEX).content.decode()
    page = signed_in("Ranger").get(INDEX).content.decode()
    assert "ridge 7.mp4" in page and "25 %" in page


def test_a_ranger_adds_a_place_only_where_the_operator_allows_it(signed_in, drive, settings):
    client = signed_in("Ranger")
    add = reverse("watched-places:add")
    assert str(drive) in client.get(add).content.decode()
    refused = client.post(add, {"kind": "folder", "address": "/etc", "active": "on"})
    assert "WATCH_ROOTS" in refused.content.decode() and not WatchedPlace.objects.exists()
    assert client.post(add, {"kind": "store", "address": "x/", "active": "on"}).status_code == 200
    added = client.post(add, {"kind": "folder", "address": str(drive), "active": "on"})
    assert added.status_code == 302 and added["Location"] == INDEX
    place = WatchedPlace.objects.get()
    assert (place.address, place.active) == (str(drive), True)


def test_only_those_who_see_places_may_have_them_watched(busy, signed_in):
    client = signed_in("Editor")
    assert client.get(reverse("watched-places:add")).status_code == 302
    assert client.post(reverse("intake:look", args=[busy.pk])).status_code == 302
    busy.refresh_from_db()
    assert busy.looked_at is not None
    assert b"Hidden ridge" not in client.get(reverse("intake:refused", args=[busy.pk]), follow=True).content


def test_a_look_can_be_asked_for_and_refused_files_tried_again(busy, signed_in):
    client = signed_in("Ranger")
    client.post(reverse("intake:look", args=[busy.pk]))
    busy.refresh_from_db()
    assert busy.looked_at is None
    client.post(reverse("intake:again", args=[busy.pk]))
    assert WatchedFile.objects.get().mark == ""
    page = client.get(reverse("intake:refused", args=[busy.pk])).content.decode()
    assert "Hidden ridge/a.mp4" in page and "Give its user permission" in page


def test_an_empty_intake_says_what_to_do(signed_in, db):
    page = signed_in("Ranger").get(INDEX).content.decode()
    assert "No place is watched yet" in page and "Watch a place" in page and "Nobody is sending" in page
