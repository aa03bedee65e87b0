"""The pages of individuals and the panels of a footage page: what is shown, to whom, and what a button does."""

import json
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from curation.footage.events.grouping import group
from curation.footage.individuals import facts
from curation.footage.models import Individual, IndividualPicture, Observation
from tests.curation.footage.conftest import LEOPARD, TIGER, day, machine_saw, saw, taxon

pytestmark = pytest.mark.django_db
SECRETS = ["HC-0042", "Hidden ridge", "43.12", "131.23", "Secret valley", "IMG_SECRET"]


def post(client, url, **body):
    return client.post(url, json.dumps(body), content_type="application/json")


@pytest.fixture
def known(animal, piece, station):
    """A tiger whose places are a secret, in an event of two pieces."""
    tiger = animal("T-07", names={"en": "Snow", "zh-Hans": "雪雪"}, sex="female", born="2019")
    pieces = [
        piece(
            station=station,
            folder="Secret valley",
            original_name="IMG_SECRET.mp4",
            probe={"browser_playable": True},
            captured_at=day(f"2026-01-14T05:1{minute}"),
        )
        for minute in range(2)
    ]
    for footage in pieces:
        saw(footage, TIGER, individual=tiger, individual_by="Li Na", individual_at=day("2026-02-01T09:00"))
    IndividualPicture.objects.create(individual=tiger, footage=pieces[0], at=1.0, picture="x.jpg", side="left")
    group(gap=120)
    pieces[0].refresh_from_db()
    return tiger, pieces


def urls(tiger, pieces):
    return [
        reverse("individuals:index"),
        reverse("individuals:index") + "?q=snow",
        reverse("individuals:find") + "?q=snow",
        reverse("individuals:detail", args=[tiger.pk]),
        reverse("footage:companions", args=[pieces[0].pk]),
        reverse("footage:event", args=[pieces[0].event_id]),
        reverse("footage:event_observations", args=[pieces[0].event_id]),
    ]


@pytest.mark.parametrize("role", ["Editor", "Translator", "Publisher", "Rights manager"])
def test_everybody_reads_dossiers_and_nobody_but_rangers_reads_a_place(signed_in, known, role):
    client = signed_in(role)
    for url in urls(*known):
        answer = client.get(url)
        assert answer.status_code == 200, url
        told = [word for word in SECRETS if word in answer.content.decode()]
        assert not told, f"{url} tells {told}"
    body = client.get(reverse("individuals:detail", args=[known[0].pk])).content.decode()
    assert "Hunchun" in body and "Take off" not in body and "Merge" not in body


def test_rangers_see_the_station_of_the_first_and_last_sighting(signed_in, known):
    body = signed_in("Ranger").get(reverse("individuals:detail", args=[known[0].pk])).content.decode()
    assert "Jan. 14, 2026 05:10 · Hunchun · HC-0042" in body
    assert "Li Na · Feb. 1, 2026" in body


def test_the_list_names_animals_in_the_readers_language(client, person, known):
    editor = person("Editor")
    client.force_login(editor)
    url = reverse("individuals:index")
    assert "Snow" in client.get(url).content.decode()
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=editor, preferred_language="zh-hans")
    body = client.get(url).content.decode()
    assert "雪雪" in body and "Snow" not in body


def test_an_empty_list_says_what_to_do(signed_in):
    assert "No animal has a dossier yet" in signed_in("Ranger").get(reverse("individuals:index")).content.decode()


def test_a_search_for_nobody_says_so(signed_in, known):
    body = signed_in("Editor").get(reverse("individuals:index") + "?q=nobody").content.decode()
    assert "No animal is called so" in body


def test_rangers_open_and_change_dossiers_with_names(signed_in):
    client = signed_in("Ranger")
    fields = {"code": " T-09 ", "taxon": taxon(TIGER).pk, "sex": "male", "born": "2021-06", "name_en": "Ember"}
    answer = client.post(reverse("individuals:new"), fields | {"name_zh-Hans": "余烬"}, follow=True)
    assert "Ember · T-09" in answer.content.decode()
    row = Individual.objects.get()
    assert {one.language: one.name for one in row.names.all()} == {"en": "Ember", "zh-Hans": "余烬"}
    client.post(reverse("individuals:edit", args=[row.pk]), fields | {"code": "T-09", "name_en": ""})
    assert not row.names.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"born": "June"}, "Write a year, a month or a day"),
        ({"born": "2999"}, "This day has not come yet"),
        ({"born": "2021-13"}, "Write a year, a month or a day"),
        ({"code": "T-07"}, "already exists"),
    ],
)
def test_the_form_says_what_is_wrong(signed_in, animal, wrong, sentence):
    animal("T-07")
    fields = {"code": "T-09", "taxon": taxon(TIGER).pk} | wrong
    assert sentence in signed_in("Ranger").post(reverse("individuals:new"), fields).content.decode()


def test_a_mother_is_of_the_same_species_and_not_ones_own_child(signed_in, animal):
    mother = animal("T-1")
    child = animal("T-2", mother=mother)
    leopard = animal("L-1", species=LEOPARD)
    client = signed_in("Ranger")
    fields = {"code": "T-1", "taxon": taxon(TIGER).pk}
    url = reverse("individuals:edit", args=[mother.pk])
    assert "its own ancestor" in client.post(url, fields | {"mother": child.pk}).content.decode()
    assert "another species" in client.post(url, fields | {"mother": leopard.pk}).content.decode()


def test_editors_look_but_do_not_change(signed_in, known):
    tiger, pieces = known
    client = signed_in("Editor")
    observation = Observation.objects.first()
    assert client.get(reverse("individuals:edit", args=[tiger.pk])).status_code == 302
    assert post(client, reverse("individuals:link"), footage=pieces[0].pk, individual=tiger.pk).status_code == 403
    assert post(client, reverse("individuals:unlink"), observation=observation.pk).status_code == 403
    assert post(client, reverse("individuals:take_picture", args=[tiger.pk])).status_code == 403
    assert client.post(reverse("individuals:merge", args=[tiger.pk]), {"taken": tiger.pk}).status_code == 302
    assert Observation.objects.filter(individual=tiger).count() == 2


def test_linking_on_the_footage_page_draws_the_panel_anew_and_is_undone(signed_in, animal, piece):
    tiger, footage = animal("T-07", names={"en": "Snow"}), piece()
    client = signed_in("Ranger")
    answer = post(client, reverse("individuals:link"), footage=footage.pk, individual=tiger.pk).json()
    assert answer["message"] == "Linked with Snow · T-07."
    assert reverse("individuals:detail", args=[tiger.pk]) in answer["fragments"]["companions"]
    undone = post(client, answer["undo"]["url"], **answer["undo"]["body"]).json()
    assert "Nobody has said yet which animal this is" in undone["fragments"]["companions"]


def test_taking_a_link_off_in_the_dossier_draws_it_anew(signed_in, known):
    tiger, _pieces = known
    client = signed_in("Ranger")
    row = Observation.objects.filter(individual=tiger).first()
    answer = post(client, reverse("individuals:unlink"), observation=row.pk, dossier=tiger.pk).json()
    assert "1 piece of footage" in answer["fragments"]["dossier"]
    back = post(client, answer["undo"]["url"], **answer["undo"]["body"]).json()
    assert "2 pieces of footage" in back["fragments"]["dossier"]


def test_who_may_not_see_a_piece_cannot_touch_its_link_or_its_picture(signed_in, known, person):
    _tiger, pieces = known
    pieces[0].state = "withdrawn"
    pieces[0].save()
    client = signed_in("Ranger")
    row = Observation.objects.get(footage=pieces[0])
    assert post(client, reverse("individuals:unlink"), observation=row.pk).status_code == 404
    picture = IndividualPicture.objects.get()
    assert client.get(reverse("individuals:picture", args=[picture.pk])).status_code == 404
    assert str(picture.pk) not in [
        one.split("/")[0] for one in client.get(reverse("individuals:index")).content.decode().split("pictures/")[1:]
    ]


def test_a_frame_is_taken_from_the_film_and_becomes_the_picture(signed_in, animal, take, tiny):
    tiger, footage = animal("T-07"), take(tiny)
    client = signed_in("Ranger")
    url = reverse("individuals:take_picture", args=[tiger.pk])
    answer = post(client, url, footage=footage.pk, at=0.5, side="left")
    assert answer.status_code == 200, answer.content
    picture = IndividualPicture.objects.get()
    assert (picture.side, picture.at, picture.best) == ("left", 0.5, True)
    shown = client.get(reverse("individuals:picture", args=[picture.pk]))
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    again = post(client, url, footage=footage.pk, at=0.5, side="front").json()
    assert IndividualPicture.objects.get().side == "front"
    second = post(client, url, footage=footage.pk, at=0.8, side="right", dossier=tiger.pk).json()
    assert second["fragments"]["dossier"].count("<figure>") == 3
    assert again["message"] == "Picture added to T-07."


def test_pictures_are_removed_brought_back_and_made_the_best(signed_in, known):
    tiger, pieces = known
    client = signed_in("Ranger")
    first = IndividualPicture.objects.get()
    other = IndividualPicture.objects.create(individual=tiger, footage=pieces[1], at=2.0, picture="y.jpg", best=True)
    post(client, reverse("individuals:best_picture", args=[first.pk]))
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.best, other.best) == (True, False)
    answer = post(client, reverse("individuals:remove_picture", args=[first.pk])).json()
    assert list(tiger.pictures.all()) == [other]
    post(client, answer["undo"]["url"], **answer["undo"]["body"])
    assert tiger.pictures.filter(picture="x.jpg", best=True).exists()


@pytest.mark.parametrize("wrong", [{"side": "tail"}, {"at": "soon"}, {"at": True}])
def test_a_picture_needs_a_moment_and_a_side(signed_in, known, wrong):
    tiger, pieces = known
    body = {"footage": pieces[0].pk, "at": 1, "side": "left"} | wrong
    assert post(signed_in("Ranger"), reverse("individuals:take_picture", args=[tiger.pk]), **body).status_code == 400


def test_a_film_that_is_gone_is_said_to_be(signed_in, known):
    tiger, pieces = known
    url = reverse("individuals:take_picture", args=[tiger.pk])
    answer = post(signed_in("Ranger"), url, footage=pieces[0].pk, at=1, side="left")
    assert answer.status_code == 409
    assert not default_storage.exists(pieces[0].file)


def test_merging_leads_the_old_address_to_the_kept_dossier_and_separates_again(signed_in, known, animal):
    tiger, _pieces = known
    other = animal("T-19")
    client = signed_in("Ranger")
    body = client.post(reverse("individuals:merge", args=[tiger.pk]), {"taken": other.pk}, follow=True).content.decode()
    assert "T-19 was merged into this dossier" in body
    answer = client.get(reverse("individuals:detail", args=[other.pk]))
    assert answer.url == reverse("individuals:detail", args=[tiger.pk])
    merge_id = body.split("merges/")[1].split("/")[0]
    client.post(reverse("individuals:separate", args=[merge_id]))
    assert client.get(reverse("individuals:detail", args=[other.pk])).status_code == 200


def test_labels_of_packages_are_offered_and_adopted(signed_in, piece, animal):
    tiger = animal("T-07")
    machine_saw(piece(), TIGER, individual_label="tiger_7")
    client = signed_in("Ranger")
    assert "tiger_7" in client.get(reverse("individuals:index")).content.decode()
    answer = post(client, reverse("individuals:adopt", args=[tiger.pk]), label="tiger_7").json()
    assert Observation.objects.filter(individual=tiger).count() == 1
    post(client, answer["undo"]["url"], **answer["undo"]["body"])
    assert not Observation.objects.filter(individual=tiger).exists()
    fields = {"code": "tiger_7", "taxon": taxon(TIGER).pk}
    client.post(reverse("individuals:new") + "?label=tiger_7", fields)
    assert Observation.objects.get().individual.code == "tiger_7"
    assert (
        "park-net 3, 71 % sure"
        in client.get(reverse("individuals:detail", args=[Individual.objects.get(code="tiger_7").pk])).content.decode()
    )


def test_the_event_stands_on_the_footage_page_with_its_neighbours(signed_in, known):
    _tiger, pieces = known
    client = signed_in("Editor")
    body = client.get(reverse("footage:companions", args=[pieces[0].pk])).content.decode()
    assert "1 of 2 in this event" in body
    assert f'data-event-after href="{reverse("footage:detail", args=[pieces[1].pk])}"' in body


def test_a_whole_event_is_tagged_and_the_tag_taken_back(signed_in, known):
    _tiger, pieces = known
    client = signed_in("Editor")
    url = reverse("footage:event_observations", args=[pieces[0].event_id])
    said = post(client, url, type="animal", taxon=taxon(TIGER).pk, count="2").json()
    assert [(one["label"], one["count"]) for one in said["observations"]] == [("Amur tiger", 2)]
    panel = client.get(reverse("footage:companions", args=[pieces[1].pk])).content.decode()
    assert "Amur tiger ×2" in panel
    gone = client.delete(f"{url}{said['added']}/").json()
    assert gone["observations"] == []
    assert len(post(client, url, restore=gone["undo"]).json()["observations"]) == 1
    assert post(client, url, type="animal").status_code == 400
    reader = signed_in("Translator")
    assert post(reader, url, type="animal", taxon=taxon(TIGER).pk).status_code == 403


def test_an_event_of_which_one_sees_nothing_is_not_there(signed_in, known):
    _tiger, pieces = known
    for footage in pieces:
        footage.state = "quarantined"
        footage.save()
    url = reverse("footage:event", args=[pieces[0].event_id])
    assert signed_in("Editor").get(url).status_code == 404
    assert signed_in("Ranger").get(url).status_code == 200


def test_the_event_page_shows_the_strip_in_order(signed_in, known):
    _tiger, pieces = known
    body = signed_in("Editor").get(reverse("footage:event", args=[pieces[0].event_id])).content.decode()
    first, second = (body.index(f'href="{reverse("footage:detail", args=[one.pk])}"') for one in pieces)
    assert first < second
    assert "2 pieces" in body and "05:10:00 · +0:00" in body and "05:11:00 · +1:00" in body


def test_the_gap_is_set_by_rangers_alone(signed_in, known):
    url = reverse("footage:event_setting")
    assert signed_in("Editor").get(url).status_code == 302
    client = signed_in("Ranger")
    assert 'value="120"' in client.get(url).content.decode()
    assert "gap-job" in client.post(url, {"gap": 300}).content.decode()
    assert 'value="300"' in client.get(url).content.decode()
    assert "greater than or equal to 1" in client.post(url, {"gap": 0}).content.decode()


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("", ""),
        ("2019", "about 7 years"),
        ("2024-06", "2 years"),
        ("2025-12-01", "11 months"),
        ("2025-11", "12 months"),
    ],
)
def test_age_is_told_as_exactly_as_the_birth_is_known(born, age):
    with translation.override("en"):
        assert facts.age_of(Individual(born=born), today=date(2026, 11, 23)) == age
