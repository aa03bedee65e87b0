"""Partner organisations and what is agreed with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing.partners.models import Agreement, Organisation
from publishing.partners.selectors import standing

pytestmark = pytest.mark.django_db


def test_an_organisation_and_an_agreement_are_written_down(signed_in) -> None:
    client = signed_in("Rights manager")
    client.post(reverse("partners:organisation_new"), {"name": "Museum", "country": "de"})
    museum = Organisation.objects.get()
    assert museum.country == "DE"
    url = reverse("partners:agreement_new", args=[museum.pk])
    fields = {"title": "Exhibition", "use": "education", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}
    assert "would end before it begins" in client.post(url, fields).content.decode()
    client.post(url, {**fields, "ends_on": "2027-02-01"})
    assert Agreement.objects.get().organisation == museum
    page = client.get(reverse("partners:index")).content.decode()
    assert "Museum" in page and "Exhibition" in page


def test_a_publisher_reads_and_does_not_write(signed_in) -> None:
    Organisation.objects.create(name="Museum")
    client = signed_in("Publisher")
    assert "Museum" in client.get(reverse("partners:index")).content.decode()
    client.post(reverse("partners:organisation_new"), {"name": "Other"})
    assert Organisation.objects.count() == 1


def test_an_editor_does_not_see_partners(signed_in) -> None:
    Organisation.objects.create(name="Museum")
    answer = signed_in("Editor").get(reverse("partners:index"), follow=True)
    assert "Museum" not in answer.content.decode()


def test_an_agreement_stands_from_its_first_to_its_last_day() -> None:
    today = timezone.localdate()
    day = timedelta(days=1)
    running = Agreement(starts_on=today, ends_on=today)
    assert standing(running) == "running"
    assert standing(running, today=today - day) == "coming"
    assert standing(running, today=today + day) == "ended"
    assert standing(Agreement(starts_on=date(2020, 1, 1))) == "running"
