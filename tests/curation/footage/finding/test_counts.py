"""Results and facet counts are those of a count by hand, also right after edits, deletions and undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from curation.footage import search
from curation.footage.models import Footage, Observation, Station
from curation.footage.query import BEHAVIORS, FILTERS, FootageQuery
from curation.species.models import Taxon
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, day, machine_saw, saw
from tests.curation.footage.finding import by_hand

pytestmark = pytest.mark.django_db
SPECIES = (TIGER, LEOPARD, BOAR)
VALUES = {
    "species": ("Panthera tigris", *SPECIES),
    "behaviour": BEHAVIORS[:4],
    "number": ("1", "3", "5-9"),
    "sex": ("female", "male"),
    "life_stage": ("juvenile", "adult"),
    "type": ("animal", "blank"),
    "light": ("day", "night"),
    "zone": ("Hunchun", "Wangqing", "Nowhere"),
    "station": ("ST-0", "ST-1", "ST-9"),
    "season": ("winter", "spring"),
    "hour": ("0", "5", "17"),
    "month": ("2026-01", "2026-02", "2024-12"),
    "quality": ("0", "3"),
    "duration": ("0-10", "10-30", "60+"),
    "tagging": ("approved", "machine", "untagged"),
    "rights": ("free", "embargo"),
    "tag": ("summer", "snow, deep"),
}


def filled(piece) -> None:
    stations = [
        Station.objects.create(code=f"ST-{n}", zone=zone) for n, zone in enumerate(["Hunchun", "Wangqing", "Hunchun"])
    ]
    above = Taxon.objects.create(
        scientific_name="Panthera tigris", kind="mammal", class_name="", order="", family="Felidae", genus="Panthera"
    )
    Taxon.objects.filter(scientific_name=TIGER).update(parent=above)
    for n in range(36):
        footage = piece(
            light=["day", "night", ""][n % 3],
            station=[*stations, None][n % 4],
            captured_at=None if n % 7 == 0 else day("2026-01-01T00:00") + timedelta(hours=41 * (n // 2)),
            captured_exact=n % 5 != 0,
            duration=[None, 5.0, 10.0, 60.0][n % 4],
            tags=[["Winter", "snow, deep"], ["summer"], []][n % 3],
            notes=["two cubs play", "", "雪地里的脚印"][n % 3],
            state=["ready", "ready", "catalogued", "failed", "quarantined"][n % 5],
            quality=[None, 0, 3][n % 3],
            embargo_until=timezone.now() + timedelta(days=3) if n % 6 == 0 else None,
        )
        if n % 3 != 2:
            machine_saw(footage, SPECIES[n % 3], behavior=BEHAVIORS[n % 4])
        if n % 4 == 1:
            saw(footage, SPECIES[(n + 1) % 3], behavior=BEHAVIORS[(n + 1) % 4], life_stage=["", "juvenile"][n % 2])
            saw(footage, SPECIES[n % 3], count=[3, 7, None][n % 3], sex=["female", ""][n % 2])
        if n % 11 == 0:
            saw(footage, None)


def word(footage: Footage, text: str) -> bool:
    words = f"{footage.notes} {' '.join(footage.tags)}".lower()
    named = {"东北虎": TIGER, "leopard": LEOPARD}
    seen = by_hand.current(footage)
    return (
        text in words
        or any(one.taxon and one.taxon.scientific_name == named.get(text) for one in seen)
        or (text == "cubs" and any(one.life_stage == "juvenile" for one in seen))
    )


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    value = st.builds(lambda sign, text: sign + text, st.sampled_from(["", "", "!"]), st.sampled_from(values))
    chosen = st.lists(value, unique_by=lambda one: one.removeprefix("!"), max_size=2)
    return st.one_of(st.just(()), st.just(()), chosen.map(tuple))


queries = st.builds(
    FootageQuery,
    q=st.sampled_from(["", "", "", "东北虎", "leopard", "cubs", "脚印", "summer"]),
    since=st.none() | st.dates(day("2025-12-30T00:00").date(), day("2026-01-20T00:00").date()),
    until=st.none() | st.dates(day("2026-01-02T00:00").date(), day("2026-02-14T00:00").date()),
    shortest=st.none() | st.sampled_from([5.0, 7.5]),
    longest=st.none() | st.sampled_from([5.0, 10.0, 100.0]),
    state=st.sampled_from(["", "", "ready", "quarantined"]),
    sort=st.sampled_from(["newest", "rarest", "quality"]),
    **{name: some(tuple(values)) for name, values in VALUES.items()},
)
edits = st.lists(
    st.tuples(st.sampled_from(["tag", "say", "light", "delete", "unsay", "move", "undone"]), st.integers(0, 35)),
    max_size=6,
)


class Undone(Exception):
    """An edit that is taken back as a whole."""


def edit(what: str, which: int) -> None:
    """One change, straight at the tables, as bulk work makes them."""
    some = Footage.objects.order_by("pk")[which : which + 5]
    footage = Footage.objects.filter(pk__in=[one.pk for one in some])
    if what == "tag":
        footage.update(tags=["summer"], notes="cubs")
    elif what == "light":
        footage.update(light="night", quality=3)
    elif what == "say":
        boar = Taxon.objects.get(scientific_name=BOAR)
        Observation.objects.bulk_create(Observation(footage=one, taxon=boar, count=3) for one in footage)
    elif what == "delete":
        footage.delete()
    elif what == "unsay":
        Observation.objects.filter(footage__in=footage, classification_method="human").delete()
    elif what == "move":
        Station.objects.filter(code=f"ST-{which % 3}").update(zone=["Hunchun", "Wangqing"][which % 2])
    else:
        with transaction.atomic():
            edit("delete", which)
            raise Undone


# Shrinking an example of this size takes longer than reading it.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(queries, min_size=1, max_size=3), changes=edits)
def test_results_and_counts_are_those_of_a_count_by_hand(piece, asked, changes):
    if not Footage.objects.exists() and not Station.objects.exists():
        filled(piece)
    search.finder.forget()  # the example before was rolled back
    search.run(FootageQuery(), search.SYSTEM)  # the index follows from here
    with transaction.atomic():
        for what, which in changes:
            try:
                edit(what, which)
            except Undone:
                continue
        pieces = by_hand.everything()
        for query in asked:
            found = search.run(query, search.SYSTEM, size=100)
            counted = search.facets(query, search.SYSTEM)
            expected = {one.pk for one in pieces if by_hand.fits(one, query, text=word)}
            assert {one.pk for one in found.items} == expected
            assert found.total == counted.total == len(expected)
            for name in FILTERS:
                told = {facet.value: facet.count for facet in counted.values(name)}
                assert told == by_hand.counts(pieces, query, name, text=word), name
        transaction.set_rollback(True)
