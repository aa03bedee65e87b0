"""A selection or a search as a package to take away: whole, only what its reader may see, only for who asked."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from curation.files import names, store
from curation.footage.bulk import edits
from curation.footage.models import BulkEdit
from curation.jobs.models import Job
from tests.curation.footage.bulk.test_edits import bulk, undo
from tests.curation.footage.conftest import TIGER, day, ended, saw

pytestmark = pytest.mark.django_db


@pytest.fixture
def filmed(piece, station):
    """`filmed()` makes a piece with a place, a time and a tiger."""

    def make(**known):
        made = piece(**{"station": station, "captured_at": day("2026-01-14T05:12"), "folder": "HC-0042/2026"} | known)
        saw(made, TIGER)
        return made

    return make


@pytest.fixture
def analyst(person):
    """Somebody who may export and may not see exact places."""
    group = Group.objects.create(name="Analyst")
    rights = ["view_footage", "export_footage", "bulk_tag_footage", "see_quarantine"]
    group.permissions.add(*Permission.objects.filter(codename__in=rights))
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return "Analyst"


def fetched(client, answer) -> dict[str, str]:
    """Do the job and fetch the package: its files as text, by name."""
    job = ended(Job.objects.get(pk=answer["job"]))
    assert (job.state, job.error_code) == (Job.State.DONE, "")
    response = client.get(answer["file"])
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_selection_goes_out_as_a_package_with_exact_places_for_rangers(signed_in, filmed):
    client, pieces = signed_in("Ranger"), [filmed(), filmed(), filmed()]
    answer = bulk(client, "export", pieces[:2]).json()
    assert (answer["pieces"], answer["undo"]) == (2, False)
    files = fetched(client, answer)
    assert set(files) == {"datapackage.json", "deployments.csv", "media.csv", "observations.csv"}
    assert [row["mediaID"] for row in rows(files["media.csv"])] == [f"F{piece.pk}" for piece in pieces[:2]]
    assert [row["latitude"] for row in rows(files["deployments.csv"])] == ["43.123456"]
    assert {row["scientificName"] for row in rows(files["observations.csv"])} == {TIGER}


def test_who_may_not_see_places_gets_none_and_nobody_who_was_filmed(signed_in, analyst, filmed):
    client, piece, person = signed_in(analyst), filmed(), filmed(state="quarantined", alarm="human")
    files = fetched(client, bulk(client, "export", [piece, person]).json())
    assert [row["mediaID"] for row in rows(files["media.csv"])] == [f"F{piece.pk}"]
    for secret in ("43.123", "131.234", "HC-0042", "Hidden ridge", piece.original_name):
        assert secret not in "".join(files.values())


def test_a_whole_search_goes_out(signed_in, filmed):
    wanted, _other = filmed(light="night"), filmed(light="day")
    client = signed_in("Ranger")
    files = fetched(client, bulk(client, "export", query="light=night").json())
    assert [row["mediaID"] for row in rows(files["media.csv"])] == [f"F{wanted.pk}"]


def test_only_who_asked_may_fetch_it_and_only_for_a_week(signed_in, person, filmed):
    client = signed_in("Ranger")
    answer = bulk(client, "export", [filmed()]).json()
    assert client.get(answer["file"]).status_code == 404  # not written yet
    fetched(client, answer)
    other = signed_in(superuser=True)
    assert other.get(answer["file"]).status_code == 404
    assert answer["file"] in client.get(reverse("footage:bulk")).content.decode()
    assert answer["file"] not in other.get(reverse("footage:bulk")).content.decode()
    BulkEdit.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert client.get(answer["file"]).status_code == 404
    edits.forget_old()
    assert not store.exists(names.export(answer["edit"]))


def test_an_export_is_audited_and_there_is_nothing_to_undo(signed_in, filmed):
    client = signed_in("Ranger")
    answer = bulk(client, "export", [filmed()]).json()
    fetched(client, answer)
    told = ModelLogEntry.objects.get().data["bulk"]
    assert (told["action"], told["pieces"], told["exact"]) == ("export", 1, True)
    assert undo(client, answer).status_code == 409


def test_an_editor_is_not_offered_it_and_may_not_do_it(signed_in, filmed):
    client = signed_in("Editor")
    assert bulk(client, "export", [filmed()]).status_code == 403
    assert client.get("/studio/footage/bulk/1/file/").status_code in {302, 404}


def test_nothing_with_a_place_and_a_time_says_so(signed_in, piece):
    client = signed_in("Ranger")
    answer = bulk(client, "export", [piece()]).json()
    job = ended(Job.objects.get(pk=answer["job"]))
    assert (job.state, job.error_code) == (Job.State.FAILED, "nothing_found")
    assert BulkEdit.objects.get().state == BulkEdit.State.FAILED
    assert client.get(reverse("jobs:detail", args=[job.pk])).json()["error"].startswith("Nothing matches")
