"""The search finds what anybody would find by looking at every piece, and nothing else."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils.timezone import localtime
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.footage import rarity, search
from curation.footage.models import Footage, Observation, Station
from curation.footage.query import BEHAVIORS, FootageQuery, parse
from curation.footage.search import terms
from curation.species.models import Taxon
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, day, machine_saw, saw

pytestmark = pytest.mark.django_db
SPECIES = (TIGER, LEOPARD, BOAR)


@pytest.fixture
def catalogue(piece):
    """Thirty pieces that differ in everything that can be asked for."""
    stations = [
        Station.objects.create(code=f"ST-{n}", zone=zone) for n, zone in enumerate(["Hunchun", "Wangqing", "Hunchun"])
    ]
    for n in range(30):
        footage = piece(
            light=["day", "night", ""][n % 3],
            station=[*stations, None][n % 4],
            captured_at=None if n % 7 == 0 else day("2026-01-01T00:00") + timedelta(hours=17 * (n // 2)),
            duration=[None, 5.0, 10.0, 60.0][n % 4],
            tags=[["Winter", "snow, deep"], ["summer"], []][n % 3],
            notes=["two cubs play", "", "雪地"][n % 3],
            state=["ready", "ready", "ready", "failed", "quarantined"][n % 5],
        )
        if n % 3 != 2:
            machine_saw(footage, SPECIES[n % 3], behavior=BEHAVIORS[n % 4])
        if n % 4 == 1:
            saw(footage, SPECIES[(n + 1) % 3], behavior=BEHAVIORS[(n + 1) % 4], life_stage=["", "juvenile"][n % 2])
        if n % 11 == 0:
            saw(footage, None)
    rarity.refresh_all()
    return list(Footage.objects.select_related("station").prefetch_related("observations__taxon"))


def current(footage: Footage) -> list[Observation]:
    all_ = list(footage.observations.all())
    return [one for one in all_ if one.classification_method == "human"] or all_


def fits(footage: Footage, query: FootageQuery) -> bool:
    """The search as anybody would do it by hand, with the words that `queries` draws."""
    seen = current(footage)
    named = {"东北虎": TIGER, "амурский тигр": TIGER, "leopard": LEOPARD}
    methods = {one.classification_method for one in footage.observations.all()}
    tagging = "approved" if "human" in methods else "machine" if methods else "untagged"
    filmed = localtime(footage.captured_at).date() if footage.captured_at else None
    text = " ".join([*footage.tags, footage.notes, footage.station.zone if footage.station else ""]).lower()
    wanted = query.q.lower()
    by_name = any(one.taxon and one.taxon.scientific_name == named.get(query.q) for one in seen)
    by_meaning = (wanted == "cubs" and any(one.life_stage == "juvenile" for one in seen)) or (
        wanted == "night" and footage.light == "night"
    )
    return all(
        [
            footage.state == query.state,
            not query.q or wanted in text or by_name or by_meaning,
            not (query.species or query.behaviour)
            or any(
                (not query.species or (one.taxon and one.taxon.scientific_name in query.species))
                and (not query.behaviour or one.behavior in query.behaviour)
                for one in seen
            ),
            not query.light or footage.light == query.light,
            not query.zone or (footage.station and footage.station.zone in query.zone),
            not query.station or (footage.station and footage.station.code in query.station),
            query.since is None or (filmed is not None and filmed >= query.since),
            query.until is None or (filmed is not None and filmed <= query.until),
            query.shortest is None or (footage.duration is not None and footage.duration >= query.shortest),
            query.longest is None or (footage.duration is not None and footage.duration <= query.longest),
            not query.tagging or tagging == query.tagging,
        ]
    )


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


days = st.none() | st.dates(date(2025, 12, 30), date(2026, 1, 14))
queries = st.builds(
    FootageQuery,
    q=st.sampled_from(
        [
            "",
            "",
            "东北虎",
            "амурский тигр",
            "leopard",
            "winter",
            "snow,",
            "雪地",
            "cubs",
            "night",
            "Hunchun",
            "{",
            "100%",
        ]
    ),
    species=some(*SPECIES),
    behaviour=some(*BEHAVIORS[:4]),
    light=st.sampled_from(["", "day", "night"]),
    zone=some("Hunchun", "Wangqing", "Nowhere"),
    station=some("ST-0", "ST-1"),
    since=days,
    until=days,
    shortest=st.none() | st.sampled_from([0.0, 5.0, 7.5]),
    longest=st.none() | st.sampled_from([5.0, 10.0, 100.0]),
    tagging=st.sampled_from(["", "approved", "machine", "untagged"]),
    state=st.sampled_from(["ready", "ready", "failed", "quarantined"]),
    sort=st.sampled_from(["newest", "rarest"]),
)
NOTHING = FootageQuery()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries, kept=st.sets(st.integers(0, 11), max_size=4))
def test_the_search_finds_what_looking_at_everything_finds(catalogue, query, kept):
    names = [
        "q",
        "species",
        "behaviour",
        "light",
        "zone",
        "station",
        "since",
        "until",
        "shortest",
        "longest",
        "tagging",
        "state",
    ]
    query = replace(query, **{name: getattr(NOTHING, name) for place, name in enumerate(names) if place not in kept})
    found = search.run(query, Footage.objects.all(), places=True, size=100)
    expected = [footage for footage in catalogue if fits(footage, query)]
    assert {footage.pk for footage in found.items} == {footage.pk for footage in expected}
    assert found.total == len(expected)


@pytest.mark.parametrize("sort", ["newest", "rarest"])
def test_pages_show_everything_once_and_in_order(catalogue, sort):
    query, after, seen = FootageQuery(sort=sort), "", []
    for _page in range(30):
        found = search.run(query, Footage.objects.all(), places=False, after=after, size=4)
        seen += found.items
        after = found.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == found.total > 10
    if sort == "rarest":
        assert [one.rarity for one in seen] == sorted((one.rarity for one in seen), reverse=True)
    else:
        known = [one.captured_at for one in seen if one.captured_at]
        assert known == sorted(known, reverse=True) and seen[len(known) :] == [
            one for one in seen if not one.captured_at
        ]


@pytest.mark.parametrize("after", ["x", "~", "2026-01-01~5", "nan~1", "1e999~2", "~99999999999999999999999"])
def test_a_broken_cursor_is_no_error(catalogue, after):
    for sort in ["newest", "rarest"]:
        found = search.run(FootageQuery(sort=sort), Footage.objects.all(), places=False, after=after)
        assert found.total > 0


@given(queries)
def test_an_address_says_exactly_the_query(query):
    parsed = parse(QueryDict(query.querystring()))
    assert parsed.query == query and not parsed.ignored


@given(st.text(max_size=200))
def test_any_address_is_read_without_an_error(text):
    parse(QueryDict(text.encode("utf-8", "replace").decode()))


def test_what_an_address_cannot_mean_is_told():
    parsed = parse(
        QueryDict("light=dusk&since=yesterday&shortest=-1&longest=nan&behaviour=dancing&state=gone&sort=best")
    )
    assert parsed.query == FootageQuery()
    assert set(parsed.ignored) == {"light", "since", "shortest", "longest", "behaviour", "state", "sort"}


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
    assert [term.text for term in terms(text)] == split


def test_a_name_of_two_words_does_not_find_what_shares_one_of_them(piece):
    cat, leopard = piece(), piece()
    saw(cat, "Prionailurus bengalensis")
    saw(leopard, LEOPARD)
    for text, expected in [("leopard cat", cat), ("Amur leopard", leopard), ("豹猫", cat), ("леопард", leopard)]:
        assert search.run(FootageQuery(q=text), Footage.objects.all(), places=False).items == [expected]


def test_a_species_finds_its_subspecies_too(piece):
    species = Taxon.objects.create(
        scientific_name="Panthera tigris",
        kind="mammal",
        class_name="Mammalia",
        order="Carnivora",
        family="Felidae",
        genus="Panthera",
    )
    Taxon.objects.filter(scientific_name=TIGER).update(parent=species)
    footage = piece()
    saw(footage, TIGER)
    assert search.run(FootageQuery(species=("Panthera tigris",)), Footage.objects.all(), places=False).items == [
        footage
    ]


def test_a_person_outweighs_the_machine(piece):
    footage = piece()
    machine_saw(footage, LEOPARD)
    saw(footage, TIGER)
    run = lambda name: search.run(FootageQuery(species=(name,)), Footage.objects.all(), places=False).total  # noqa: E731
    assert (run(TIGER), run(LEOPARD)) == (1, 0)


def test_exact_places_and_original_names_are_found_only_by_those_who_may_see_them(piece, station):
    piece(station=station, folder="Secret valley/a", original_name="IMG_7.mp4")
    for query in [
        FootageQuery(q="HC-0042"),
        FootageQuery(q="valley"),
        FootageQuery(q="IMG_7"),
        FootageQuery(station=("HC-0042",)),
    ]:
        assert search.run(query, Footage.objects.all(), places=True).total == 1
        assert search.run(query, Footage.objects.all(), places=False).total == 0


def test_filters_are_counted_as_if_each_itself_were_not_set(catalogue):
    query = FootageQuery(species=(TIGER,), light="night")
    counted = search.facets(query, Footage.objects.all(), places=True)
    for taxon, count in counted.species:
        assert (
            count
            == search.run(replace(query, species=(taxon.scientific_name,)), Footage.objects.all(), places=True).total
        )
    for facet in counted.light:
        assert facet.count == search.run(replace(query, light=facet.value), Footage.objects.all(), places=True).total
    for facet, name in itertools.chain(((f, "zone") for f in counted.zone), ((f, "station") for f in counted.station)):
        assert (
            facet.count
            == search.run(replace(query, **{name: (facet.value,)}), Footage.objects.all(), places=True).total
        )


def test_rarity_counts_shares_and_young(piece):
    pieces = [piece() for _ in range(5)]
    for footage in pieces[:4]:
        saw(footage, BOAR)
    saw(pieces[4], TIGER)
    saw(pieces[3], BOAR, life_stage="juvenile")
    saw(pieces[0], None)
    rarity.refresh_all()
    scores = dict(Footage.objects.values_list("pk", "rarity"))
    assert scores[pieces[4].pk] == pytest.approx(2.321928)  # one of five: -log2(1/5)
    assert scores[pieces[1].pk] == pytest.approx(0.321928)  # four of five
    assert scores[pieces[3].pk] == pytest.approx(2.321928)  # the same, and young
