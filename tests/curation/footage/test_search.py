"""The search finds what is meant, in any language, in order, and only what the reader may know of."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from curation.footage import cards, search
from curation.footage.finding.names import terms
from curation.footage.models import Collection, CollectionItem, Footage, FootageText, Individual, Observation, Station
from curation.footage.query import FootageQuery, from_querystring, parse
from curation.footage.search import SYSTEM, Reader
from curation.search.errors import SearchTimeout, SearchUnavailable
from curation.species.models import Taxon
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, day, machine_saw, saw
from tests.curation.footage.finding.test_counts import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(person):
    return Reader(person("Editor"))


@pytest.fixture
def ranger(person):
    return Reader(person("Ranger"))


@pytest.fixture
def catalogue(piece):
    """Thirty pieces of several species and moments."""
    for n in range(30):
        footage = piece(captured_at=None if n % 7 == 0 else day("2026-01-01T00:00") + timedelta(hours=17 * (n // 2)))
        machine_saw(footage, [TIGER, LEOPARD, BOAR, BOAR, None][n % 5])


def found(text: str = "", reader: Reader = SYSTEM, **asked) -> list[Footage]:
    return search.run(FootageQuery(q=text, **asked), reader, size=100).items


# ------------------------------------------------------------------------------------------------ order and pages


@pytest.mark.parametrize("sort", ["newest", "rarest", "quality"])
def test_pages_show_everything_once_and_in_order(catalogue, sort):
    query, after, seen = FootageQuery(sort=sort), "", []
    for _page in range(30):
        page = search.run(query, SYSTEM, after=after, size=4)
        seen += page.items
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == page.total == 30
    if sort == "newest":
        known = [one.captured_at for one in seen if one.captured_at]
        assert known == sorted(known, reverse=True)
        assert seen[len(known) :] == [one for one in seen if not one.captured_at]


def test_the_rarest_comes_first_and_its_card_says_why(piece):
    boars, tigers, cubs = [piece() for _ in range(12)], [piece() for _ in range(4)], piece()
    for boar in boars:
        saw(boar, BOAR)
    for tiger in tigers:
        saw(tiger, TIGER, life_stage="adult")
    saw(cubs, TIGER, life_stage="juvenile", count=3, behavior="playing")
    page = search.run(FootageQuery(), search.SYSTEM, explained=True)
    assert page.items[0] == cubs and set(page.items[1:5]) == set(tigers)
    why = search.why(page)
    assert "one of 5 observations of Amur tiger" in why[tigers[0].pk]
    assert "young Amur tiger" in why[cubs.pk]
    assert why[boars[0].pk] == ["one of 12 observations of Wild boar"]


def test_the_first_record_of_a_known_animal_says_so(piece):
    known = Individual.objects.create(code="T-07", taxon=Taxon.objects.get(scientific_name=TIGER))
    later, first = piece(captured_at=day("2026-02-01T05:00")), piece(captured_at=day("2026-01-01T05:00"))
    for footage in (later, first):
        saw(footage, TIGER, individual=known)
    why = search.why(search.run(FootageQuery(), search.SYSTEM, explained=True))
    assert "first record of T-07" in why[first.pk] and "first record of T-07" not in why[later.pk]


@pytest.mark.parametrize("after", ["x", "~", "2026-01-01~5", "nan~1", "1e999~2", "-5~3", "~99999999999999999999999"])
def test_a_broken_cursor_is_no_error(catalogue, after):
    for sort in ["newest", "rarest"]:
        assert search.run(FootageQuery(sort=sort), SYSTEM, after=after).total == 30


# -------------------------------------------------------------------------------------------------------- addresses


@given(queries)
def test_an_address_says_exactly_the_query(query):
    parsed = parse(QueryDict(query.querystring()))
    assert parsed.query == query == from_querystring("?" + query.querystring()) and not parsed.ignored


@given(st.text(max_size=200))
def test_any_address_is_read_without_an_error(text):
    parse(QueryDict(text.encode("utf-8", "replace").decode()))


def test_what_an_address_cannot_mean_is_told():
    parsed = parse(
        QueryDict(
            "light=dusk&since=yesterday&shortest=-1&longest=nan&month=2026-13&state=gone&sort=best&hour=24&event=-1"
            "&number=!7"
        )
    )
    assert parsed.query == FootageQuery()
    told = {"light", "since", "shortest", "longest", "month", "state", "sort", "hour", "event", "number"}
    assert set(parsed.ignored) == told


# ------------------------------------------------------------------------------------------------------------ text


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Siberian tiger snow", ["Siberian tiger", "snow"]),
        ("东北虎 cubs", ["东北虎", "cubs"]),
        ("leopard cat", ["leopard cat"]),
        ("tigre de Sibérie", ["tigre de Sibérie"]),
        ("   ", []),
    ],
)
def test_names_of_several_words_stay_together(text, split):
    assert [term.text for term in terms(text.split())] == split


def test_a_name_of_two_words_does_not_find_what_shares_one_of_them(piece):
    cat, leopard = piece(), piece()
    saw(cat, "Prionailurus bengalensis")
    saw(leopard, LEOPARD)
    for text, expected in [("leopard cat", cat), ("Amur leopard", leopard), ("豹猫", cat), ("леопард", leopard)]:
        assert found(text) == [expected]


@pytest.mark.parametrize("typed", ["leoprad", "тигр амуский", "Sibirian tiger"])
def test_a_mistyped_name_is_understood_and_told(piece, typed):
    tiger, leopard = piece(), piece()
    saw(tiger, TIGER)
    saw(leopard, LEOPARD)
    page = search.run(FootageQuery(q=typed), SYSTEM)
    assert page.items == [leopard if typed == "leoprad" else tiger]
    assert page.instead


def test_chinese_is_found_in_the_middle_of_a_run(piece):
    footage = piece(notes="雪地里的母虎带着幼崽经过山脊")
    piece(notes="经带过着")
    assert found("带着") == found("母虎带着幼崽") == [footage]


def test_words_of_clips_are_found(piece):
    footage = piece()
    FootageText.objects.create(footage=footage, source="clip:1", text="The crossing at dawn")
    assert found("crossing") == [footage]
    FootageText.objects.all().delete()
    assert found("crossing") == []


def test_and_or_not_and_parentheses(piece):
    snow, both, cubs = piece(notes="snow"), piece(notes="snow cubs"), piece(notes="cubs of spring")
    assert set(found("snow cubs")) == {both}
    assert set(found("snow or cubs")) == {snow, both, cubs}
    assert set(found("snow not cubs")) == {snow}
    assert set(found("(snow or spring) -both cubs")) == {both, cubs}
    assert set(found('"cubs of spring" 或 (snow 不要 cubs)')) == {cubs, snow}


def test_a_species_finds_its_subspecies_too(piece):
    species = Taxon.objects.create(
        scientific_name="Panthera tigris", kind="mammal", class_name="Mammalia", order="", family="Felidae", genus=""
    )
    Taxon.objects.filter(scientific_name=TIGER).update(parent=species)
    footage = piece()
    saw(footage, TIGER)
    assert found(species=("Panthera tigris",)) == [footage]
    assert found(species=("!Panthera tigris",)) == []


def test_a_person_outweighs_the_machine(piece):
    footage = piece()
    machine_saw(footage, LEOPARD)
    saw(footage, TIGER)
    assert found(species=(TIGER,)) == [footage] and found(species=(LEOPARD,)) == []


def test_what_is_said_of_an_event_holds_for_its_footage(piece, station):
    from curation.footage.models import Event

    event = Event.objects.create(station=station, start=day("2026-01-01T05:00"), end=day("2026-01-01T05:10"))
    footage = [piece(station=station, event=event) for _ in range(2)]
    Observation.objects.create(event=event, taxon=Taxon.objects.get(scientific_name=TIGER), classified_by="Wang Wei")
    assert set(found("tiger")) == set(footage) == set(found(event=event.pk))
    assert [cards.card(one).title for one in found("tiger")] == ["Amur tiger", "Amur tiger"]


# ---------------------------------------------------------------------------------------------------- what is allowed


def test_exact_places_and_original_names_are_found_only_by_those_who_may_see_them(piece, station, editor, ranger):
    piece(station=station, folder="Secret valley/a", original_name="IMG_7.mp4", media_id="park-881")
    asked = [*(FootageQuery(q=text) for text in ["HC-0042", '"secret valley"', "img_7", "park-881", "Hidden ridge"])]
    for query in [*asked, FootageQuery(station=("HC-0042",))]:
        assert search.run(query, ranger).total == 1
        assert search.run(query, editor).total == 0
    assert not search.facets(FootageQuery(), editor).values("station")
    assert search.facets(FootageQuery(), ranger).values("station")


def test_quarantine_alarms_and_withdrawn_footage_are_neither_found_nor_counted(piece, editor, ranger, person):
    shown = piece()
    piece(state="quarantined")
    piece(alarm="human")
    piece(state="withdrawn")
    everything = [FootageQuery(), FootageQuery(state="quarantined"), FootageQuery(state="withdrawn")]
    for query in everything:
        expected = 1 if query.state == "" else 0
        assert search.run(query, editor).total == search.facets(query, editor).total == expected
    assert found(reader=editor) == [shown]
    assert [search.run(query, ranger).total for query in everything] == [1, 2, 1]
    assert found(reader=Reader(person())) == []


def test_a_collection_of_others_is_empty_until_it_is_shared(piece, person, editor):
    footage = piece()
    theirs = Collection.objects.create(name="Mine", owner=person("Publisher"))
    CollectionItem.objects.create(collection=theirs, footage=footage)
    assert found(collection=theirs.pk, reader=editor) == []
    theirs.shared_with_all = True
    theirs.save()
    assert found(collection=theirs.pk, reader=editor) == [footage]


def test_a_zone_that_is_renamed_is_renamed_in_the_filters(piece, editor):
    station = Station.objects.create(code="A", zone="North")
    piece(station=station)
    assert [facet.value for facet in search.facets(FootageQuery(), editor).values("zone")] == ["North"]
    Station.objects.update(zone="South")
    assert [facet.value for facet in search.facets(FootageQuery(), editor).values("zone")] == ["South"]


@pytest.mark.parametrize("error", [SearchUnavailable(), SearchTimeout(seconds=5)])
def test_what_was_not_searched_says_so(piece, editor, monkeypatch, error):
    piece()

    def silent(*_args, **_known):
        raise error

    for call in ("page", "facets"):
        monkeypatch.setattr(search.finder.OwnIndex, call, silent)
    page, counted = search.run(FootageQuery(), editor, explained=True), search.facets(FootageQuery(), editor)
    assert str(page.error).startswith("Not searched") and str(counted.error).startswith("Not searched")
    assert search.why(page) == {}
