"""The pages of terms: who may open them, what they show, what they change, and what never appears on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.footage.models import Individual, IndividualName, Station
from curation.language import concepts, terms
from curation.language.models import Term
from curation.species.models import Taxon

pytestmark = pytest.mark.django_db

TIGER = "Panthera tigris altaica"


def rows(*lines: tuple[str, str, str]) -> dict[str, list[str]]:
    """A form's rows: language, text, standing."""
    empty = [""] * len(lines)
    return {
        "language": [line[0] for line in lines], "text": [line[1] for line in lines],
        "status": [line[2] for line in lines], "case": empty, "number": empty, "gender": empty,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("Editor", 200, False), ("Translator", 200, True), ("Publisher", 200, True), ("Ranger", 200, False),
        ("Rights manager", 200, False), (None, 302, False),
    ],
)  # fmt: skip
def test_who_reads_and_who_writes(
    signed_in: Callable[..., Client], park: Term, role: str | None, reads: int, writes: bool
) -> None:
    client = signed_in(role)
    assert client.get(reverse("language:terms")).status_code == reads
    assert client.get(reverse("language:term", args=["park"])).status_code == reads
    assert (client.get(reverse("language:term_new")).status_code == 200) is writes
    client.post(reverse("language:term", args=["park"]), {**rows(("en", "The Park", "preferred")), "note": ""})
    assert concepts.concepts()["park"].name("en") == (
        "The Park" if writes else "Northeast China Tiger and Leopard National Park"
    )
    client.post(reverse("language:term_remove", args=["park"]))
    assert ("park" in concepts.concepts()) is not writes


def test_species_are_terms_by_themselves(signed_in: Callable[..., Client]) -> None:
    page = signed_in("Editor").get(reverse("language:terms"), {"q": "东北虎"})
    assert TIGER in page.content.decode()
    one = signed_in("Translator").get(reverse("language:term", args=[TIGER])).content.decode()
    assert "Amur tiger" in one
    assert "амурский тигр" in one.lower()


def test_a_changed_name_of_a_species_is_a_changed_term(db: None) -> None:
    taxon = Taxon.objects.get(scientific_name=TIGER)
    name = taxon.names.get(language="en", preferred=True)
    name.name = "Siberian big cat"
    name.save()
    assert concepts.concepts()[TIGER].name("en") == "Siberian big cat"


def test_what_people_add_goes_before_and_what_they_forbid_is_gone(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Translator")
    before = concepts.concepts()[TIGER]
    assert "Siberian tiger" in [form.text for form in before.entry.written("en")]
    lines = rows(("en", "Siberian tiger", "forbidden"), ("en", "Amur Tiger", "preferred"))
    answer = client.post(reverse("language:term", args=[TIGER]), {**lines, "note": "Never “Siberian”."}, follow=True)
    assert "Never “Siberian”." in answer.content.decode()
    after = concepts.concepts()[TIGER]
    assert after.name("en") == "Amur Tiger"
    assert "Siberian tiger" not in [form.text for form in after.entry.written("en")]
    assert [form.text for form in after.entry.forbidden("en")] == ["Siberian tiger"]


def test_names_of_known_animals_are_terms(db: None, signed_in: Callable[..., Client]) -> None:
    animal = Individual.objects.create(code="T-07", taxon=Taxon.objects.get(scientific_name=TIGER))
    IndividualName.objects.create(individual=animal, language="en", name="Snowdrop")
    assert "Snowdrop" in signed_in("Editor").get(reverse("language:terms"), {"kind": "individual"}).content.decode()


def test_a_removal_can_be_undone(signed_in: Callable[..., Client], park: Term) -> None:
    client = signed_in("Translator")
    page = client.post(reverse("language:term_remove", args=["park"]), follow=True)
    assert "Undo" in page.content.decode()
    assert "park" not in concepts.concepts()
    client.post(reverse("language:term_restore", args=[park.pk]))
    assert concepts.concepts()["park"].name("zh-Hans") == "东北虎豹国家公园"


def test_undo_is_refused_where_a_new_one_took_the_key(
    signed_in: Callable[..., Client], park: Term, written: Callable[..., Term]
) -> None:
    client = signed_in("Translator")
    client.post(reverse("language:term_remove", args=["park"]))
    written("park", en="Another park")
    page = client.post(reverse("language:term_restore", args=[park.pk]), follow=True)
    assert "already" in page.content.decode()
    assert concepts.concepts()["park"].name("en") == "Another park"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("xx", "word", "preferred"), "no language"),
        (("en", "…!", "preferred"), "no letter"),
        (("en", "x" * 201, "preferred"), "too long"),
        (("en", "word", "holy"), "standing"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_lost(
    signed_in: Callable[..., Client], park: Term, line: tuple[str, str, str], says: str
) -> None:
    page = signed_in("Translator").post(
        reverse("language:term", args=["park"]), rows(("en", "A name typed with care", "preferred"), line)
    )
    body = page.content.decode()
    assert says in body
    assert "A name typed with care" in body
    assert concepts.concepts()["park"].name("en").startswith("Northeast")


def test_one_word_is_not_allowed_and_forbidden_at_once(signed_in: Callable[..., Client], park: Term) -> None:
    lines = rows(("en", "word", "preferred"), ("en", "word", "forbidden"))
    page = signed_in("Translator").post(reverse("language:term", args=["park"]), lines)
    assert "at once" in page.content.decode()


def test_what_is_written_is_shown_as_text(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Translator")
    lines = rows(("en", "<script>alert(1)</script>", "preferred"))
    client.post(reverse("language:term_new"), {**lines, "key": "script", "kind": "house"})
    for address in (reverse("language:terms"), reverse("language:term", args=["script"])):
        assert "<script>alert(1)" not in client.get(address).content.decode()


@pytest.mark.parametrize("key", ["", "../x", "a/b", " ", "x" * 121, "<b>"])
def test_a_key_is_a_plain_name(signed_in: Callable[..., Client], key: str) -> None:
    answer = signed_in("Translator").post(
        reverse("language:term_new"), {**rows(("en", "word", "preferred")), "key": key, "kind": "house"}
    )
    assert answer.status_code == 200
    assert not Term.objects.exists()


@pytest.fixture
def secret(written: Callable[..., Term]) -> str:
    """A term that is called like a camera station."""
    Station.objects.create(code="HC-0042", name="Black Spring Gully", zone="Hunchun")
    written("gully", kind="place", en="Black Spring Gully", zh_Hans="黑泉沟")
    return "Black Spring Gully"


@pytest.mark.parametrize(("role", "sees"), [("Translator", False), ("Editor", False), ("Ranger", True)])
def test_exact_places_are_for_those_who_see_them(
    signed_in: Callable[..., Client], secret: str, role: str, sees: bool
) -> None:
    client = signed_in(role)
    addresses = [
        reverse("language:terms") + "?kind=place", reverse("language:terms") + "?q=Gully",
        reverse("language:suggest") + "?source=zh-Hans&target=en&text=黑泉沟",
    ]  # fmt: skip
    bodies = [client.get(address).content.decode() for address in addresses]
    assert [secret in body for body in bodies] == [sees] * 3
    assert client.get(reverse("language:term", args=["gully"])).status_code == (200 if sees else 404)


def test_a_station_named_like_its_zone_hides_nothing(signed_in: Callable[..., Client], written: Any) -> None:
    Station.objects.create(code="HC-1", name="Hunchun", zone="Hunchun")
    written("hunchun", kind="place", en="Hunchun")
    assert "hunchun" in signed_in("Translator").get(reverse("language:terms"), {"kind": "place"}).content.decode()


def test_the_history_tells_who_changed_what(signed_in: Callable[..., Client], park: Term) -> None:
    client = signed_in("Translator", username="zhao")
    client.post(reverse("language:term", args=["park"]), rows(("en", "The Park", "preferred")))
    page = client.get(reverse("language:term", args=["park"])).content.decode()
    assert "<del" in page
    assert "Tiger Park" in page
    assert "zhao" in page


def test_the_list_finds_what_lacks_a_language(signed_in: Callable[..., Client], park: Term) -> None:
    client = signed_in("Editor")
    assert "park" in client.get(reverse("language:terms"), {"lacking": "ru", "kind": "place"}).content.decode()
    body = client.get(reverse("language:terms"), {"lacking": "en", "kind": "place"}).content.decode()
    assert "No term fits" in body


def test_two_who_begin_with_the_same_species_keep_both_words(db: None) -> None:
    concept = concepts.concepts()[TIGER]
    terms.change(concept, forms=list(concept.own), note="first", user=None)
    terms.change(concept, forms=list(concept.own), note="second", user=None)
    assert Term.objects.filter(taxon__scientific_name=TIGER).count() == 1


def test_the_pages_are_in_chinese_too(signed_in: Callable[..., Client], park: Term) -> None:
    client = signed_in("Translator")
    for name in ("terms", "memory", "rules", "term_new", "unit_new"):
        page = client.get(reverse(f"language:{name}"), headers={"accept-language": "zh-hans"})
        assert page.status_code == 200
