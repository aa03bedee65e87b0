"""Partner organisations and what is agreed with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.footage.models import Collection, CollectionItem, Observation
from curation.species.models import Taxon
from publishing.partners.models import Agreement, Organisation
from publishing.partners.selectors import covered_clips, running_agreements, standing
from tests.publishing import stage

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


def agreed(**fields) -> Agreement:
    museum, _new = Organisation.objects.get_or_create(name="Museum")
    return Agreement.objects.create(organisation=museum, title="Exhibition", starts_on=timezone.localdate(), **fields)


def covered(agreement: Agreement) -> list[str]:
    return [clip.title for clip in covered_clips(running_agreements(agreement.organisation))]


def test_an_agreement_covers_clips_by_name_by_species_and_by_collection_and_nothing_else(person) -> None:
    clip, agreement = stage.clip(), agreed()
    footage = clip.version.segments.get().footage
    assert covered(agreement) == []
    agreement.clips.add(clip)
    assert covered(agreement) == [clip.title]
    agreement.clips.clear()
    leopard = Taxon.objects.get(scientific_name="Panthera pardus orientalis")
    Observation.objects.filter(footage=footage).delete()
    agreement.species.add(leopard)
    assert covered(agreement) == []
    Observation.objects.create(footage=footage, taxon=leopard, observation_type="animal")
    assert covered(agreement) == [clip.title]
    agreement.species.clear()
    chosen = Collection.objects.create(name="Autumn", owner=person("Editor"), shared_with_all=True)
    agreement.collections.add(chosen)
    assert covered(agreement) == []
    CollectionItem.objects.create(collection=chosen, footage=footage)
    assert covered(agreement) == [clip.title]
    Agreement.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert covered(agreement) == []


def test_what_a_partner_accepts_changes_its_fingerprint_with_every_word() -> None:
    agreement = agreed(terms="No cropping.")
    before = agreement.terms_hash
    agreement.clips.add(stage.clip())
    assert agreement.terms_hash == before, "which clips are covered is not what was accepted"
    agreement.languages = ["de"]
    assert agreement.terms_hash != before


def test_a_country_and_a_language_that_nobody_knows_are_named_and_nothing_is_stored(signed_in) -> None:
    museum = Organisation.objects.create(name="Museum")
    client, url = signed_in("Rights manager"), reverse("partners:agreement_new", args=[museum.pk])
    fields = {"title": "Exhibition", "use": "education", "starts_on": "2026-03-01"}
    page = client.post(url, {**fields, "territories": "Atlantis", "languages": "klingonisch"}).content.decode()
    assert "No list of countries and regions knows “Atlantis”" in page
    assert "“klingonisch” is no code of a language" in page
    assert not Agreement.objects.exists()
    client.post(url, {**fields, "territories": "Germany, EU", "languages": "de, zh-hans", "monthly_downloads": "20"})
    made = Agreement.objects.get()
    assert (made.territories, made.languages, made.monthly_downloads) == (["DE", "EU"], ["de", "zh-Hans"], 20)
    assert "DE, EU" in client.get(reverse("partners:agreement", args=[museum.pk, made.pk])).content.decode()
