"""The demo is made once by the services of everybody, marked, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from curation.clips import services as clips
from curation.clips.models import CaptionTrack, Clip
from curation.footage.models import Footage, Individual, Observation, Station
from curation.people import name_of
from publishing.delivery.models import Delivery, SandboxPost
from publishing.demo import people, removal, services
from publishing.demo.crew import Crew
from publishing.demo.models import Demonstration
from publishing.demo.services import Outcome
from publishing.posts import rounds
from publishing.posts.models import Campaign, Channel, HouseTags, Post
from publishing.posts.wording import house
from tests.publishing.demo.plan import files, small

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]  # each makes videos and translations for real
OURS = {"curation", "publishing", "auth", "wagtailusers", "wagtailcore", "sessions"}
KEPT = {"publishing.Demonstration"}


def census() -> dict[str, int]:
    """The number of rows of every model of ours and of the accounts."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in OURS and model._meta.label not in KEPT
    }


def make() -> tuple[Outcome, list[str]]:
    said: list[str] = []
    return services.start(small(), Crew(say=said.append, processes=1, hands=1)), said


@pytest.fixture
def media(settings) -> Path:
    return Path(settings.MEDIA_ROOT)


def test_it_is_marked_published_and_leaves_no_row_and_no_file(media: Path, capsys) -> None:
    before = census()
    outcome, said = make()
    assert outcome is Outcome.MADE, said
    footage = list(Footage.objects.all())
    assert [each.state for each in footage] == ["ready", "ready"] and all(each.demo for each in footage)
    assert {each.station.zone for each in footage if each.station} == {"Muling 穆棱", "Dongning 东宁"}
    assert all(each.captured_source == "file_name" and each.deployment for each in footage)
    seen = set(Observation.objects.values_list("observation_type", "taxon__scientific_name", "classification_method"))
    assert ("animal", "Panthera pardus orientalis", "human") in seen and ("blank", None, "machine") in seen
    assert all(each.demo for each in (*Station.objects.all(), *Clip.objects.all(), *Channel.objects.all()))
    known = Individual.objects.get()
    assert known.demo and known.name_in("en") == "Ridgewind" and known.pictures.get().side == "left"
    assert known.observations.get().footage in footage

    past, due, waits = Post.objects.order_by(F("due_at").asc(nulls_last=True))
    assert due.campaign and due.campaign.demo and due.campaign.slug == "demo-ridges" and past.campaign is None
    handed_in = next(each for each in rounds.history(waits) if each.kind == "submitted")
    assert handed_in.who == name_of(User.objects.get(username="editor"))
    assert dict(HouseTags.objects.values_list("language", "tags"))["en"] == ["TigerPark"]
    assert (past.state, past.title) == (Post.State.CLOSED, "Past") and past.demo and due.demo
    assert timedelta(days=1) < timezone.now() - past.due_at < timedelta(days=5)
    delivery = Delivery.objects.get(variant__post=past)
    assert delivery.state == Delivery.State.PUBLISHED and abs(delivery.published_at - past.due_at) < timedelta(
        minutes=5
    )
    moments = list(delivery.ledger.values_list("at", flat=True))
    assert moments == sorted(moments) and moments[-1] < timezone.now() - timedelta(days=1)
    shown = SandboxPost.objects.get()
    assert shown.published_at < timezone.now() - timedelta(days=1) and "zh-Hans" in shown.tracks
    assert due.state == Post.State.SCHEDULED and timedelta(0) < due.due_at - timezone.now() <= timedelta(minutes=2)
    assert services.status().counts["footage"] == 2

    assert make()[0] is Outcome.THERE and Footage.objects.count() == 2

    assert files(media)
    gone = removal.remove(said.append)
    assert gone["footage"] == 2 and gone["files"] >= 6
    assert files(media) == [] and census() == before
    assert make()[0] is Outcome.REMOVED and not Footage.objects.exists()


def test_a_demo_animal_in_real_footage_is_named_and_kept(media: Path, person) -> None:
    """Real people have linked their own footage with it."""
    make()
    real = Footage.objects.create(original_name="real.mp4", fingerprint="f" * 64)
    said = Observation.objects.create(footage=real, individual=Individual.objects.get(), observation_type="animal")
    with pytest.raises(removal.StillUsed, match="DEMO-L2"):
        removal.remove(lambda _line: None)
    assert Individual.objects.exists()
    said.delete()
    removal.remove(lambda _line: None)
    assert not Individual.objects.exists() and list(Footage.objects.all()) == [real]


def test_a_real_post_in_the_demo_campaign_is_named_and_tags_that_somebody_real_chose_stay(media: Path, person) -> None:
    HouseTags.objects.create(language="en", tags=["OurPark"])
    make()
    assert HouseTags.objects.get(language="en").tags == ["OurPark"]
    real = person("Publisher", username="real")
    house.save_house_tags("zh-Hans", ["我们的公园"], user=real)
    clip = Clip.objects.create(title="Mine")
    post = Post.objects.create(clip=clip, title="Mine", campaign=Campaign.objects.get(), created_by=real)
    with pytest.raises(removal.StillUsed, match="“Mine” belongs to the demo campaign “Ridges"):
        removal.remove(lambda _line: None)
    post.delete()
    removal.remove(lambda _line: None)
    assert not Campaign.objects.exists()
    assert dict(HouseTags.objects.values_list("language", "tags")) == {"en": ["OurPark"], "zh-Hans": ["我们的公园"]}


def test_every_demo_person_can_sign_in_with_what_is_printed(client) -> None:
    people.invite()
    logins = people.logins()
    assert {login.username for login in logins} == {
        "admin", "editor", "translator", "publisher", "ranger", "rights",
    }  # fmt: skip
    for login in logins:
        assert len(login.passphrase) > 14
        answer = client.post(
            reverse("wagtailadmin_login"), {"username": login.username, "password": login.passphrase}, follow=True
        )
        assert answer.status_code == 200 and answer.wsgi_request.user.username == login.username
        client.logout()
    assert User.objects.get(username="editor").wagtail_userprofile.preferred_language == "zh-hans"


def test_a_real_person_keeps_their_login_and_a_changed_passphrase_is_not_told() -> None:
    mine = User.objects.create_user("editor", password="my own long words")
    invented = people.invite()["editor"]
    assert invented.username == "demo-editor"
    mine.refresh_from_db()
    assert mine.check_password("my own long words")
    invented.set_password("something new and long")
    invented.save()
    assert next(login for login in people.logins() if login.username == "demo-editor").passphrase == ""


def test_nothing_is_written_where_footage_is_already() -> None:
    Footage.objects.create(fingerprint="f" * 64, file="originals/x.mp4", size=1, original_name="x.mp4")
    before = census()
    assert make()[0] is Outcome.OCCUPIED
    assert census() == before and not Demonstration.objects.exists()


def test_what_was_interrupted_is_cleared_and_made_anew(media: Path, monkeypatch) -> None:
    before = census()
    with monkeypatch.context() as broken:
        broken.setattr("publishing.demo.edits.render", _stop)
        with pytest.raises(KeyboardInterrupt):
            make()
    assert services.status().state == "unfinished"
    outcome, said = make()
    assert outcome is Outcome.MADE and "interrupted" in said[0]
    assert Footage.objects.count() == 2 and User.objects.count() == 6
    removal.remove(said.append)
    assert census() == before and files(media) == []


def _stop(*_: object) -> int:
    raise KeyboardInterrupt


def test_real_work_is_named_and_kept_and_demo_peoples_work_goes(media: Path, person) -> None:
    make()
    leopard = Footage.objects.get(observations__taxon__scientific_name="Panthera pardus orientalis")
    part = clips.Range(leopard, 0.0, 1.0)
    mine = clips.save_clip(title="Mine", ranges=[part], user=person("Editor", username="real-editor")).clip
    theirs = clips.save_clip(title="Tried out", ranges=[part], user=User.objects.get(username="editor")).clip
    kept = files(media)
    with pytest.raises(removal.StillUsed) as refused:
        removal.remove(print)
    assert refused.value.uses == [f"Clip {mine.pk} “Mine” is cut from demo footage: delete it first, or keep the demo."]
    assert files(media) == kept and Footage.objects.count() == 2 and services.active()
    mine.delete()
    removal.remove(print)
    assert not Clip.objects.filter(pk=theirs.pk).exists() and not CaptionTrack.objects.exists()
    assert User.objects.get().username == "real-editor"


def test_every_page_says_that_there_is_demo_content(signed_in) -> None:
    editor = signed_in("Editor")
    sentence = "manage.py demo remove"
    assert sentence not in editor.get(reverse("footage:index")).content.decode()
    row = Demonstration.objects.create()
    assert "is being made" in editor.get(reverse("footage:index")).content.decode()
    row.finished_at = timezone.now()
    row.save()
    for name in ("footage:index", "wagtailadmin_home", "posts:calendar"):
        assert sentence in editor.get(reverse(name)).content.decode(), name


def test_the_command_tells_how_it_stands(capsys) -> None:
    call_command("demo", "status")
    assert "never made" in capsys.readouterr().out
    call_command("demo", "remove")
    assert "there is no demo content" in capsys.readouterr().out
    Demonstration.objects.create(finished_at=timezone.now())
    people.invite()
    call_command("demo", "start")
    printed = capsys.readouterr().out
    assert people.passphrase("editor") in printed and "/studio/" in printed and "/sandbox/" in printed


def test_the_command_names_what_it_will_not_take(person, capsys) -> None:
    station = Station.objects.create(code="DEMO-99", zone="Zone", demo=True)
    row = Footage.objects.create(
        fingerprint="e" * 64, file="originals/y.mp4", size=1, original_name="mine.mp4", station=station
    )
    with pytest.raises(CommandError, match=rf"Footage F{row.pk} of 'mine.mp4' stands at the demo station DEMO-99"):
        call_command("demo", "remove")
    assert Station.objects.filter(pk=station.pk).exists()


def test_who_comes_next_finds_the_lock_free_at_once() -> None:
    """Left to the end of its connection it was held a little longer on a busy machine."""
    for _turn in range(200):
        with services.alone() as allowed:
            assert allowed
            with services.alone() as second:
                assert not second
