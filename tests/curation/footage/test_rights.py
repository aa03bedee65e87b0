"""What the page of a piece of footage says of its rights."""

from __future__ import annotations

import pytest
from django.urls import reverse

from curation.footage.licensing import services as licensing
from curation.footage.models import Footage
from curation.rights.services import write_terms
from curation.rights.terms import Terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def footage() -> Footage:
    return Footage.objects.create(state=Footage.State.READY, fingerprint="ab" * 32, size=1, original_name="a.mp4")


@pytest.fixture
def page(client, person, footage: Footage):
    client.force_login(person("Editor"))
    return lambda: client.get(reverse("footage:detail", args=[footage.pk])).content.decode()


def test_terms_and_credit_are_named_with_the_way_to_them(page, footage: Footage) -> None:
    assert "Free for our own channels" in page()
    row = write_terms(Terms(name="Joint survey", credit_line="© Survey", uses=frozenset({"social"})))
    licensing.attach(row, [footage], user=None)
    told = page()
    assert "Free for our own channels" in told
    assert reverse("rights:detail", args=[row.pk]) in told
    assert "Joint survey" in told and "To be credited: © Survey" in told


def test_footage_that_its_terms_forbid_is_not_called_free(page, footage: Footage) -> None:
    row = write_terms(Terms(name="Schools", uses=frozenset({"education"})))
    licensing.attach(row, [footage], user=None)
    told = page()
    assert "Free for our own channels" not in told
    assert "This footage is not licensed for this use: Social media." in told
