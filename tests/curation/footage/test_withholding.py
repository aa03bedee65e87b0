"""Footage is kept from view with a reason, and comes back."""

import json

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from curation.footage.selectors import usable_by

pytestmark = pytest.mark.django_db


def ask(client, footage, action, reason=""):
    url = reverse("footage:withhold", args=[footage.pk])
    return client.post(url, json.dumps({"action": action, "reason": reason}), content_type="application/json")


def test_quarantine_hides_footage_until_a_ranger_releases_it(signed_in, person, piece):
    footage, ranger, editor = piece(), signed_in("Ranger"), signed_in("Editor")
    page = reverse("footage:detail", args=[footage.pk])
    assert ask(ranger, footage, "quarantine", "a person is to be seen").status_code == 200
    assert editor.get(page).status_code == 404
    assert "a person is to be seen" in ranger.get(page).content.decode()
    assert ModelLogEntry.objects.get().data["state"]["reason"] == "a person is to be seen"
    assert "Say why" in ask(ranger, footage, "release").json()["error"]
    assert editor.get(page).status_code == 404
    assert ask(ranger, footage, "release", "it was a bear").json() == {"state": "ready"}
    assert editor.get(page).status_code == 200


def test_what_was_withdrawn_is_listed_only_for_those_who_may_bring_it_back(signed_in, piece):
    footage, manager, editor = piece(), signed_in("Rights manager"), signed_in("Editor")
    assert ask(manager, footage, "withdraw", "the licence ended").status_code == 200
    page, index = reverse("footage:detail", args=[footage.pk]), reverse("footage:index")
    assert editor.get(page).status_code == 404 and editor.get(index, {"state": "withdrawn"}).context["found"].total == 0
    body = manager.get(page).content.decode()
    assert "This footage was withdrawn" in body and "the licence ended" in body and "<video" not in body
    assert manager.get(index, {"state": "withdrawn"}).context["found"].total == 1
    assert manager.get(index).context["found"].total == 0
    assert not usable_by(manager.get(index).context["user"]).exists()
    assert ask(manager, footage, "release").status_code == 200


@pytest.mark.parametrize(
    ("state", "role", "action", "reason", "status"),
    [
        ("ready", "Editor", "withdraw", "x", 403),
        ("ready", "Ranger", "withdraw", "   ", 409),
        ("ready", "Ranger", "release", "", 409),
        ("ready", "Ranger", "burn", "x", 409),
        ("probing", "Ranger", "release", "", 409),
        ("failed", "Ranger", "withdraw", "x", 409),
        ("ready", "Rights manager", "quarantine", "x", 409),
        ("quarantined", "Rights manager", "release", "", 404),
    ],
)
def test_what_cannot_be_done_changes_nothing(signed_in, piece, state, role, action, reason, status):
    footage = piece(state=state)
    answer = ask(signed_in(role), footage, action, reason)
    footage.refresh_from_db()
    assert answer.status_code == status and footage.state == state
    assert status == 404 or answer.json()["error"].endswith(".")
