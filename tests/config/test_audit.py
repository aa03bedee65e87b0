"""Every change tells who made it and from where."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from publishing.partners.models import Organisation
from tests.publishing.partners import house

pytestmark = pytest.mark.django_db


def test_the_history_says_who_changed_what_and_from_where(signed_in) -> None:
    client = signed_in("Rights manager")
    client.post(reverse("partners:organisation_new"), {"name": "Museum"}, REMOTE_ADDR="198.51.100.4")
    museum = Organisation.objects.get()
    fields = {"title": "Loop", "use": "education", "starts_on": "2026-03-01"}
    client.post(reverse("partners:agreement_new", args=[museum.pk]), fields, REMOTE_ADDR="198.51.100.5")
    entries = list(ModelLogEntry.objects.order_by("pk"))
    assert [each.data["address"] for each in entries] == ["198.51.100.4", "198.51.100.5"]
    assert {each.user.username for each in entries} == {"rights-manager"}
    assert entries[1].data["licence"]["title"] == "Loop"


def test_a_change_without_a_request_has_no_address() -> None:
    from wagtail.log_actions import log

    log(Organisation.objects.create(name="Museum"), "wagtail.create")
    assert "address" not in ModelLogEntry.objects.get().data


def test_an_organisation_with_people_is_not_removed(signed_in) -> None:
    anna = house.member()
    client = signed_in("Rights manager")
    page = client.post(reverse("partners:organisation_delete", args=[anna.organisation_id]), follow=True)
    assert "close their accounts instead" in page.content.decode() and Organisation.objects.exists()
