"""The page about states tells what the code does, and the graphs hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.management.commands import states
from curation.footage.models import Footage
from curation.footage.states import FOOTAGE
from curation.jobs.graph import UndeclaredTransition
from publishing.delivery.models import Delivery

PAGE = Path(__file__).resolve().parents[2] / "docs" / "states.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text() == states.page()


@pytest.mark.parametrize("graph", states.GRAPHS, ids=lambda graph: graph.name)
def test_every_state_can_be_reached_and_every_edge_leads_to_a_state(graph):
    reached, open_ends = {graph.initial}, [graph.initial]
    while open_ends:
        for after in graph.edges[open_ends.pop()] - reached:
            reached.add(after)
            open_ends.append(after)
    assert reached == set(graph.states)


def test_what_a_row_can_hold_is_what_its_graph_knows():
    assert set(Footage.State.values) == set(FOOTAGE.states)
    assert set(Delivery.State.values) == set(states.DELIVERY.states)


@given(before=st.sampled_from(FOOTAGE.states), after=st.sampled_from(FOOTAGE.states))
def test_an_undeclared_transition_raises(before, after):
    if FOOTAGE.allows(before, after):
        FOOTAGE.check(before, after)
    else:
        with pytest.raises(UndeclaredTransition):
            FOOTAGE.check(before, after)


@pytest.mark.django_db
def test_two_people_cannot_move_the_same_row():
    footage = Footage.objects.create(fingerprint="f" * 64, file="x", size=1, original_name="x")
    seen_by_another = Footage.objects.get(pk=footage.pk)
    FOOTAGE.move(footage, "probing")
    with pytest.raises(UndeclaredTransition):
        FOOTAGE.move(seen_by_another, "probing")
    assert seen_by_another.state == "probing"
