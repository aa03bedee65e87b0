"""Bursts of a station become events, the same ones each time, and stay what a package or a person said they are."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from curation.footage.events import services
from curation.footage.events.gap import seconds
from curation.footage.events.grouping import Grouped, group
from curation.footage.models import Event, EventSetting, Footage, Observation, Station
from curation.jobs.models import Job
from tests.curation.footage.conftest import BOAR, TIGER, day, ended, saw, taxon

pytestmark = pytest.mark.django_db
START = day("2026-01-14T05:00")


@pytest.fixture
def burst(piece, station):
    """`burst(0, 60, 400)` makes ten-second pieces of one station that begin so many seconds after five o'clock."""

    def make(*offsets: float, at: Station | None = None, **known) -> list[Footage]:
        here = at or station
        return [piece(station=here, captured_at=START + timedelta(seconds=s), **known) for s in offsets]

    return make


def events(pieces: list[Footage]) -> list[int | None]:
    """The events of these pieces, as they are in the database now."""
    found = dict(Footage.objects.values_list("pk", "event"))
    return [found[footage.pk] for footage in pieces]


def test_pieces_within_the_gap_belong_together_and_one_alone_has_no_event(burst):
    pieces = burst(0, 60, 120, 1000, 5000, 5100)
    assert group(gap=120) == Grouped(made=2, moved=5)
    first, second, third, alone, late, later = events(pieces)
    assert first == second == third is not None
    assert alone is None
    assert late == later not in {first, None}
    event = Event.objects.get(pk=first)
    assert (event.start, event.end) == (START, START + timedelta(seconds=130))


def test_the_gap_runs_from_the_end_of_the_longest_piece_so_far(burst):
    long, inside, after = burst(0, duration=600) + burst(30, 690)
    group(gap=120)
    assert len(set(events([long, inside, after]))) == 1


def test_stations_are_kept_apart(burst):
    elsewhere = Station.objects.create(code="X-1", zone="Wangqing")
    here, there = burst(0, 30), burst(10, 40, at=elsewhere)
    group(gap=120)
    assert len(set(events(here))) == len(set(events(there))) == 1
    assert set(events(here)).isdisjoint(events(there))


def test_grouping_again_writes_nothing(burst):
    burst(0, 60, 1000, 1060)
    group(gap=120)
    assert group(gap=120) == Grouped()


def test_a_late_piece_joins_without_changing_the_events_key(burst):
    pieces = burst(0, 60)
    group(gap=120)
    before = events(pieces)
    late = burst(110)
    assert group(footage_ids=[late[0].pk], gap=120) == Grouped(moved=1)
    assert events(pieces + late) == [before[0]] * 3


def test_a_piece_that_bridges_two_events_makes_them_the_larger_one(burst):
    small, large = burst(0, 60), burst(300, 360, 420)
    group(gap=120)
    kept = events(large)[0]
    bridge = burst(180)
    assert group(footage_ids=[bridge[0].pk], gap=120) == Grouped(removed=1, moved=3)
    assert set(events(small + large + bridge)) == {kept}


def test_a_smaller_gap_splits_and_a_larger_one_joins_again(burst):
    pieces = burst(0, 60, 180, 240)
    group(gap=120)
    whole = events(pieces)[0]
    group(gap=55)
    assert events(pieces)[0] == events(pieces)[1] == whole
    assert events(pieces)[2] == events(pieces)[3] != whole
    group(gap=120)
    assert set(events(pieces)) == {whole}
    assert Event.objects.count() == 1


def test_a_corrected_capture_time_takes_the_piece_along(burst):
    pieces = burst(0, 60)
    group(gap=120)
    Footage.objects.filter(pk=pieces[1].pk).update(captured_at=START + timedelta(days=1))
    group(footage_ids=[pieces[1].pk], gap=120)
    assert events(pieces) == [None, None]
    assert not Event.objects.exists()


def test_a_piece_that_turns_out_to_stand_elsewhere_leaves_its_event(burst):
    elsewhere = Station.objects.create(code="X-1", zone="Wangqing")
    pieces, there = burst(0, 60, 120), burst(10, at=elsewhere)
    group(gap=120)
    Footage.objects.filter(pk=pieces[2].pk).update(station=elsewhere)
    group(footage_ids=[pieces[2].pk], gap=120)
    first, second, moved = events(pieces)
    assert first == second is not None
    assert moved == events(there)[0] != first


def test_a_day_without_its_hour_is_no_time(burst):
    pieces = burst(0, 10, captured_exact=False)
    group(gap=120)
    assert events(pieces) == [None, None]


def test_events_of_a_package_are_never_regrouped(burst, station):
    named = Event.objects.create(station=station, event_id="E-7", start=START, end=START)
    theirs, ours = burst(0, 5000, event=named), burst(30, 40)
    group(gap=120)
    assert events(theirs) == [named.pk, named.pk]
    assert events(ours)[0] == events(ours)[1] != named.pk


def test_an_event_of_which_somebody_spoke_keeps_its_pieces(burst, person):
    pieces = burst(0, 60)
    group(gap=120)
    event = Event.objects.get()
    said = services.observe(event, user=person("Editor"), values={"taxon": taxon(TIGER)})
    late = burst(100)
    group(gap=120)
    assert events(pieces + late) == [event.pk, event.pk, None]
    services.remove(said, user=person("Ranger"))
    group(gap=120)
    assert events(pieces + late) == [event.pk] * 3


def test_a_removed_file_leaves_no_empty_event(burst):
    pieces = burst(0, 60)
    group(gap=120)
    Footage.objects.filter(pk__in=[one.pk for one in pieces]).delete()
    assert group(gap=120) == Grouped(removed=1)


def test_what_is_said_of_an_event_is_audited_and_comes_back(burst, person):
    burst(0, 60)
    group(gap=120)
    event, user = Event.objects.get(), person("Editor")
    said = services.observe(event, user=user, values={"taxon": taxon(BOAR), "count": 4, "behavior": "feeding"})
    token = services.remove(said, user=user)
    assert not Observation.objects.exists()
    back = services.restore(event, user=user, token=token)
    assert (back.event, back.footage, back.taxon, back.count, back.behavior) == (event, None, taxon(BOAR), 4, "feeding")


def test_the_desk_may_set_its_own_gap_and_everything_is_grouped_by_it(burst, person, settings):
    settings.EVENT_GAP_SECONDS = 120
    pieces = burst(0, 400)
    group()
    assert events(pieces) == [None, None]
    job = services.change_gap(600, user=person("Ranger"))
    assert seconds() == 600
    assert ended(job).state == Job.State.DONE
    assert job.result == {"made": 1, "removed": 0, "moved": 2}
    assert events(pieces)[0] == events(pieces)[1] is not None
    services.change_gap(30, user=person("Ranger", username="other"))
    assert EventSetting.objects.count() == 1


def test_the_command_says_what_it_did(burst, station, capsys):
    burst(0, 60)
    call_command("group_events", gap=120, station=[station.code])
    assert capsys.readouterr().out == "Gap 120 s: 1 events made, 0 removed, 2 pieces moved.\n"
    with pytest.raises(CommandError, match="no station"):
        call_command("group_events", station=["nowhere"])
    with pytest.raises(CommandError, match="between 1"):
        call_command("group_events", gap=0)


def test_a_persons_word_on_one_piece_does_not_hold_the_event(burst):
    pieces = burst(0, 60)
    group(gap=120)
    saw(pieces[0], TIGER)
    late = burst(100)
    group(gap=120)
    assert len(set(events(pieces + late))) == 1


def test_what_is_read_comes_into_its_event_at_once(take, tiny, piece, station):
    before = datetime.fromisoformat("2026-01-14T05:00:00+10:00")  # by the station's own clock
    earlier = piece(station=station, captured_at=before)
    footage = take(tiny, original_name="IMG_20260114_050100.mp4", station=station)
    assert events([earlier, footage]) == [footage.event_id] * 2
    assert footage.event_id is not None
