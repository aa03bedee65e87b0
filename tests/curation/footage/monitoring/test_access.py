"""Who may use the API, how often, and what it says to whom it turns away."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from curation.footage.models import ApiClient
from curation.footage.monitoring import clients, limits
from tests.curation.footage.monitoring.conftest import BASE, seen

pytestmark = pytest.mark.django_db


def is_problem(answer, status, code):
    body = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert body["status"] == status and body["code"] == code and body["type"].endswith(code)
    assert body["detail"].rstrip("0123456789").strip()
    return True


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer pmk_wrong", "Basic cGFyazpwYXJr", "Bearer \udcff", "pmk_"])
def test_no_token_no_entry(program, header):
    program()
    answer = Client().get(BASE + "batches/x", HTTP_AUTHORIZATION=header) if header else Client().get(BASE + "batches/x")
    assert is_problem(answer, 401, "unauthorized") and answer["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_opens_nothing(program):
    park = program()
    assert park.get("batches/x").status_code == 404
    clients.revoke(park.row)
    assert is_problem(park.get("batches/x"), 401, "unauthorized")


def test_only_a_digest_of_the_token_is_kept(program):
    park = program()
    row = ApiClient.objects.values().get()
    assert park.token not in json.dumps(row, default=str)
    assert park.token.startswith(row["token_hint"]) and len(row["token_hint"]) == 12
    park.get("batches/x")
    assert ApiClient.objects.get().last_used_at is not None


def test_an_address_that_is_not_there(program):
    assert is_problem(program().send("fotage", {}), 404, "not_found")


def test_a_signed_in_person_is_no_program(signed_in):
    assert signed_in(superuser=True).get(BASE + "batches/x").status_code == 401


def test_too_many_requests_in_a_minute(program, monkeypatch):
    monkeypatch.setattr(limits, "REQUESTS", 3)
    park, other = program(), program("other")
    answers = [park.get("batches/x").status_code for _ in range(8)]
    assert 429 in answers and 404 in answers
    assert other.get("batches/x").status_code == 404
    while (refused := park.get("batches/x")).status_code != 429:
        pass
    assert is_problem(refused, 429, "too_often") and 1 <= int(refused["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        ([], 422, "not_a_batch"),
        ({"observations": {}}, 422, "not_a_batch"),
        ({"observations": []}, 422, "not_a_batch"),
        ({"observations": [seen(1)], "dry": True}, 422, "unknown_member"),
        ({"observations": [{}] * 5001}, 413, "too_many"),
        (b" " * (limits.LARGEST_BODY + 1), 413, "too_large"),
    ],
)
def test_bodies_that_are_no_batch(program, body, status, code):
    assert is_problem(program().send("observations", body), status, code)


def test_compressed_or_foreign_bodies(program):
    park = program()
    assert is_problem(park.send("observations", b"x", HTTP_CONTENT_ENCODING="gzip"), 415, "media_type")
    assert is_problem(park.send("observations", {}, CONTENT_TYPE="text/csv"), 415, "media_type")


def test_the_command_makes_lists_and_revokes():
    out = StringIO()
    call_command("monitoring_client", "add", "park", stdout=out, stderr=StringIO())
    token = out.getvalue().strip()
    assert clients.client_of(token).name == "park"
    with pytest.raises(CommandError, match="already"):
        call_command("monitoring_client", "add", "park", stdout=StringIO(), stderr=StringIO())
    out = StringIO()
    call_command("monitoring_client", "list", stdout=out)
    assert "park" in out.getvalue() and "active" in out.getvalue() and token not in out.getvalue()
    call_command("monitoring_client", "revoke", "park", stdout=StringIO())
    assert clients.client_of(token) is None


def test_superusers_make_clients_in_the_studio_and_see_the_token_once(signed_in):
    admin, page = signed_in(superuser=True), "/studio/monitoring-clients/"
    answer = admin.post(page + "new/", {"name": "park", "active": "on"}, follow=True)
    body = answer.content.decode()
    token = body.split("<code>pmk_", 1)[1].split("<", 1)[0]
    assert clients.client_of("pmk_" + token).name == "park"
    assert token not in admin.get(page).content.decode()
    number = ApiClient.objects.get().pk
    admin.post(f"{page}edit/{number}/", {"name": "park", "active": "on", "new_token": "on"})
    assert clients.client_of("pmk_" + token) is None and ApiClient.objects.get().active


@pytest.mark.parametrize("role", ["Ranger", "Publisher", "Rights manager"])
def test_nobody_else_makes_clients(signed_in, role):
    client = signed_in(role)
    assert client.get("/studio/monitoring-clients/", follow=True).redirect_chain
    client.post("/studio/monitoring-clients/new/", {"name": "park"})
    assert not ApiClient.objects.exists()


def test_the_description_and_the_page_need_no_token_and_load_nothing_from_elsewhere():
    described = Client().get(BASE + "openapi.json").json()
    assert described["openapi"].startswith("3.1")
    text = json.dumps(described)
    for reference in {part.split('"', 1)[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}:
        assert reference in described["components"]["schemas"], reference
    page = Client().get(BASE).content.decode()
    assert "observationID" in page and "Idempotency-Key" in page and "webhook-signature" in page
    assert "<script" not in page and "<link" not in page and "src=" not in page
