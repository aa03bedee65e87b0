"""Taxa in the database: shipped by a migration, found by any name."""

import pytest
from django.core.management import call_command

from curation.species.models import Taxon, TaxonName
from curation.species.selectors import find_taxa, match_taxa, with_descendants
from curation.species.services import load_taxa

pytestmark = pytest.mark.django_db
TIGER, LEOPARD = "Panthera tigris altaica", "Panthera pardus orientalis"


def test_the_migration_brought_the_taxa_with_tiger_and_leopard_first():
    assert [taxon.scientific_name for taxon in Taxon.objects.all()[:2]] == [TIGER, LEOPARD]
    assert Taxon.objects.count() >= 40


def test_loading_again_changes_nothing(capsys):
    before = set(TaxonName.objects.values_list("pk", flat=True)), Taxon.objects.count()
    call_command("load_taxa")
    assert (set(TaxonName.objects.values_list("pk", flat=True)), Taxon.objects.count()) == before
    assert "taxa are in place" in capsys.readouterr().out


def test_loading_repairs_a_name_and_leaves_other_taxa():
    TaxonName.objects.filter(name="东北虎").update(name="wrong")
    Taxon.objects.create(
        scientific_name="Felis catus",
        kind="mammal",
        class_name="Mammalia",
        order="Carnivora",
        family="Felidae",
        genus="Felis",
    )
    load_taxa()
    assert TaxonName.objects.filter(name="东北虎", preferred=True).count() == 1
    assert Taxon.objects.filter(scientific_name="Felis catus").exists()


@pytest.mark.parametrize(
    "text",
    [
        "东北虎",
        "東北虎",
        "老虎",
        "Amur tiger",
        "AMUR  TIGER",
        "амурский тигр",
        "호랑이",
        "アムールトラ",
        "Tigre de Sibérie",
        "tigre de siberie",
        "ببر آمور",
        "Panthera tigris",
        "Сибирийн бар",
    ],
)
def test_the_tiger_is_found_by_any_name(text):
    assert find_taxa(text)[0].scientific_name == TIGER


def test_part_of_a_chinese_name_finds_all_that_have_it():
    found = [taxon.scientific_name for taxon in find_taxa("豹")]
    assert found[0] == LEOPARD
    assert "Prionailurus bengalensis" in found


def test_a_match_tells_which_name_was_meant():
    match = match_taxa("сибирский тигр")[0]
    assert (match.name, match.language) == ("Сибирский тигр", "ru")


def test_nothing_finds_nothing():
    assert find_taxa("") == [] and find_taxa("zzzz") == [] and find_taxa("   ") == []


def test_a_species_brings_its_subspecies():
    species = Taxon.objects.create(
        scientific_name="Panthera tigris",
        kind="mammal",
        class_name="Mammalia",
        order="Carnivora",
        family="Felidae",
        genus="Panthera",
    )
    Taxon.objects.filter(scientific_name=TIGER).update(parent=species)
    assert with_descendants(["Panthera tigris"]) == {species.pk, Taxon.objects.get(scientific_name=TIGER).pk}
    assert with_descendants([TIGER]) == {Taxon.objects.get(scientific_name=TIGER).pk}


def test_names_follow_the_reader():
    tiger = Taxon.objects.get(scientific_name=TIGER)
    assert (tiger.name_in("zh-hans"), tiger.name_in("en"), tiger.name_in("xx")) == (
        "东北虎",
        "Amur tiger",
        "Amur tiger",
    )
