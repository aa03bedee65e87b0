"""What raises an alarm, what does not, and what is hidden from then on."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from curation.footage import search
from curation.footage.alarms import kinds
from curation.footage.alarms.raising import raise_as, raise_for, settle
from curation.footage.models import AlarmContact, AlarmNotice, Event, Footage, Observation
from curation.footage.selectors import listed_for, usable_by, visible_to
from tests.curation.footage.conftest import machine_saw, saw

pytestmark = pytest.mark.django_db


def alarm_of(footage: Footage) -> tuple[str, str]:
    footage.refresh_from_db()
    return footage.alarm, footage.state


@pytest.mark.parametrize(
    ("method", "kind", "probability", "alarm"),
    [
        ("human", "human", None, "human"),
        ("human", "vehicle", None, "vehicle"),
        ("machine", "human", 0.93, "human"),
        ("machine", "vehicle", kinds.MACHINE_THRESHOLD, "vehicle"),
        ("machine", "human", None, "human"),
        ("machine", "human", 0.49, ""),
        ("human", "blank", None, ""),
        ("machine", "blank", 0.99, ""),
        ("machine", "animal", 0.99, ""),
        ("human", "unknown", None, ""),
    ],
)
def test_people_and_vehicles_raise_an_alarm_and_animals_never(piece, method, kind, probability, alarm):
    footage = piece()
    saw(
        footage, None, observation_type=kind, classification_method=method, classification_probability=probability
    )  # fmt: skip
    assert raise_for([footage.pk]) == bool(alarm)
    assert alarm_of(footage) == (alarm, "quarantined" if alarm else "ready")


@pytest.mark.parametrize(
    ("tags", "alarm"),
    [
        ("fire", "fire"),
        ("weather:snow | Smoke", "smoke"),
        ("火情", "fire"),
        ("campfire-ring", ""),
        ("fireweed|snow", ""),
    ],
)
def test_a_tag_counts_as_a_whole_word(piece, tags, alarm):
    footage = piece()
    machine_saw(footage, extra={"observationTags": tags})
    raise_for([footage.pk])
    assert alarm_of(footage)[0] == alarm


def test_the_most_urgent_alarm_stands_and_grows_but_never_falls(piece):
    footage = piece()
    saw(footage, None, observation_type="vehicle")
    assert raise_for([footage.pk]) == 1 and raise_for([footage.pk]) == 0
    machine_saw(footage, extra={"observationTags": "smoke"})
    assert raise_for([footage.pk]) == 1 and alarm_of(footage) == ("smoke", "quarantined")
    Observation.objects.all().delete()
    assert raise_for([footage.pk]) == 0 and alarm_of(footage) == ("smoke", "quarantined")
    assert [entry.data["alarm"]["kind"] for entry in ModelLogEntry.objects.order_by("pk")] == ["vehicle", "smoke"]


def test_a_person_on_one_piece_of_an_event_hides_what_was_said_of_the_whole_event(piece, station):
    event = Event.objects.create(station=station, start="2026-01-01T00:00Z", end="2026-01-01T00:05Z")
    first, second, other = piece(event=event), piece(event=event), piece()
    Observation.objects.create(event=event, observation_type="human")
    assert raise_for([first.pk, second.pk, other.pk]) == 2
    assert [alarm_of(each)[0] for each in (first, second, other)] == ["human", "human", ""]


@pytest.mark.parametrize("state", ["registered", "probing", "failed", "catalogued", "ready", "withdrawn"])
def test_footage_is_hidden_in_every_state_from_that_moment(piece, signed_in, person, state):
    footage, editor = piece(state=state, poster="p.jpg"), signed_in("Editor")
    saw(footage, None, observation_type="human")
    raise_for([footage.pk])
    assert alarm_of(footage) == ("human", "quarantined" if state in {"ready", "catalogued"} else state)
    for name in ("detail", "file", "poster", "scrub", "card", "observations"):
        assert editor.get(reverse(f"footage:{name}", args=[footage.pk])).status_code == 404, name
    assert not visible_to(person("Publisher")).filter(pk=footage.pk).exists()
    assert not listed_for(person("Rights manager")).filter(pk=footage.pk).exists()
    ranger = person("Ranger")
    assert visible_to(ranger).filter(pk=footage.pk).exists() == (state != "withdrawn")
    assert not usable_by(ranger).exists()


def test_what_is_read_under_an_alarm_goes_into_quarantine_when_it_is_ready(piece):
    footage = piece(state="probing")
    raise_as({footage.pk: "fire"})
    Footage.objects.update(state="ready")
    settle(footage)
    assert (footage.alarm, footage.state) == ("fire", "quarantined")


def test_contacts_are_told_of_the_kinds_they_asked_for(piece):
    AlarmContact.objects.create(name="fire brigade", email="fire@example.org", kinds=["fire", "smoke"])
    AlarmContact.objects.create(name="all", email="all@example.org", webhook="https://example.org/hook")
    AlarmContact.objects.create(name="on leave", email="leave@example.org", active=False)
    walker, burning = piece(), piece()
    saw(walker, None, observation_type="human")
    raise_for([walker.pk])
    raise_as({burning.pk: "smoke"})
    raise_as({burning.pk: "smoke"})
    told = AlarmNotice.objects.values_list("footage", "contact__name", "by")
    assert sorted(told) == sorted(
        [
            *[(walker.pk, "all", by) for by in ("email", "webhook")],
            *[(burning.pk, "all", by) for by in ("email", "webhook")],
            (burning.pk, "fire brigade", "email"),
        ]
    )


def test_ten_thousand_pieces_are_raised_with_few_statements(piece, django_assert_max_num_queries):
    Footage.objects.bulk_create(Footage(original_name=f"{number}.mp4", state="catalogued") for number in range(3000))
    ids = list(Footage.objects.values_list("pk", flat=True))
    Observation.objects.bulk_create(Observation(footage_id=pk, observation_type="human") for pk in ids[::2])
    with django_assert_max_num_queries(12):
        assert raise_for(ids) == 1500
    assert Footage.objects.filter(state="quarantined", alarm="human").count() == 1500


def test_a_search_whose_index_is_behind_shows_nothing_under_an_alarm(piece, person):
    """The index learns of an alarm a moment later; the rows that it names are looked at again."""
    open_one, alarmed, by_hand, gone = piece(), piece(), piece(state="quarantined"), piece(state="withdrawn")
    raise_as({alarmed.pk: "human"})
    named = [open_one.pk, alarmed.pk, by_hand.pk, gone.pk]

    def shown(role):
        return [footage.pk for footage in search.rows(named, reader=search.Reader(person(role)))]

    assert shown("Editor") == [open_one.pk]
    assert shown("Rights manager") == [open_one.pk, gone.pk]
    assert shown("Ranger") == named
