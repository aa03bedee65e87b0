"""The pages of licence terms: written in versions, attached to footage, for those who may."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from curation.rights.models import LicenceTerms, RightsChange
from tests.publishing import stage

pytestmark = pytest.mark.django_db
FORM = {
    "name": "WWF 2026",
    "owner": "WWF",
    "uses": ["social", "education"],
    "media": ["social", "online"],
    "territories": "CN, EU",
    "languages": "zh-Hans, en",
    "credit_line": "© WWF",
    "people_release": "not_needed",
    "property_release": "not_needed",
    "sensitivity": "open",
}


@pytest.fixture
def rights(signed_in):
    return signed_in("Rights manager")


def written(client, **changes: object) -> LicenceTerms:
    answer = client.post(reverse("rights:new"), {**FORM, **changes})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return LicenceTerms.objects.get()


def test_terms_are_written_shown_and_changed_in_versions_that_stay(rights) -> None:
    assert "No licence terms yet" in rights.get(reverse("rights:index")).content.decode()
    terms = written(rights)
    page = rights.get(reverse("rights:detail", args=[terms.pk])).content.decode()
    assert "© WWF" in page and "China" in page
    changed = {**FORM, "territories": "CN", "why": "Europe ended"}
    assert rights.post(reverse("rights:change", args=[terms.pk]), changed).status_code == 302
    terms.refresh_from_db()
    assert terms.current is not None and terms.current.number == 2
    old = rights.get(reverse("rights:version", args=[terms.pk, 1])).content.decode()
    assert "This is an old version" in old
    policy = json.loads(rights.get(reverse("rights:odrl", args=[terms.pk, 2])).content)
    assert policy["@context"] and policy["permission"]
    assert list(RightsChange.objects.values_list("kind", flat=True)) == ["written", "written"]
    with pytest.raises(DatabaseError), transaction.atomic():
        terms.versions.filter(number=1).update(why="never")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("territories", "Atlantis", "No list of countries and regions knows “Atlantis”"),
        ("languages", "klingonish-language", "is no code of a language"),
        ("without", "CN, EU", "nothing is left of the countries"),
        ("exclusive_until", "2027-01-01T00:00", "Say to whom it is promised"),
    ],
)
def test_what_makes_no_sense_is_said_and_not_stored(rights, field: str, value: str, words: str) -> None:
    page = rights.post(reverse("rights:new"), {**FORM, field: value}).content.decode()
    assert words in page
    assert not LicenceTerms.objects.exists()


def test_footage_is_put_under_terms_and_taken_off(rights) -> None:
    terms, footage = written(rights), stage.footage()
    url = reverse("licensing:attached", args=[terms.pk])
    assert "F9999999" in rights.post(url, {"footage": "F9999999", "scope": "footage"}).content.decode()
    assert rights.post(url, {"footage": f"F{footage.pk}", "scope": "footage"}).status_code == 302
    row = terms.attachments.get()
    again = rights.post(url, {"footage": f"F{footage.pk}", "scope": "footage"}).content.decode()
    assert "under these terms already" in again
    assert f"F{footage.pk}" in rights.get(url).content.decode()
    rights.post(reverse("licensing:detach", args=[terms.pk, row.batch]))
    assert not terms.attachments.exists()
    assert RightsChange.objects.last().kind == "detached"


def test_who_may_not_sees_and_changes_nothing(rights, signed_in) -> None:
    terms = written(rights)
    reader = signed_in("Translator")
    assert reader.post(reverse("rights:new"), FORM).status_code in (302, 403)
    assert reader.post(reverse("rights:change", args=[terms.pk]), {**FORM, "why": "x"}).status_code in (302, 403)
    assert reader.post(reverse("licensing:attached", args=[terms.pk]), {}).status_code in (302, 403)
    assert LicenceTerms.objects.get().current.number == 1  # type: ignore[union-attr]
