"""The partners' API as a program meets it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from publishing.partners import acceptances, api, tokens
from publishing.partners.ledger import Origin
from publishing.partners.models import Copy
from tests.publishing.partners import house

pytestmark = pytest.mark.django_db
ROOT = "/api/partner/v1"


class Program:
    """Asks with a key."""

    def __init__(self, key: str) -> None:
        self.client, self.headers = Client(), {"authorization": f"Bearer {key}"}

    def get(self, path: str, **query):
        return self.client.get(f"{ROOT}{path}", query, headers=self.headers)

    def post(self, path: str, body: object):
        return self.client.post(f"{ROOT}{path}", body, content_type="application/json", headers=self.headers)


@pytest.fixture
def scene(settings, tmp_path):
    settings.CREDENTIALS_FOLDER = tmp_path / "credentials"
    anna = house.member()
    agreed = house.agreement(anna, monthly_downloads=2)
    offer = house.offered(real=True)
    agreed.clips.add(offer.clip)
    _row, key = tokens.give(anna, name="Newsroom")
    return anna, agreed, offer, Program(key)


def test_a_program_finds_accepts_asks_and_downloads(scene) -> None:
    _anna, agreed, offer, program = scene
    found = program.get("/clips", q="東北虎".replace("東", "东")).json()
    assert found["total"] == 1 and found["clips"][0]["species"][0]["scientificName"] == "Panthera tigris altaica"
    detail = program.get(f"/clips/{offer.pk}").json()
    assert detail["captions"] == ["en", "ru", "zh-Hans"] and detail["credits"][str(agreed.pk)] == [agreed.credit_line]
    wanted = {"agreement": agreed.pk, "rendition": detail["renditions"][0]["id"], "languages": ["ru"]}
    refused = program.post(f"/clips/{offer.pk}/copies", wanted)
    assert refused.status_code == 409 and refused.json()["code"] == "terms_open"
    assert refused["Content-Type"] == "application/problem+json"
    licence = program.get("/agreements").json()["agreements"][0]
    stale = program.post(f"/agreements/{agreed.pk}/acceptance", {"terms_hash": "0" * 64})
    assert stale.status_code == 409 and stale.json()["code"] == "terms_changed"
    accepted = program.post(f"/agreements/{agreed.pk}/acceptance", {"terms_hash": licence["terms_hash"]})
    assert accepted.json()["accepted"] is True
    asked = program.post(f"/clips/{offer.pk}/copies", wanted)
    assert asked.status_code == 202 and asked.json()["state"] == "preparing"
    house.finish(Copy.objects.get())
    ready = program.get(f"/copies/{asked.json()['id']}").json()
    assert [each["type"] for each in ready["files"]] == ["video/mp4", "text/vtt"]
    answer = Client().get(ready["files"][0]["url"].removeprefix("http://127.0.0.1:8000"))
    assert len(house.body(answer)) == ready["files"][0]["bytes"]
    assert program.get("/agreements").json()["agreements"][0]["downloads_left"] == 1
    kinds = [each["kind"] for each in program.get("/ledger").json()["moments"]]
    assert kinds == ["fetched", "prepared", "asked", "accepted", "refused", "refused"]


def test_a_key_opens_its_own_organisation_until_it_is_ended(scene) -> None:
    anna, agreed, offer, program = scene
    acceptances.accept(anna, agreed.pk, terms_hash=agreed.terms_hash, origin=Origin())
    ben = house.member(name="School", email="ben@school.example")
    row, key = tokens.give(ben, name="x")
    other = Program(key)
    assert other.get("/clips").json() == {"total": 0, "clips": []}
    assert other.get(f"/clips/{offer.pk}").status_code == 404
    assert other.get("/ledger").json() == {"moments": []}
    wanted = {"agreement": agreed.pk, "rendition": house.rendition_of(offer).pk}
    copy = program.post(f"/clips/{offer.pk}/copies", wanted).json()
    assert other.get(f"/copies/{copy['id']}").status_code == 404
    assert other.post(f"/agreements/{agreed.pk}/acceptance", {"terms_hash": agreed.terms_hash}).status_code == 404
    house.signed_in(ben).post(reverse("portal:end_token", args=[row.pk]))
    ended = other.get("/clips")
    assert ended.status_code == 401 and ended["WWW-Authenticate"].startswith("Bearer")
    assert Client().get(f"{ROOT}/clips").status_code == 401


def test_what_is_asked_wrongly_is_a_problem_that_says_so(scene, monkeypatch) -> None:
    _anna, _agreed, offer, program = scene
    broken = program.client.post(
        f"{ROOT}/clips/1/copies", "{", content_type="application/json", headers=program.headers
    )
    for answer, status in (
        (program.post(f"/clips/{offer.pk}/copies", {"agreement": "x"}), 422),
        (broken, 400),
        (program.get("/clips", limit=0), 422),
        (program.get(f"/clips/{10**30}"), 404),
        (program.get("/clips", q="\0"), 200),
        (program.get("/copies/not-an-id"), 422),
    ):
        assert answer.status_code == status, answer.content
        if status != 200:
            assert answer.json()["status"] == status
    monkeypatch.setattr(api, "REQUESTS", 0)
    assert program.get("/clips").status_code == 429


def test_the_key_is_shown_once_and_only_its_digest_is_kept(scene) -> None:
    anna, *_rest = scene
    client = house.signed_in(anna)
    page = client.post(reverse("portal:account"), {"name": "Archive"}).content.decode()
    key = page.split("<code>pmp_")[1].split("<")[0]
    assert len(key) > 40 and Program(f"pmp_{key}").get("/clips").status_code == 200
    assert key not in client.get(reverse("portal:account")).content.decode()
    assert not anna.tokens.filter(digest__contains=key[:12]).exists()
    described = Client().get(f"{ROOT}/openapi.json").json()
    assert "/api/partner/v1/clips/{clip_id}/copies" in described["paths"]
