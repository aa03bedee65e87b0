"""Writing, approving and scheduling, and every reason why a post may not go out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from curation.clips.models import CaptionTrack, Cue
from curation.footage.models import Footage, Observation, Station
from publishing.delivery import services
from publishing.delivery.models import Delivery
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post
from publishing.posts.obstacles import Refused
from publishing.posts.seal import SealBroken, seal, unseal
from publishing.posts.wording import deriving
from tests.publishing import stage

pytestmark = pytest.mark.django_db


def codes(post: Post, **when) -> set[str]:
    """The codes of everything that refuses to schedule the post."""
    due = when.get("due_at", timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused) as caught:
        posts.schedule(post, due_at=due, time_zone=when.get("time_zone", "Asia/Shanghai"), user=None)
    assert all(each.message for each in caught.value.obstacles)
    with translation.override("zh-hans"):
        assert all(each.message for each in caught.value.obstacles)
    assert not Delivery.objects.exists()
    return {each.code for each in caught.value.obstacles}


def test_a_scheduled_post_has_a_delivery_for_every_variant_and_its_version_is_fixed() -> None:
    post = stage.approved(stage.sandbox(), languages=("en", "ru"))
    due = timezone.now() + timedelta(hours=1)
    planned = posts.schedule(post, due_at=due, time_zone="Europe/Moscow", user=None)
    assert {each.variant.language for each in planned} == {"en", "ru"}
    assert {each.due_at for each in planned} == {due}
    assert (post.state, post.version, post.time_zone) == (Post.State.SCHEDULED, post.clip.version, "Europe/Moscow")


def test_captions_go_as_tracks_where_the_platform_takes_them_and_are_burnt_in_elsewhere() -> None:
    clip = stage.clip()
    post = posts.create_post(clip=clip, title="", user=None)
    sandbox, mastodon = stage.sandbox(), stage.mastodon("http://127.0.0.1:9", "t")
    assert posts.write_variant(post, channel=sandbox, language="en", text="A").subtitle_route == "track"
    assert posts.write_variant(post, channel=mastodon, language="en", text="A").subtitle_route == "burn_in"
    silent = posts.create_post(clip=stage.clip(languages=()), title="", user=None)
    assert posts.write_variant(silent, channel=mastodon, language="en", text="A").subtitle_route == "none"


def test_the_video_is_made_as_its_platform_takes_it() -> None:
    """A platform that has settings of its own gets a file of its own; others get the one for any use."""
    for channel, preset in ((stage.sandbox(), ""), (stage.mastodon("http://127.0.0.1:9", "t"), "mastodon")):
        post = stage.approved(channel)
        posts.schedule(post, due_at=timezone.now() + timedelta(hours=1), time_zone="Asia/Shanghai", user=None)
        rendition = post.variants.get().rendition
        assert (rendition.preset, rendition.state) == (preset, "ready"), "what was made before is used again"


def test_a_draft_and_a_past_hour_are_refused() -> None:
    post = stage.approved(stage.sandbox())
    posts.send_back(post)
    assert codes(post, due_at=timezone.now() - timedelta(hours=1)) == {"not_approved", "past"}
    assert "zone_unknown" in codes(post, time_zone="Mars/Olympus")


def test_an_empty_post_is_not_approved() -> None:
    with pytest.raises(Refused):
        posts.approve(posts.create_post(clip=stage.clip(), title="", user=None), user=None)


def test_a_text_that_is_too_long_is_refused_in_the_platforms_measure() -> None:
    channel = stage.mastodon("http://127.0.0.1:9", "t")
    post = stage.approved(channel)
    link = "https://park.example/" + "x" * 400
    posts.write_variant(post, channel=channel, language="en", text="虎" * 476 + " " + link, alt_text="A tiger.")
    posts.approve(post, user=None)
    posts.schedule(post, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC", user=None)  # 477 + 23 is 500
    Delivery.objects.all().delete()
    posts.write_variant(post, channel=channel, language="en", text="虎" * 477 + " " + link, alt_text="A tiger.")
    posts.approve(post, user=None)
    assert codes(post) == {"text_too_long"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Seen at 43.1234, 130.9876", "coordinates"),
        ("Camera hc 0417 caught her", "station_code"),
        ("Filmed at secret spring", "place_name"),
    ],
)
def test_what_gives_a_place_away_is_refused(text: str, code: str) -> None:
    channel = stage.sandbox()
    post = stage.approved(channel)
    posts.write_variant(post, channel=channel, language="en", text=text, alt_text="A tiger.")
    posts.approve(post, user=None)
    assert codes(post) == {code}


def test_a_place_in_the_captions_is_refused_too() -> None:
    post = stage.approved(stage.sandbox())
    Cue.objects.filter(track__language="en").update(text="At HC-0417 in the snow")
    assert codes(post) == {"station_code"}


def test_the_zone_may_be_named() -> None:
    channel = stage.sandbox()
    post = stage.approved(channel)
    Station.objects.update(name="Hunchun")
    posts.write_variant(post, channel=channel, language="en", text="A tiger near Hunchun, -21 °C", alt_text="Tiger")
    posts.approve(post, user=None)
    assert posts.schedule(post, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC", user=None)


def test_rights_are_asked_at_the_hour_of_publication() -> None:
    post = stage.approved(stage.sandbox())
    Footage.objects.update(embargo_until=timezone.now() + timedelta(days=2))
    assert codes(post) == {"embargoed"}
    assert posts.schedule(post, due_at=timezone.now() + timedelta(days=3), time_zone="UTC", user=None)


def test_people_in_the_picture_are_not_published() -> None:
    post = stage.approved(stage.sandbox())
    Observation.objects.create(footage=Footage.objects.get(), observation_type=Observation.Type.HUMAN)
    assert codes(post) == {"people_in_picture"}


def test_a_vehicle_in_the_picture_is_not_published() -> None:
    post = stage.approved(stage.sandbox())
    Observation.objects.create(footage=Footage.objects.get(), observation_type=Observation.Type.VEHICLE)
    assert codes(post) == {"vehicle_in_picture"}


def test_captions_must_be_there_complete_and_up_to_date() -> None:
    channel = stage.mastodon("http://127.0.0.1:9", "t")
    post = stage.approved(channel)
    CaptionTrack.objects.filter(language="en").update(state=CaptionTrack.State.STALE)
    assert codes(post) == {"captions_stale"}
    CaptionTrack.objects.filter(language="en").update(state=CaptionTrack.State.MACHINE)
    Cue.objects.create(track=CaptionTrack.objects.get(language="en"), start=4, end=5, text="")
    assert codes(post) == {"captions_empty"}
    CaptionTrack.objects.filter(language="en").delete()
    assert codes(post) == {"captions_missing"}


@pytest.mark.parametrize(("state", "code"), [("paused", "channel_paused"), ("disconnected", "channel_disconnected")])
def test_a_channel_that_cannot_publish_is_refused(state: str, code: str) -> None:
    post = stage.approved(stage.sandbox())
    Channel.objects.update(state=state)
    assert codes(post) == {code}


def test_an_edit_takes_the_approval_away_and_the_same_words_do_not() -> None:
    channel = stage.sandbox()
    post = stage.approved(channel)
    kept = post.variants.get()
    posts.write_variant(post, channel=channel, language="en", text=kept.text, alt_text=kept.alt_text)
    assert post.state == Post.State.APPROVED
    posts.write_variant(post, channel=channel, language="en", text="Other words", alt_text=kept.alt_text)
    assert (post.state, post.approved_by) == (Post.State.DRAFT, None)


def test_what_is_published_can_no_longer_be_changed() -> None:
    channel = stage.sandbox()
    delivery = stage.scheduled(channel)
    Delivery.objects.update(state=Delivery.State.PUBLISHED)
    with pytest.raises(Refused):
        posts.write_variant(delivery.variant.post, channel=channel, language="en", text="Other words")


def test_a_moved_post_moves_its_deliveries() -> None:
    delivery = stage.scheduled(stage.sandbox(), ahead=timedelta(hours=1))
    later = timezone.now() + timedelta(days=1)
    posts.reschedule(delivery.variant.post, due_at=later, user=None)
    delivery.refresh_from_db()
    assert (delivery.due_at, delivery.next_at) == (later, later)
    assert list(delivery.ledger.values_list("kind", flat=True)) == ["planned", "moved"]


def test_a_missed_post_gets_another_hour_and_a_published_one_does_not() -> None:
    delivery = stage.scheduled(stage.sandbox())
    Delivery.objects.update(due_at=timezone.now() - timedelta(hours=3), next_at=timezone.now() - timedelta(hours=3))
    services.publish_due()
    post = Post.objects.get()
    assert post.state == Post.State.CLOSED
    posts.schedule(post, due_at=timezone.now(), time_zone="UTC", user=None)
    assert services.run_now(delivery).state == Delivery.State.PUBLISHED
    post.refresh_from_db()
    with pytest.raises(Refused):
        posts.schedule(post, due_at=timezone.now(), time_zone="UTC", user=None)


def test_a_post_taken_off_the_calendar_goes_nowhere() -> None:
    delivery = stage.scheduled(stage.sandbox(), ahead=timedelta(hours=1))
    post = delivery.variant.post
    posts.cancel(post, user=None)
    delivery.refresh_from_db()
    assert (delivery.state, post.state) == (Delivery.State.CANCELLED, Post.State.DRAFT)


def test_the_first_words_are_in_the_language_of_the_variant() -> None:
    clip = stage.clip()
    post, channel = posts.create_post(clip=clip, title="", user=None), stage.sandbox()
    said = {tag: deriving.begin(post, channel=channel, language=tag, user=None).text for tag in ("zh-Hans", "ru", "ko")}
    assert said["zh-Hans"] == "东北虎走过雪地\n\n#东北虎"
    assert said["ru"] == "Амурский тигр идёт по снегу\n\n#АмурскийТигр"
    assert said["ko"].startswith("#") and " " not in said["ko"]


def test_secrets_are_sealed_and_open_only_with_the_keys(settings) -> None:
    sealed = seal({"access_token": "very-secret-word"})
    assert "very-secret-word" not in sealed
    assert unseal(sealed) == {"access_token": "very-secret-word"}
    settings.ENCRYPTION_KEYS = ["x" * 43 + "="]
    with pytest.raises(SealBroken):
        unseal(sealed)
