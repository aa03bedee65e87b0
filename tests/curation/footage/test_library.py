"""The library: filters with exact counts, chips, map and timeline; what is not searched is said to be."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from curation.footage import cells, search
from curation.footage.models import Station
from curation.search.errors import SearchTimeout
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, day, machine_saw, saw

pytestmark = pytest.mark.django_db
SCRIPTED = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def index(client, **asked):
    return client.get(reverse("footage:index"), asked)


def facets(client, **asked) -> str:
    return client.get(reverse("footage:facets"), asked).content.decode()


def group(client, name: str, **asked) -> dict[str, int]:
    groups = client.get(reverse("footage:facets"), asked).context["groups"]
    found = next((one for one in groups if one.name == name), None)
    return {choice.label: choice.count for choice in (*found.choices, *found.rest) if choice.count} if found else {}


@pytest.fixture
def some(piece):
    """A tiger at night in January, two boars by day in May, one of them short."""
    tiger = piece(light="night", captured_at=day("2026-01-14T05:12"), quality=3, duration=20.0)
    saw(tiger, TIGER, count=3, sex="female")
    boars = [piece(light="day", captured_at=day(f"2026-05-0{n}T13:00"), duration=5.0 * n) for n in (1, 9)]
    for boar in boars:
        machine_saw(boar, BOAR, count=1)
    return tiger, boars


def test_the_page_comes_without_counts_and_the_filters_with_exact_ones(signed_in, some):
    client = signed_in("Editor")
    page = index(client)
    assert "pm-skeleton" in page.content.decode() and 'data-name="species"' not in page.content.decode()
    assert group(client, "species") == {"Wild boar": 2, "Amur tiger": 1} | group(client, "species")
    assert group(client, "light") == {"Day": 2, "Night (infrared)": 1}
    assert group(client, "number") == {"1": 2, "3": 1} and group(client, "sex") == {"Female": 1}
    assert group(client, "season") == {"Spring": 2, "Winter": 1}
    assert group(client, "duration") == {"under 10 s": 1, "10 to 30 s": 1, "30 to 60 s": 1}
    assert group(client, "tagging") == {"Approved by a person": 1, "AI only": 2}
    assert group(client, "hour")["13:00–13:59"] == 2 and len(group(client, "month")) == 2


def test_a_filter_counts_as_if_it_were_not_set(signed_in, some):
    client = signed_in("Editor")
    assert group(client, "light", light="night") == {"Day": 2, "Night (infrared)": 1}
    assert group(client, "season", light="night") == {"Winter": 1}


def test_several_values_are_alternatives_and_one_can_be_left_out(signed_in, some):
    tiger, _boars = some
    client = signed_in("Editor")
    assert index(client, species=[TIGER, BOAR]).context["found"].total == 3
    left = index(client, species=f"!{BOAR}")
    assert left.context["found"].items == [tiger]
    body = left.content.decode()
    assert "pm-set__chip--off" in body and "Take away: Wild boar" in body
    assert 'aria-pressed="true"' in facets(client, species=f"!{BOAR}")


def test_what_is_set_stands_above_the_cards_and_can_be_taken_away_one_by_one(signed_in, some):
    client = signed_in("Editor")
    chips = index(client, light="day", month="2026-05", since="2026-05-02", sort="newest").context["chips"]
    assert [chip.label for chip in chips] == ["May 2026", "Day", "May 2, 2026"]
    without = client.get(reverse("footage:index") + chips[2].without)
    assert without.context["found"].total == 2 and "sort=newest" in chips[2].without


def test_scripts_get_the_results_only(signed_in, some):
    answer = signed_in("Editor").get(reverse("footage:index"), {"q": "tiger"}, headers=SCRIPTED)
    body = answer.content.decode()
    assert "<html" not in body and body.count("<article") == 1 and 'data-total="1"' in body


def test_a_search_that_was_not_answered_never_looks_empty(signed_in, some, monkeypatch):
    class Silent:
        def __getattr__(self, name):
            def refuse(*_args, **_more):
                raise SearchTimeout(seconds=2)

            return refuse

    monkeypatch.setattr(search.finder, "finder", Silent)
    client = signed_in("Editor")
    body = index(client, q="tiger").content.decode()
    assert "Not searched" in body and "Nothing fits this search" not in body and "No footage yet" not in body
    assert "Not searched" in facets(client)
    for name in ("map", "timeline"):
        answer = client.get(reverse(f"footage:{name}"))
        assert answer.status_code == 503 and "Not searched" in answer.json()["error"]


def test_the_timeline_counts_months_and_the_days_of_one(signed_in, some):
    client = signed_in("Editor")
    url = reverse("footage:timeline")
    whole = client.get(url).json()
    assert [(bar["value"], bar["count"]) for bar in whole["months"] if bar["count"]] == [("2026-01", 1), ("2026-05", 2)]
    assert len(whole["months"]) == 5 and whole["days"] == []
    may = client.get(url, {"month": "2026-05"}).json()
    assert {bar["value"]: bar["count"] for bar in may["days"] if bar["count"]} == {"2026-05-01": 1, "2026-05-09": 1}
    assert len(may["days"]) == 31


def test_what_is_only_known_of_is_drawn_and_can_be_fetched_where_its_file_lies_here(signed_in, piece):
    piece(state="catalogued", fingerprint=None, file="", media_id="a", captured_at=day("2026-01-01T10:00"))
    stored = piece(state="catalogued", fingerprint=None, file="incoming/b.mp4", media_id="b")
    body = index(signed_in("Editor")).content.decode()
    assert body.count('href="#pm-nopicture"') == 2 and "File not here" in body
    assert "Fetch and read it now" in body and f"/studio/footage/{stored.pk}/retry/" in body


# ------------------------------------------------------------------------------------------------------------- map


@pytest.fixture
def stations(piece):
    """A tiger's, a boar's and a never used station."""
    placed = {"zone": "Hunchun", "time_zone": "Asia/Shanghai"}
    made = [
        Station.objects.create(code="HC-T", latitude=43.123456, longitude=130.654321, **placed),
        Station.objects.create(code="HC-B", latitude=43.223456, longitude=130.754321, **placed),
        Station.objects.create(code="HC-0", latitude=43.323456, longitude=130.854321, **placed),
    ]
    saw(piece(station=made[0]), TIGER)
    saw(piece(station=made[0]), BOAR)
    saw(piece(station=made[1]), BOAR)
    return made


@pytest.mark.parametrize("role", ["Editor", "Translator", "Publisher", "Rights manager"])
@pytest.mark.parametrize("asked", [{}, {"species": BOAR}, {"species": TIGER}, {"q": "HC-T"}, {"station": "HC-T"}])
def test_a_map_tells_no_more_than_cells_to_those_who_may_not_see_places(signed_in, stations, role, asked):
    answer = signed_in(role).get(reverse("footage:map"), asked)
    told = answer.json()
    assert set(told) == {"exact", "zones", "unplaced", "cells"} and told["exact"] is False
    for cell in told["cells"]:
        assert set(cell) == {"west", "south", "size", "count", "zones"}
        assert cell["size"] in cells.DEGREES.values()
        for edge in (cell["west"], cell["south"]):
            assert abs(edge / cell["size"] - round(edge / cell["size"])) < 1e-6, "a corner that is none of the grid"
    body = answer.content.decode()
    for station in stations:
        assert station.code not in body and str(station.latitude)[:5] not in body
        assert str(station.longitude)[:6] not in body and f'"id": {station.pk}' not in body


def test_a_common_animal_does_not_tell_the_tigers_camera(signed_in, stations):
    from curation.species.models import Taxon

    assert Taxon.objects.get(scientific_name=TIGER).sensitivity < Taxon.objects.get(scientific_name=BOAR).sensitivity
    client = signed_in("Editor")
    by_tiger = client.get(reverse("footage:map"), {"species": TIGER}).json()["cells"]
    by_boar = client.get(reverse("footage:map"), {"species": BOAR}).json()["cells"]
    coarse = by_tiger[0]
    assert any(
        (cell["west"], cell["south"], cell["size"]) == (coarse["west"], coarse["south"], coarse["size"])
        for cell in by_boar
    )
    assert sorted(cell["size"] for cell in by_boar) == sorted({coarse["size"], cells.DEGREES[4]})


def test_rangers_see_the_stations(signed_in, stations):
    told = signed_in("Ranger").get(reverse("footage:map"), {"species": BOAR}).json()
    assert told["exact"] is True and "cells" not in told
    counted = {one["code"]: one["count"] for one in told["stations"]}
    assert counted == {"HC-T": 1, "HC-B": 1, "HC-0": 0}
    assert told["stations"][0]["latitude"] in {station.latitude for station in stations}


def test_what_has_no_place_is_counted_too(signed_in, stations, piece):
    saw(piece(), LEOPARD)
    assert signed_in("Editor").get(reverse("footage:map")).json()["unplaced"] == 1


def test_a_tag_that_names_a_station_is_neither_shown_nor_searched(signed_in, stations, piece):
    piece(tags=["HC-T east", "Winter 2026"])
    editor, ranger = signed_in("Editor"), signed_in("Ranger")
    assert "HC-T" not in facets(editor) and "Winter 2026" in facets(editor)
    assert "HC-T east" in facets(ranger)
    told = index(editor, tag="HC-T east")
    assert told.context["found"].total == 4 and "left out" in told.content.decode()
    assert index(ranger, tag="HC-T east").context["found"].total == 1
    assert [index(who, q="HC-T east").context["found"].total for who in (ranger, editor)] == [1, 0]
    assert [index(who, q="winter").context["found"].total for who in (ranger, editor)] == [1, 1]


def test_what_is_found_can_be_reviewed_by_those_who_tag(signed_in, some):
    link = f"{reverse('footage:review')}?light=day"
    assert link in index(signed_in("Editor"), light="day").content.decode()
    assert link not in index(signed_in("Translator"), light="day").content.decode()
    assert reverse("footage:review") + '"' in index(signed_in("Ranger")).content.decode()


# ------------------------------------------------------------------------------------------------- how much is asked


def asked_of_the_database(client) -> int:
    """Queries for one page. The index of a test reads the test's own changes again each time; those are not counted."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        index(client)
    own = ("curation_footagechange", "ANY(%(keys)s)")
    return len([sql for sql in asked if not any(part in sql for part in own)])


def test_a_page_asks_the_database_a_fixed_number_of_times(signed_in, piece):
    client = signed_in("Editor")
    for _ in range(2):
        saw(piece(captured_at=day("2026-01-14T05:12")), TIGER)
    index(client)  # makes what is kept for everybody
    few = asked_of_the_database(client)
    for _ in range(22):
        saw(piece(captured_at=day("2026-01-14T05:12")), TIGER)
    assert asked_of_the_database(client) == few <= 14


def test_the_forms_choices_are_asked_for_apart(signed_in, some):
    told = json.loads(signed_in("Editor").get(reverse("footage:choices")).content)
    assert told["often"][0]["scientific"] == BOAR and {"types", "sex", "lifeStage", "behavior"} <= set(told)
