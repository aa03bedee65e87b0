"""What a program sends of what it has seen, and what is made of it."""

import pytest

from curation.footage.models import AlarmContact, AlarmNotice, Footage, Observation
from tests.curation.footage.conftest import TIGER, saw
from tests.curation.footage.monitoring.conftest import seen

pytestmark = pytest.mark.django_db


def test_a_batch_is_stored_as_the_machine_s_layer(program, piece):
    footage, park = piece(), program()
    item = seen(
        "d1", footage=f"F{footage.pk}", count=2, sex="female", classificationProbability=0.94, classifiedBy="net 3",
        bboxX=0.1, bboxY=0.2, bboxWidth=0.3, bboxHeight=0.4, classificationTimestamp="2026-01-14T05:12:00+08:00",
    )  # fmt: skip
    answer = park.send("observations", {"observations": [item]})
    assert (answer.status_code, answer.json()) == (200, {"stored": 1, "refused": 0, "problems": []})
    row = Observation.objects.get()
    assert (row.footage, row.taxon.scientific_name, row.count, row.sex) == (footage, TIGER, 2, "female")
    assert (row.classification_method, row.classified_by, row.classification_probability) == ("machine", "net 3", 0.94)
    assert row.bbox == [0.1, 0.2, 0.3, 0.4] and row.classification_timestamp.hour == 21
    footage.refresh_from_db()
    assert footage.state == "ready"


def test_names_in_any_language_and_synonyms_are_the_same_species(program, piece):
    footage = piece()
    names = ["Amur tiger", "амурский тигр", "Panthera tigris altaica", "东北虎"]
    items = [seen(number, footage=footage.pk, scientificName=name) for number, name in enumerate(names)]
    assert program().send("observations", {"observations": items}).json()["stored"] == 4
    assert Observation.objects.values_list("taxon").distinct().count() == 1


def test_sent_again_under_another_key_it_changes_and_doubles_nothing(program, piece):
    footage, park = piece(), program()
    for count in (1, 3):
        park.send("observations", {"observations": [seen("d1", footage=footage.pk, count=count)]})
    assert Observation.objects.get().count == 3
    program("other").send("observations", {"observations": [seen("d1", footage=footage.pk)]})
    assert Observation.objects.count() == 2


def test_bad_items_are_named_and_all_others_kept(program, piece):
    footage, park = piece(), program()
    good = {"footage": footage.pk}
    items = [
        seen("ok-1", **good),
        seen("species", **good, scientificName="a chupacabra"),
        seen("nowhere", footage=999_999),
        seen("type", **good, observationType="ghost"),
        seen("sure", **good, classificationProbability=1.4),
        seen("box", **good, bboxX=0.1),
        seen("out", **good, bboxX=0.9, bboxY=0, bboxWidth=0.3, bboxHeight=0.2),
        seen("count", **good, count=-1),
        seen("ok-1", **good),
        {"observationType": "animal"},
        "no object",
        seen("zone", **good, classificationTimestamp="2026-01-14T05:12:00"),
        seen("about"),
        seen("nul", **good, observationComments="a\0b"),
        seen("extra", **good, temperature=3),
        seen("media", mediaID="cam/1"),
        seen("F0", footage="F0"),
        seen("ok-2", **good, classificationProbability=0.9),
    ]
    answer = park.send("observations", {"observations": items}).json()
    assert (answer["stored"], answer["refused"]) == (2, 16)
    assert {row.observation_id for row in Observation.objects.all()} == {"ok-1", "ok-2"}
    by_index = {problem["index"]: problem for problem in answer["problems"]}
    assert sorted(by_index) == list(range(1, 17)) and len(answer["problems"]) == 16
    expected = {
        1: ("scientificName", "species_unknown"),
        2: ("footage", "no_footage"),
        3: ("observationType", "not_in_list"),
        4: ("classificationProbability", "less_than_equal"),
        5: ("bboxX", "bbox_incomplete"),
        6: ("bboxWidth", "bbox_outside"),
        8: ("observationID", "duplicate_id"),
        9: ("observationID", "missing"),
        11: ("classificationTimestamp", "timezone_aware"),
        13: ("observationComments", "nul"),
        14: ("temperature", "extra_forbidden"),
        15: ("mediaID", "no_media"),
    }
    for index, (field, code) in expected.items():
        assert by_index[index]["code"] == code, by_index[index]
        assert index in {2, 13} or by_index[index]["field"] == field, by_index[index]
    assert all(problem["message"].endswith((".", "”.")) for problem in answer["problems"])
    assert by_index[1]["id"] == "species" and "chupacabra" in by_index[1]["message"]


def test_answers_are_in_english_whatever_the_program_s_language(program, piece):
    answer = program().send(
        "observations", {"observations": [seen(1, footage=9)]}, HTTP_ACCEPT_LANGUAGE="zh-hans"
    )  # fmt: skip
    assert answer.json()["problems"][0]["message"].startswith("There is no footage")


def test_thousands_of_bad_items_are_all_named(program):
    items = [seen(f"{number}\u2028", footage=10**9) for number in range(2500)]
    answer = program().send("observations", {"observations": items}).json()
    assert answer["refused"] == 2500 and [each["index"] for each in answer["problems"]] == list(range(2500))


@pytest.mark.parametrize(
    ("item", "alarm"),
    [
        ({"observationType": "human", "scientificName": ""}, "human"),
        ({"observationType": "vehicle", "scientificName": "", "classificationProbability": 0.6}, "vehicle"),
        ({"observationType": "human", "scientificName": "", "classificationProbability": 0.2}, ""),
        ({"observationTags": "smoke|fog"}, "smoke"),
        ({"alarm": "fire", "classificationProbability": 0.1}, "fire"),
        ({}, ""),
    ],
)
def test_alarms_hide_the_footage_at_once_and_queue_notices(program, piece, item, alarm):
    AlarmContact.objects.create(name="rangers", email="rangers@example.org")
    footage = piece()
    answer = program().send("observations", {"observations": [seen("d1", footage=footage.pk, **item)]})
    assert answer.json()["stored"] == 1
    footage.refresh_from_db()
    assert (footage.alarm, footage.state) == (alarm, "quarantined" if alarm else "ready")
    assert AlarmNotice.objects.count() == bool(alarm)


def test_a_program_takes_back_its_own_and_nothing_else(program, piece):
    footage, park, other = piece(), program(), program("other")
    human = saw(footage)
    park.send("observations", {"observations": [seen("cam/d 1", footage=footage.pk)]})
    assert other.ask("DELETE", "observations/cam/d%201").status_code == 404
    assert park.ask("DELETE", f"observations/{human.pk}").status_code == 404
    assert park.ask("DELETE", "observations/cam/d%201").status_code == 204
    assert park.ask("DELETE", "observations/cam/d%201").status_code == 404
    assert Observation.objects.get() == human


def test_a_human_layer_is_a_person_s_word(program, piece):
    footage = piece()
    item = seen("d1", footage=footage.pk, classificationMethod="human", classifiedBy="Li Na")
    program().send("observations", {"observations": [item]})
    assert Observation.objects.get().classification_method == "human"
    assert Footage.objects.get().alarm == ""


def test_what_a_database_cannot_hold_spoils_nothing(program, piece):
    """Found by `benchmarks.fuzz_apis`: the character NUL in ids that the answer repeats and alarms are raised by."""
    footage, park = piece(), program()
    items = [seen("ok", footage=footage.pk), seen("nul\0", footage=footage.pk, alarm="fire")]
    answer = park.send("observations", {"observations": items})
    assert answer.status_code == 200, answer.content
    assert answer.json()["stored"] == 1 and answer.json()["problems"][0]["id"] == "nul\ufffd"


def test_a_zone_that_is_further_off_than_a_database_knows_is_the_same_moment(program, piece):
    """Found by `benchmarks.fuzz_apis`."""
    footage = piece()
    moments = ["2026-01-14T05:12:00+20:18", "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:59"]
    items = [seen(at, footage=footage.pk, classificationTimestamp=at) for at in moments]
    answer = program().send("observations", {"observations": items})
    assert answer.status_code == 200 and answer.json()["stored"] == 3
    row = Observation.objects.get(observation_id=moments[0])
    assert row.classification_timestamp.isoformat() == "2026-01-13T08:54:00+00:00"
