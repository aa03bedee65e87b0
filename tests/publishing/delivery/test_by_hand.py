"""Deliveries that a person posts: the package, the answer, and that nothing is forgotten or done twice."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.clips.models import Cue
from curation.footage.models import Footage
from publishing.delivery import by_hand, lease, listing, notices, packages, services
from publishing.delivery.models import Delivery, DeliveryNotice, LedgerEntry
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post
from publishing.posts.obstacles import Refused
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Delivery.State


def weibo(platform: str = "weibo") -> Channel:
    settings = {"handle": "虎豹公园", "language": "zh-Hans"}
    return Channel.objects.create(
        name="Weibo", platform=platform, settings=settings, languages=["zh-Hans"], time_zone="Asia/Shanghai"
    )


@pytest.fixture
def delivery() -> Delivery:
    made = stage.scheduled(weibo(), languages=("zh-Hans",))
    assert services.publish_due() == 1
    made.refresh_from_db()
    assert made.state == State.BY_HAND, (made.state, made.error_code, made.error_params)
    return made


def kinds(delivery: Delivery) -> list[str]:
    return list(delivery.ledger.values_list("kind", flat=True))


def act(client, delivery: Delivery, name: str, **data: str) -> str:
    page = client.post(reverse(f"delivery:{name}", args=[delivery.pk]), data, follow=True)
    delivery.refresh_from_db()
    return page.content.decode()


def package(client, delivery: Delivery):
    return client.get(reverse("delivery:package", args=[delivery.pk]))


def test_a_person_fetches_the_package_posts_it_and_says_so(signed_in, delivery: Delivery) -> None:
    client = signed_in("Publisher")
    page = client.get(reverse("delivery:detail", args=[delivery.pk])).content.decode()
    assert "Download the package" in page and "I have posted it" in page and "I did not post it" in page
    answer = package(client, delivery)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert f"pugmark-weibo-{delivery.pk}.zip" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as found:
        assert found.read("video.mp4") == stage.VIDEO
        assert found.read("text/text.txt").decode() == delivery.variant.text
        assert str(delivery.key) in found.read("checklist.txt").decode()
        assert "poster.jpg" in found.namelist()
        captions = {f"captions/{tag}.{kind}" for tag in stage.CAPTIONS for kind in ("vtt", "srt")}
        assert captions <= set(found.namelist()), "of every approved language, beside the one in the picture"
        assert stage.CAPTIONS["ru"] in found.read("captions/ru.srt").decode()
    act(client, delivery, "posted", url="https://weibo.com/123/abc")
    assert (delivery.state, delivery.remote_url) == (State.PUBLISHED, "https://weibo.com/123/abc")
    assert kinds(delivery)[-3:] == ["handed_over", "package_fetched", "posted_by_hand"]
    assert LedgerEntry.objects.get(kind="posted_by_hand").actor.username == "publisher"
    assert Post.objects.get().state == Post.State.CLOSED
    assert Channel.objects.get().last_success_at is not None


def test_it_is_not_carried_again_while_it_waits(delivery: Delivery) -> None:
    Delivery.objects.update(next_at=timezone.now() - timedelta(hours=1))
    assert services.publish_due() == 0
    assert services.run_now(delivery).state == State.BY_HAND
    services.sweep_leases()
    delivery.refresh_from_db()
    assert delivery.state == State.BY_HAND
    assert kinds(delivery).count("handed_over") == 1


def test_not_posted_cancels_it_and_it_can_go_again(signed_in, delivery: Delivery) -> None:
    client = signed_in("Publisher")
    act(client, delivery, "not_posted")
    assert delivery.state == State.CANCELLED
    assert kinds(delivery)[-1] == "not_posted"
    assert package(client, delivery).status_code == 404
    act(client, delivery, "go")
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.BY_HAND


def test_an_answer_counts_once(signed_in, delivery: Delivery) -> None:
    client = signed_in("Publisher")
    act(client, delivery, "posted", url="https://m.weibo.cn/status/1")
    assert "has changed meanwhile" in act(client, delivery, "not_posted")
    assert "has changed meanwhile" in act(client, delivery, "posted", url="https://weibo.com/2")
    assert (delivery.state, delivery.remote_url) == (State.PUBLISHED, "https://m.weibo.cn/status/1")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "https://weibo.com.evil.example/1",
        "https://x@evil.example/",
        "https://[",
        "weibo.com/1",
    ],
)
def test_an_address_elsewhere_is_not_taken(signed_in, delivery: Delivery, url: str) -> None:
    page = act(signed_in("Publisher"), delivery, "posted", url=url)
    assert delivery.state == State.BY_HAND
    assert "weibo.com, weibo.cn" in page


def test_a_platform_without_addresses_asks_for_none(signed_in) -> None:
    post = stage.approved(weibo("wechat_channels"), languages=("zh-Hans",))
    Post.objects.update(title="雪地里的东北虎")
    post.refresh_from_db()
    (made,) = posts.schedule(post, due_at=timezone.now(), time_zone="Asia/Shanghai", user=None)
    services.publish_due()
    act(signed_in("Publisher"), made, "posted", url="")
    assert (made.state, made.remote_url) == (State.PUBLISHED, "")


@pytest.mark.parametrize("name", ["posted", "not_posted"])
def test_others_answer_nothing_and_fetch_nothing(signed_in, delivery: Delivery, name: str) -> None:
    client = signed_in("Editor")
    act(client, delivery, name, url="https://weibo.com/1")
    assert delivery.state == State.BY_HAND
    assert package(client, delivery).status_code in {302, 403}
    assert "package_fetched" not in kinds(delivery)
    page = client.get(reverse("delivery:detail", args=[delivery.pk])).content.decode()
    assert "Download the package" not in page and "Somebody of the group Publisher" in page


def test_nobody_without_an_account_fetches_it(client, delivery: Delivery) -> None:
    assert package(client, delivery).status_code == 302


def test_late_it_says_so_once_and_stays(signed_in, delivery: Delivery) -> None:
    past = timezone.now() - timedelta(minutes=61)
    Delivery.objects.update(due_at=past, next_at=timezone.now())
    services.sweep_leases()
    services.sweep_leases()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.BY_HAND, "by_hand_late")
    assert kinds(delivery).count("by_hand_late") == 1
    page = signed_in("Publisher").get(reverse("delivery:detail", args=[delivery.pk])).content.decode()
    assert "61 minutes ago" in page and "Download the package" in page
    assert delivery in listing.chosen(listing.Filter(show="troubled"))


def test_people_who_can_act_hear_of_it_by_mail(person, mailoutbox) -> None:
    person("Publisher")
    User.objects.update(email="publisher@park.example")
    made = stage.scheduled(weibo(), languages=("zh-Hans",))
    services.publish_due()
    told = DeliveryNotice.objects.get(delivery=made)
    assert (told.kind, told.recipient.email) == ("by_hand", "publisher@park.example")
    DeliveryNotice.objects.update(next_at=timezone.now())
    assert notices.send_due() == 1
    assert "Its package is ready" in mailoutbox[0].body


def test_a_package_whose_rights_have_ended_is_not_handed_out(signed_in, delivery: Delivery) -> None:
    Footage.objects.update(embargo_until=timezone.now() + timedelta(days=1))
    answer = signed_in("Publisher").get(reverse("delivery:package", args=[delivery.pk]), follow=True)
    assert "may not leave now" in answer.content.decode()
    assert "package_fetched" not in kinds(delivery)


def test_a_place_named_in_captions_of_any_language_holds_the_package() -> None:
    made = stage.scheduled(weibo(), languages=("zh-Hans",))
    Cue.objects.filter(track__language="ru").update(text="HC-0417")
    services.publish_due()
    made.refresh_from_db()
    assert (made.state, packages.name_of(made)) == (State.HELD, "")


def test_what_a_person_may_be_posting_now_cannot_be_rewritten(delivery: Delivery) -> None:
    with pytest.raises(Refused):
        posts.write_variant(delivery.variant.post, channel=delivery.variant.channel, language="zh-Hans", text="Other")


def test_packages_are_kept_until_thirty_days_after_the_end(signed_in, delivery: Delivery) -> None:
    name = packages.name_of(delivery)
    stranger = f"{packages.FOLDER}/00000000-0000-4000-8000-000000000000.zip"
    default_storage.save(stranger, ContentFile(b"PK"))
    long_ago = timezone.now() - timedelta(days=400)
    LedgerEntry.objects.update(at=long_ago)
    assert packages.forget_old() == 1, "only that of no delivery: the other still waits for its person"
    assert default_storage.exists(name) and not default_storage.exists(stranger)
    act(signed_in("Publisher"), delivery, "posted", url="https://weibo.com/1")
    assert packages.forget_old() == 0
    LedgerEntry.objects.update(at=timezone.now() - timedelta(days=31))
    assert packages.forget_old() == 1
    assert not default_storage.exists(name)


def test_a_video_that_was_lost_meanwhile_fails_and_says_so() -> None:
    made = stage.scheduled(weibo(), languages=("zh-Hans",))
    default_storage.delete(made.variant.rendition.file)
    services.publish_due()
    made.refresh_from_db()
    assert made.state == State.FAILED


def test_the_page_is_there_in_chinese(signed_in, delivery: Delivery) -> None:
    with translation.override("zh-hans"):
        page = (
            signed_in("Publisher")
            .get(reverse("delivery:detail", args=[delivery.pk]), headers={"accept-language": "zh-hans"})
            .content.decode()
        )
    assert f'data-state="{State.BY_HAND}"' in page


def test_a_worker_lost_while_handing_over_asks_instead_of_handing_over_twice(signed_in) -> None:
    made = stage.scheduled(weibo(), languages=("zh-Hans",))
    held = lease.claim_due()
    assert held is not None
    lease.change(held, state=State.PREPARING)
    lease.change(held, state=State.PUBLISHING, step="hand_over", step_irreversible=True, announced_at=timezone.now())
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    services.sweep_leases()
    made.refresh_from_db()
    assert made.state == State.UNCONFIRMED
    client = signed_in("Publisher")
    assert "could not be seen" in act(client, made, "look")
    act(client, made, "publish_again")
    services.publish_due()
    made.refresh_from_db()
    assert made.state == State.BY_HAND
    answer = package(client, made)
    answer.close()
    assert answer.status_code == 200


HOSTS = ("weibo.com", "weibo.cn")


@settings(deadline=None)  # a busy machine is no failure
@given(st.from_regex(r"[a-z0-9.-]{1,30}", fullmatch=True), st.text(max_size=20))
def test_only_addresses_of_the_platform_count(host: str, rest: str) -> None:
    url = f"https://{host}/{rest}"
    ours = host in HOSTS or host.endswith((".weibo.com", ".weibo.cn"))
    if by_hand.is_there(url, HOSTS):
        assert ours


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_question_for_an_address(text: str) -> None:
    assert by_hand.is_there(text, HOSTS) in {True, False}
    assert by_hand.is_there(text, ()) in {True, False}
