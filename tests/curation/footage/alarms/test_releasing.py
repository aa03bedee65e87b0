"""Footage leaves quarantine by a person's word, with a reason, and machines do not bring it back."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from curation.footage.alarms.raising import raise_as, raise_for
from curation.footage.alarms.releasing import ReleaseError, release
from curation.footage.models import AlarmContact, AlarmNotice, Footage
from curation.jobs.models import Job
from tests.curation.footage.conftest import machine_saw, saw

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranger(person):
    return person("Ranger")


def walked(piece, **known):
    footage = piece(**{"probe": {"duration": 10}, **known})
    machine_saw(footage, None, observation_type="human", classification_probability=0.8)
    raise_for([footage.pk])
    footage.refresh_from_db()
    return footage


def test_releasing_needs_the_right_and_a_reason(piece, person, ranger):
    footage = walked(piece)
    for user, reason, code in ((ranger, "  ", "reason_missing"), (person("Publisher"), "x", "not_allowed")):
        with pytest.raises(ReleaseError) as refused:
            release([footage.pk], user=user, reason=reason)
        assert refused.value.code == code and str(refused.value).endswith(".")
    footage.refresh_from_db()
    assert footage.state == "quarantined"


def test_what_was_released_stays_released_until_a_person_says_otherwise(piece, ranger):
    footage = walked(piece)
    assert release([footage.pk], user=ranger, reason="a scarecrow", false_alarm=True) == [footage]
    footage.refresh_from_db()
    assert (footage.state, footage.alarm, footage.alarm_at) == ("ready", "", None)
    entry = ModelLogEntry.objects.latest("pk")
    assert entry.user == ranger and entry.data["alarm"]["reason"] == "a scarecrow"
    machine_saw(footage, None, observation_type="human", classification_probability=0.99)
    assert raise_for([footage.pk]) == 0 and raise_as({footage.pk: "human"}) == 0
    assert raise_as({footage.pk: "fire"}) == 1  # another kind is another matter
    release([footage.pk], user=ranger, reason="sunset")
    saw(footage, None, observation_type="human", classification_timestamp=timezone.now())
    assert raise_for([footage.pk]) == 1


def test_a_false_alarm_is_the_rangers_own_observation(piece, ranger):
    footage = walked(piece)
    release([footage.pk], user=ranger, reason="a scarecrow", false_alarm=True)
    own = footage.observations.get(classification_method="human")
    assert own.observation_type == "unclassified" and "scarecrow" in own.comments and own.classified_by == "ranger"


def test_a_false_alarm_silences_no_animal_that_a_machine_saw(piece, ranger):
    footage = walked(piece)
    machine_saw(footage)
    release([footage.pk], user=ranger, reason="a scarecrow", false_alarm=True)
    assert not footage.observations.filter(classification_method="human").exists()


def test_people_rightly_seen_stay_on_record(piece, ranger):
    footage = piece(probe={"duration": 1})
    saw(footage, None, observation_type="human")
    raise_for([footage.pk])
    release([footage.pk], user=ranger, reason="our own patrol, agreed with them")
    assert footage.observations.get().observation_type == "human"
    assert raise_for([footage.pk]) == 0


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, "ready"),
        ({"state": "catalogued", "probe": {}, "file": "", "fingerprint": None}, "catalogued"),
        ({"state": "registered", "probe": {}}, "registered"),
        ({"state": "failed", "probe": {}}, "failed"),
    ],
)
def test_footage_goes_back_to_where_it_can_be(piece, ranger, known, state):
    footage = walked(piece, **known)
    release([footage.pk], user=ranger, reason="a bear")
    footage.refresh_from_db()
    assert (footage.state, footage.alarm) == (state, "")


def test_what_was_never_read_is_read_after_its_release(piece, ranger):
    footage = piece(state="quarantined", width=None)
    release([footage.pk], user=ranger, reason="a bear")
    assert Footage.objects.get().state == "registered" and Job.objects.get(subject=footage.pk).kind == "ingest"


def test_notices_that_were_not_sent_yet_are_not_sent_any_more(piece, ranger):
    AlarmContact.objects.create(name="all", email="all@example.org")
    footage = walked(piece)
    release([footage.pk], user=ranger, reason="a bear")
    assert not AlarmNotice.objects.exists()


def test_an_editor_sees_the_footage_again(piece, ranger, signed_in):
    footage = walked(piece)
    page = reverse("footage:detail", args=[footage.pk])
    editor = signed_in("Editor")
    assert editor.get(page).status_code == 404
    release([footage.pk], user=ranger, reason="a bear")
    assert editor.get(page).status_code == 200
