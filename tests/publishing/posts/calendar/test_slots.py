"""Slots of a channel: the next free ones, also where clocks are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from publishing.posts import hours
from publishing.posts import services as posts
from publishing.posts.calendar import placing, slots
from publishing.posts.models import Channel
from publishing.posts.obstacles import Refused
from tests.publishing import stage

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "UTC"]
EVERY = [{"days": [0, 1, 2, 3, 4, 5, 6], "at": "19:30"}]


@given(
    zone=st.sampled_from(ZONES),
    after=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)),
    told=st.lists(
        st.fixed_dictionaries(
            {"days": st.lists(st.integers(0, 6), min_size=1), "at": st.times().map(lambda at: at.strftime("%H:%M"))}
        ),
        max_size=4,
    ),
)
def test_slots_come_in_order_on_their_days_and_hours(zone: str, after: datetime, told: list) -> None:
    channel = Channel(pk=1, time_zone=zone, slots=slots.cleaned(told))
    start = after.replace(tzinfo=UTC)
    found = [slot.at for slot in slots.coming(channel, after=start, until=start + timedelta(days=9))]
    assert found == sorted(set(found))
    wanted = {(day, each["at"]) for each in channel.slots for day in each["days"]}
    for at in found:
        local = at.astimezone(ZoneInfo(zone))
        said = {(local.weekday(), local.strftime("%H:%M"))}
        before = local - timedelta(hours=1)  # an hour that clocks skip is posted as much later
        early = {(before.weekday(), (local - timedelta(minutes=shift)).strftime("%H:%M")) for shift in (30, 60)}
        assert said & wanted or early & wanted
    assert len(found) >= (1 if wanted else 0), "a week has every day"


def test_a_slot_in_the_skipped_hour_is_posted_after_it() -> None:
    channel = Channel(pk=1, time_zone="Europe/Berlin", slots=[{"days": [6], "at": "02:30"}])
    start = datetime(2027, 3, 27, tzinfo=UTC)
    found = [slot.at for slot in slots.coming(channel, after=start, until=start + timedelta(days=3))]
    assert [at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%d %H:%M") for at in found] == ["28 03:30"]


@given(st.sampled_from(ZONES), st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_a_local_hour_and_its_moment_are_the_same(zone: str, at: datetime) -> None:
    moment = at.replace(tzinfo=UTC)
    local = hours.local_hour(moment, zone_name=zone)
    assert hours.moment(local.replace(tzinfo=None, fold=0), zone_name=zone, second=bool(local.fold)) == moment


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [{"days": [7], "at": "10:00"}],
        [{"days": [0], "at": "25:00"}],
        [{"days": [], "at": "10:00"}],
        [3],
        [{"days": [True], "at": "10:00"}],
        [{"days": [0], "at": "9:00"}],
    ],
)
def test_what_is_no_slot_is_refused(wrong: object) -> None:
    with pytest.raises(slots.BadSlots):
        slots.cleaned(wrong)


@pytest.mark.django_db
def test_two_posts_get_two_slots_and_none_without_slots(person) -> None:
    publisher, channel = person("Publisher"), stage.sandbox()
    first, second = stage.approved(channel), stage.approved(channel)
    with pytest.raises(Refused):
        placing.into_next_slot(first.pk, user=publisher)
    slots.write_slots(channel, EVERY)
    one, before = placing.into_next_slot(first.pk, user=publisher)
    other, _ = placing.into_next_slot(second.pk, user=publisher)
    assert one.state == "scheduled" and one.due_at > timezone.now()
    assert other.due_at - one.due_at == timedelta(days=1)
    assert hours.local_hour(one.due_at, zone_name="Europe/Moscow").strftime("%H:%M") == "19:30"
    placing.take_back(before, user=publisher)
    first.refresh_from_db()
    assert (first.state, first.due_at) == ("approved", None), "an undone move leaves the approval as it was"
    assert posts.schedule(first, due_at=other.due_at + timedelta(days=3), time_zone="UTC", user=publisher)
