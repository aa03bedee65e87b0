"""Near duplicates come together by their fingerprints, fall apart when one goes, and obey people's decisions."""

import json
import random

import pytest
from django.core.management import call_command
from django.urls import reverse

from curation.footage.duplicates import grouping, selectors, services
from curation.footage.duplicates.grouping import place
from curation.footage.models import Footage, NotDuplicate
from curation.footage.relations import relate
from curation.video.surveying.likeness import Likeness, bands
from tests.curation.footage.conftest import day

pytestmark = pytest.mark.django_db
chance = random.Random(20261123)


def frames(seed: int) -> list[int]:
    """Eight hashes as databases keep them."""
    own = random.Random(seed)
    return [own.getrandbits(64) - 2**63 for _ in range(8)]


def blurred(likeness: list[int], bits: int) -> list[int]:
    """The same recording after another encoder: so many bits of each hash differ."""

    def flip(value: int) -> int:
        for place_ in chance.sample(range(63), bits):
            value ^= 1 << place_
        return value

    return [flip(value) for value in likeness]


@pytest.fixture
def film(piece):
    """`film([...])` makes a piece with this fingerprint."""

    def make(likeness: list[int], **known) -> Footage:
        keys = list(bands(Likeness(tuple(likeness))))
        return piece(likeness=likeness, likeness_bands=keys, **known)

    return make


def groups(*pieces: Footage) -> list[int | None]:
    found = dict(Footage.objects.values_list("pk", "likeness_group"))
    return [found[one.pk] for one in pieces]


def test_the_same_recording_is_found_and_strangers_stay_alone(film):
    first, again, stranger = film(frames(1)), film(blurred(frames(1), 4)), film(frames(2))
    place([first.pk, again.pk, stranger.pk])
    assert groups(first, again, stranger) == [first.pk, first.pk, None]
    assert place([again.pk]) == 0


def test_the_group_is_called_by_its_smallest_key_whoever_comes_last(film):
    early, late = film(frames(1)), film(blurred(frames(1), 3))
    place([late.pk])
    assert groups(early, late) == [early.pk, early.pk]


def test_what_holds_a_group_together_lets_it_fall_apart_when_it_goes(film):
    middle = frames(3)
    halves = [value ^ 0xFF for value in middle], [value ^ 0xFF0000000 for value in middle]
    left, bridge, right = film(halves[0]), film(middle), film(halves[1])
    place([left.pk, bridge.pk, right.pk])
    assert groups(left, bridge, right) == [left.pk] * 3
    grouping.forget([bridge.pk])
    bridge.delete()
    assert groups(left, right) == [None, None]


def test_another_duration_is_another_recording(film):
    short, long = film(frames(1), duration=10.0), film(frames(1), duration=20.0)
    trimmed = film(frames(1), duration=9.5)
    place([short.pk, long.pk, trimmed.pk])
    assert groups(short, long, trimmed) == [short.pk, None, short.pk]


def test_pieces_in_which_nothing_moves_are_never_duplicates(film):
    pieces = [film([]) for _ in range(3)]
    assert place([one.pk for one in pieces]) == 0


def test_a_fingerprint_that_is_gone_leaves_the_group(film):
    first, again = film(frames(1)), film(frames(1))
    place([first.pk, again.pk])
    Footage.objects.filter(pk=again.pk).update(likeness=[], likeness_bands=[])
    relate([again.pk])
    assert groups(first, again) == [None, None]


def test_a_decision_keeps_two_apart_also_when_a_third_comes(film, person):
    first, again = film(frames(1)), film(blurred(frames(1), 2))
    place([first.pk, again.pk])
    user = person("Editor")
    services.decide(again, other=first, user=user)
    assert groups(first, again) == [None, None]
    third = film(blurred(frames(1), 1))
    place([third.pk])
    assert groups(first, again, third).count(None) == 1
    assert groups(first)[0] is None or groups(first) != groups(again)
    services.undecide(again, other=first, user=user)
    assert groups(first, again, third) == [first.pk] * 3
    assert not NotDuplicate.objects.exists()


def test_only_one_is_the_best_also_after_two_groups_became_one(film, person):
    user, seed = person("Editor"), frames(3)
    left, left2 = film([value ^ 0xFF for value in seed]), film([value ^ 0xFE for value in seed])
    right, right2 = film([value ^ 0xFF0000000 for value in seed]), film([value ^ 0xFE0000000 for value in seed])
    place([left.pk, left2.pk, right.pk, right2.pk])
    for one in (left, left2, right, right2):
        one.refresh_from_db()
    assert services.choose(left2, user=user) is None
    assert services.choose(left, user=user) == left2.pk
    services.choose(right2, user=user)
    bridge = film(seed)
    place([bridge.pk])
    assert set(groups(left, left2, right, right2, bridge)) == {left.pk}
    assert list(Footage.objects.filter(likeness_best=True)) == [left]


def test_the_command_finds_everything_and_dissolves_what_is_left_over(film, capsys):
    first, again = film(frames(1)), film(frames(1))
    lonely = film(frames(5), likeness_group=4711, likeness_best=True)
    call_command("group_duplicates")
    assert groups(first, again, lonely) == [first.pk, first.pk, None]
    assert "there are 1 groups" in capsys.readouterr().out


def test_a_station_of_equal_recordings_is_related_in_one_go(film, station):
    pieces = [film(frames(1), station=station, captured_at=day(f"2026-01-14T05:0{n}")) for n in range(3)]
    relate([one.pk for one in pieces])
    assert groups(*pieces) == [pieces[0].pk] * 3
    assert len(set(Footage.objects.values_list("event", flat=True))) == 1


def test_editors_see_only_twins_that_they_may_see(film, person):
    first, again, hidden = film(frames(1)), film(frames(1)), film(frames(1), state="quarantined")
    place([first.pk])
    first.refresh_from_db()
    assert [twin.footage for twin in selectors.alike(first, user=person("Editor"))] == [again]
    assert [twin.footage for twin in selectors.alike(first, user=person("Ranger"))] == [again, hidden]


def test_the_panel_tells_how_alike_and_takes_decisions_with_undo(film, signed_in):
    first, again = film(frames(1)), film(blurred(frames(1), 0))
    place([first.pk])
    client = signed_in("Editor")
    panel = client.get(reverse("footage:companions", args=[first.pk])).content.decode()
    assert "100 % alike" in panel and "Not a duplicate" in panel
    url = reverse("footage:duplicate", args=[first.pk])

    def post(body, to=url):
        return client.post(to, json.dumps(body), content_type="application/json")

    best = post({"best": True}).json()
    assert "This is the best of them" in best["fragments"]["companions"]
    assert Footage.objects.get(likeness_best=True) == first
    post(best["undo"]["body"])
    assert not Footage.objects.filter(likeness_best=True).exists()
    apart = post({"not": again.pk}).json()
    assert "Near duplicates" not in apart["fragments"]["companions"]
    back = post(apart["undo"]["body"], apart["undo"]["url"]).json()
    assert "Near duplicates" in back["fragments"]["companions"]
    assert post({}).status_code == 400
    assert signed_in("Translator").post(url, "{}", content_type="application/json").status_code == 403
