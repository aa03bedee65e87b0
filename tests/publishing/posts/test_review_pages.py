"""The page of approvals, the panel's requests, comments, and the mail that follows."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Workflow
from wagtail.users.models import UserProfile

from publishing.posts import comments, notices, readiness
from publishing.posts import services as posts
from publishing.posts.channels import connector_sentence
from publishing.posts.models import Comment, Notice, Post
from publishing.posts.obstacles import Refused
from tests.fakes.mail import MailServer
from tests.publishing import stage

pytestmark = pytest.mark.django_db
SECRETS = ("HC-0417", "Secret Spring", "43.1", "130.9", "IMG_0001")


def draft(author: User, *, title: str = "Tiger in the snow", channel=None) -> Post:
    post = posts.create_post(clip=stage.clip(), title=title, user=author)
    posts.write_variant(
        post, channel=channel or stage.sandbox(), language="en", text="A tiger in the snow", alt_text="A tiger.",
        user=author,
    )  # fmt: skip
    return post


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, name: str, *args: int, **body):
    return client.post(reverse(f"posts:{name}", args=args), json.dumps(body), content_type="application/json")


@pytest.fixture
def mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def due_now() -> None:
    """As if the minute in which notices are collected were over."""
    Notice.objects.filter(state="queued").update(next_at=timezone.now())


def test_what_waits_is_listed_with_its_words_beside_the_source_and_no_place(person) -> None:
    editor, publisher = person("Editor"), person("Publisher")
    post = draft(editor)
    posts.submit(post, user=editor)
    page = client_of(publisher).get(reverse("posts:reviews")).content.decode()
    assert "A tiger in the snow" in page and "东北虎走过雪地" in page and "handed in by editor" in page
    assert not any(secret in page for secret in SECRETS)
    home = client_of(publisher).get(reverse("wagtailadmin_home")).content.decode()
    assert "To approve (1)" in home and "Posts that wait for you to approve" in home
    nothing = client_of(editor).get(reverse("posts:reviews")).content.decode()
    assert "A tiger in the snow" not in nothing and "Nothing waits for you" in nothing


def test_several_are_approved_at_once_and_undone(person) -> None:
    editor, publisher = person("Editor"), person("Publisher")
    both = [draft(editor, title=name) for name in ("One", "Two")]
    for post in both:
        posts.submit(post, user=editor)
    own = draft(editor, title="Three")  # nobody handed it in, and it has nothing to say
    own.variants.all().delete()
    client = client_of(publisher)
    answer = send(client, "approve_many", posts=[*(post.pk for post in both), own.pk]).json()
    assert [each["state"] for each in answer["done"]] == ["approved", "approved"]
    assert [each["title"] for each in answer["refused"]] == ["Three"] and answer["refused"][0]["error"]
    undone = send(client, "take_back_many", posts=[post.pk for post in both]).json()
    assert [each["state"] for each in undone["done"]] == ["in_review", "in_review"]
    for bad in ([], ["1"], [True], list(range(1000)), "1"):
        assert send(client, "approve_many", posts=bad).status_code == 400


def test_the_panel_says_who_may_and_why_not(person) -> None:
    editor, publisher = person("Editor"), person("Publisher")
    channel = stage.sandbox()
    channel.two_person = True
    channel.save()
    post = draft(publisher, channel=channel)
    answer = send(client_of(publisher), "approve", post.pk).json()["post"]
    review = answer["review"]
    assert (answer["state"], review["approve"], review["approvers"]) == ("in_review", False, ["publisher"])
    assert "somebody else" in review["reason"]
    refused = send(client_of(publisher), "approve", post.pk)
    assert refused.status_code == 422 and "somebody else" in refused.json()["error"]
    assert send(client_of(editor), "approve", post.pk).status_code == 422
    assert send(client_of(editor), "send_back", post.pk, comment="no").status_code == 422
    assert (
        send(client_of(person("Publisher", username="second")), "approve", post.pk).json()["post"]["state"]
        == "approved"
    )


def test_comments_stand_on_the_post_and_on_a_cell_and_are_settled(person) -> None:
    editor, publisher = person("Editor"), person("Publisher")
    post = draft(editor)
    variant = post.variants.get()
    client = client_of(publisher)
    send(client, "comment", post.pk, text="Which season?")
    answer = send(client, "comment", post.pk, text="Shorter, @editor.", variant=variant.pk).json()["post"]["review"]
    assert [each["cell"] for each in answer["comments"]] == ["", "Try-out · English"]
    assert list(Notice.objects.filter(person=editor).values_list("kind", flat=True)) == ["commented", "mentioned"]
    first = Comment.objects.first()
    settled = send(client_of(editor), "comment_settle", post.pk, first.pk).json()["post"]["review"]["comments"][0]
    assert (settled["resolved"], settled["resolvedBy"]) == (True, "editor")
    assert not send(client, "comment_settle", post.pk, first.pk, open=True).json()["post"]["review"]["comments"][0][
        "resolved"
    ]
    posts.remove_variant(variant, user=editor)
    assert Comment.objects.last().cell == "Try-out · English", "a comment outlives its cell"
    for bad in ({"text": "  "}, {"text": "x" * 4001}, {"text": "a\x00b"}):
        assert send(client, "comment", post.pk, **bad).status_code == 422
    assert send(client, "comment", post.pk, text="a", variant=987654).status_code == 404
    other = draft(editor)
    assert send(client, "comment_settle", other.pk, first.pk).status_code == 404


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@first.", ["first"]),
        ("(@First), @first", ["first"]),
        ("mail first@example.org", []),
        ("@nobody and @", []),
        ("@dot.ted.", ["dot.ted"]),
        ("@retired", []),
        ("你好@first", []),
        ("你好 @first", ["first"]),
    ],
)
def test_who_is_called_by_name(person, text: str, called: list[str]) -> None:
    person("Publisher", username="first")
    person("Editor", username="dot.ted")
    person("Publisher", username="retired")
    User.objects.filter(username="retired").update(is_active=False)
    assert [each.username for each in comments.mentioned(text)] == called


def test_a_stranger_is_not_called_and_reads_nothing(person) -> None:
    editor, stranger = person("Editor"), person()
    post = draft(editor)
    comments.say(post, text="@stranger look", user=editor)
    assert not Notice.objects.exists()
    assert send(client_of(stranger), "comment", post.pk, text="hi").status_code in {302, 403}
    assert client_of(stranger).get(reverse("posts:reviews")).status_code == 302
    with pytest.raises(Refused):
        comments.say(post, text="", user=editor)


def test_one_mail_tells_all_in_the_readers_language(person, mail) -> None:
    editor, publisher = person("Editor"), person("Publisher")
    profile = UserProfile.get_for_user(publisher)
    profile.preferred_language = "zh-hans"
    profile.save()
    for name in ("One", "Two\r\nBcc: everybody@example.org"):
        posts.submit(draft(editor, title=name), user=editor)
    assert notices.send_due() == 0, "what happens within a minute is told together"
    due_now()
    assert notices.send_due() == 1
    [letter] = mail.mails
    assert letter.recipients == ("publisher@example.org",) and letter.message["Auto-Submitted"] == "auto-generated"
    assert letter.message["Bcc"] is None
    assert "One" in letter.text and reverse("posts:edit", args=[Post.objects.first().pk]) in letter.text
    assert not any(secret in letter.text for secret in SECRETS)
    posts.submit(draft(editor, title="Three"), user=editor)
    due_now()
    assert notices.send_due() == 0, "not again at once: no flood"
    Notice.objects.filter(state="sent").update(sent_at=timezone.now() - timedelta(hours=1))
    assert notices.send_due() == 1 and "Three" in mail.mails[1].text


def test_who_does_not_want_to_hear_of_it_does_not(person, mail) -> None:
    editor, publisher = person("Editor"), person("Publisher")
    page = client_of(publisher).get(reverse("wagtailadmin_account")).content.decode()
    assert "Posts that wait for my approval" in page
    UserProfile.objects.filter(user=publisher).update(submitted_notifications=False)
    posts.submit(draft(editor), user=editor)
    due_now()
    assert notices.send_due() == 0 and not mail.mails
    assert Notice.objects.get().state == "dropped"


def test_what_is_decided_already_is_not_asked_for(person, mail) -> None:
    editor, first, second = person("Editor"), person("Publisher"), person("Publisher", username="second")
    post = draft(editor)
    posts.submit(post, user=editor)
    posts.approve(post, user=first, comment="Fine.")
    due_now()
    assert notices.send_due() == 1
    assert mail.mails[0].recipients == ("editor@example.org",) and "> Fine." in mail.mails[0].text
    assert Notice.objects.get(person=second).state == "dropped"


@pytest.mark.parametrize(("mood", "state"), [("refuses", "failed"), ("busy", "queued"), ("drops", "queued")])
def test_a_mail_server_in_a_bad_mood_stops_nothing(person, mail, mood: str, state: str) -> None:
    editor, _publisher = person("Editor"), person("Publisher")
    mail.mood = mood
    posts.submit(draft(editor), user=editor)
    due_now()
    assert notices.send_due() == 0
    notice = Notice.objects.get()
    assert notice.state == state
    if state == "queued":
        assert notice.next_at > timezone.now()
        mail.mood = "kind"
        due_now()
        assert notices.send_due() == 1


def test_wagtails_settings_offer_the_workflow_and_saving_it_keeps_it(signed_in) -> None:
    client = signed_in(superuser=True, username="root")
    ours = Workflow.objects.get(workflow_content_types__content_type__model="review")
    page = client.get(reverse("wagtailadmin_workflows:edit", args=[ours.pk])).content.decode()
    assert "Approval of a post" in page
    assert client.get(reverse("wagtailadmin_reports:workflow")).status_code == 200
    assert client.get("/studio/snippets/publishing/review/").url == reverse("posts:reviews")


def test_our_own_sandbox_has_its_chinese_name_within_a_chinese_sentence(person) -> None:
    post = draft(person("Editor"))
    posts.write_variant(post, channel=post.variants.get().channel, language="en", text="A" * 700, alt_text="A tiger.")
    with translation.override("zh-hans"):
        variant = post.variants.select_related("channel", "post__clip").get()
        found = [each.message for each in readiness.variant_obstacles(variant, post.clip.version)]
        said = connector_sentence("rate_limited", {"platform": "Sandbox", "seconds": 5})
    assert found and not any("Sandbox" in sentence for sentence in [*found, said])
