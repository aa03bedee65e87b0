"""Handing in, approving, asking for changes: who may, what is kept, and what a second person is for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from curation.jobs.graph import UndeclaredTransition
from publishing.delivery import services as deliveries
from publishing.delivery.models import Delivery
from publishing.posts import rounds, signatures
from publishing.posts import services as posts
from publishing.posts.models import Channel, Notice, Post
from publishing.posts.obstacles import Refused
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Post.State


@pytest.fixture
def desk(person):
    """An editor's post for one channel, its video made; two publishers."""

    class Desk:
        editor = person("Editor")
        first, second = person("Publisher", username="first"), person("Publisher", username="second")
        channel = stage.sandbox()

        def post(self, *, by=None) -> Post:
            clip = stage.clip()
            made = posts.create_post(clip=clip, title="Tiger in the snow", user=by or self.editor)
            self.write(made, "A tiger in the snow", by=by or self.editor)
            stage.finished(clip.version)
            return made

        def write(self, post: Post, text: str, *, by) -> None:
            posts.write_variant(post, channel=self.channel, language="en", text=text, alt_text="A tiger.", user=by)

        def strict(self) -> None:
            Channel.objects.filter(pk=self.channel.pk).update(two_person=True)

    return Desk()


def refusal(act, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert all(each.message for each in caught.value.obstacles)
    return {each.code for each in caught.value.obstacles}


def ours() -> Workflow:
    """The workflow that posts begin with."""
    return Workflow.objects.get(workflow_content_types__content_type__model="review")


def kinds(post: Post, person) -> list[str]:
    return list(Notice.objects.filter(post=post, person=person, state="queued").values_list("kind", flat=True))


def test_from_hand_in_to_approval_both_sides_are_told(desk) -> None:
    post = desk.post()
    posts.submit(post, user=desk.editor)
    assert list(signatures.to_approve(desk.first)) == [post]
    assert not signatures.to_approve(desk.editor).exists()
    posts.send_back(post, user=desk.first, comment="Name the season.")
    assert post.state == State.DRAFT and not signatures.to_approve(desk.first).exists()
    desk.write(post, "A tiger in the winter snow", by=desk.editor)
    posts.submit(post, user=desk.editor)
    posts.approve(post, user=desk.second, comment="Good.")
    assert (post.state, post.approved_by) == (State.APPROVED, desk.second)
    assert kinds(post, desk.editor) == ["sent_back", "approved"]
    assert [(each.kind, each.who, each.words) for each in rounds.history(post)] == [
        ("submitted", "editor", ""), ("asked", "first", "Name the season."),
        ("submitted", "editor", ""), ("approved", "second", "Good."),
    ]  # fmt: skip
    assert signatures.newest(post).words[0]["text"] == "A tiger in the winter snow", "what was approved is kept"


def test_only_those_whom_the_workflow_names_approve(desk, person) -> None:
    post = desk.post()
    posts.submit(post, user=desk.editor)
    assert refusal(posts.approve, post, user=desk.editor) == {"waits_for_task"}
    assert refusal(posts.send_back, post, user=desk.editor) == {"not_approver"}
    posts.approve(post, user=person(superuser=True, username="root"))
    assert post.state == State.APPROVED


def test_an_operators_change_of_the_workflow_is_obeyed(desk, person) -> None:
    """A second task, for translators, before the publishers' own."""
    language = GroupApprovalTask.objects.create(name="Language", active=True)
    language.groups.set([Group.objects.get(name="Translator")])
    workflow = ours()
    workflow.workflow_tasks.update(sort_order=1)
    WorkflowTask.objects.create(workflow=workflow, task=language, sort_order=0)
    translator, post = person("Translator"), desk.post()
    posts.submit(post, user=desk.editor)
    assert refusal(posts.approve, post, user=desk.first) == {"waits_for_task"}
    posts.approve(post, user=translator)
    assert post.state == State.IN_REVIEW and kinds(post, desk.first) == ["submitted"]
    posts.send_back(post, user=desk.first, comment="The first word.")
    desk.write(post, "One tiger in the snow", by=desk.editor)
    posts.submit(post, user=desk.editor)
    posts.approve(post, user=desk.first)
    assert post.state == State.IN_REVIEW, "the words are new: the translator is asked again"
    posts.approve(post, user=translator)
    assert post.state == State.APPROVED


def test_a_workflow_or_task_switched_off_approves_nothing_by_itself(desk, person) -> None:
    post = desk.post()
    posts.submit(post, user=desk.editor)
    ours().tasks.get().specific.deactivate(user=person(superuser=True, username="root"))
    post.refresh_from_db()
    assert post.state == State.IN_REVIEW and not signatures.approvers(post)
    assert list(signatures.to_approve(desk.first)) == [post]
    posts.approve(post, user=desk.first)
    assert post.state == State.APPROVED
    other = desk.post()
    ours().deactivate()
    posts.submit(other, user=desk.editor)
    assert refusal(posts.approve, other, user=desk.editor) == {"not_approver"}
    posts.approve(other, user=desk.second)
    assert other.state == State.APPROVED


def test_an_edit_takes_the_approval_away_and_says_so_to_whom_had_given_it(desk) -> None:
    post = desk.post()
    posts.approve(post, user=desk.first)
    posts.schedule(post, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC", user=desk.first)
    desk.write(post, "Other words", by=desk.editor)
    assert (post.state, post.approved_by) == (State.DRAFT, None)
    assert kinds(post, desk.first) == ["withdrawn"] and not signatures.approvers(post)
    assert rounds.history(post)[-1].kind == "withdrawn_edited"


def test_a_name_that_goes_out_as_title_is_approved_with_the_rest(desk) -> None:
    video = Channel.objects.create(name="Tiger TV", platform="youtube")
    post = desk.post()
    posts.write_variant(post, channel=video, language="en", text="A tiger", alt_text="A tiger.", user=desk.editor)
    posts.approve(post, user=desk.first)
    posts.rename(post, title=post.title, tolerance=5, user=desk.editor)
    assert (post.state, post.tolerance) == (State.APPROVED, 5), "the name is the same"
    posts.rename(post, title="Tiger shot", user=desk.editor)
    post.refresh_from_db()
    assert (post.state, post.title, post.approved_by) == (State.DRAFT, "Tiger shot", None)
    assert [each.kind for each in rounds.history(post)][-1] == "withdrawn_edited"
    posts.approve(post, user=desk.second)
    words = {each["channel"]: each["title"] for each in signatures.newest(post).words}
    assert words["Tiger TV"] == "Tiger shot", "the record says which title was approved"

    posts.write_variant(
        post, channel=video, language="en", text="A tiger", alt_text="A tiger.", more={"title": "Its own"},
        user=desk.editor,
    )  # fmt: skip
    posts.remove_variant(post.variants.get(channel=desk.channel), user=desk.editor)
    posts.approve(post, user=desk.first)
    posts.rename(post, title="For the desk only", user=desk.editor)
    assert (post.state, post.title) == (State.APPROVED, "For the desk only"), "every variant has a title of its own"


def test_a_rejected_post_begins_anew(desk) -> None:
    post = desk.post()
    posts.submit(post, user=desk.editor)
    assert refusal(posts.reject, post, user=desk.first, comment=" ") == {"reason_missing"}
    posts.reject(post, user=desk.first, comment="Too near to the den.")
    assert post.state == State.DRAFT and kinds(post, desk.editor) == ["rejected"]
    posts.submit(post, user=desk.editor)
    posts.approve(post, user=desk.first)
    assert [each.kind for each in rounds.history(post)] == ["submitted", "rejected", "submitted", "approved"]


def test_an_approval_is_taken_back_by_whom_gave_it(desk) -> None:
    post = desk.post()
    posts.submit(post, user=desk.editor)
    posts.approve(post, user=desk.first)
    assert refusal(posts.take_back, post, user=desk.second) == {"not_approver"}
    posts.take_back(post, user=desk.first)
    assert post.state == State.IN_REVIEW and kinds(post, desk.editor) == []
    assert list(signatures.to_approve(desk.second)) == [post]
    posts.approve(post, user=desk.second)
    posts.schedule(post, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC", user=desk.second)
    with pytest.raises(UndeclaredTransition):
        posts.take_back(post, user=desk.second)


def test_what_is_scheduled_is_not_sent_back_past_its_deliveries(desk) -> None:
    post = desk.post()
    posts.approve(post, user=desk.first)
    posts.schedule(post, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC", user=desk.first)
    with pytest.raises(UndeclaredTransition):
        posts.send_back(post, user=desk.first)
    assert Delivery.objects.get().state == "scheduled"


def test_who_wrote_or_changed_it_last_is_not_the_only_one_to_approve(desk) -> None:
    desk.strict()
    post = desk.post(by=desk.first)
    posts.approve(post, user=desk.first)
    assert post.state == State.IN_REVIEW, "one's own signature is the first of two"
    assert refusal(posts.approve, post, user=desk.first) == {"approved_by_you"}
    posts.approve(post, user=desk.second)
    assert post.state == State.APPROVED
    assert signatures.names(signatures.approvers(post)) == ["first", "second"]
    changed = desk.post()
    desk.write(changed, "A tiger, mended", by=desk.first)  # the editor's post, a publisher's last word
    posts.approve(changed, user=desk.first)
    assert changed.state == State.IN_REVIEW
    plain = desk.post()
    posts.submit(plain, user=desk.editor)
    posts.approve(plain, user=desk.second)
    assert plain.state == State.APPROVED, "neither author nor last editor: one is the second person"


def test_a_command_is_no_second_person(desk) -> None:
    desk.strict()
    assert refusal(posts.approve, desk.post(), user=None) == {"second_person"}


def test_the_rule_is_asked_again_at_the_hour_and_the_ledger_names_the_people(desk) -> None:
    post = desk.post(by=desk.first)
    posts.approve(post, user=desk.first)
    [delivery] = posts.schedule(post, due_at=timezone.now(), time_zone="UTC", user=desk.first)
    planned = delivery.ledger.get(kind="planned").data
    assert (planned["written_by"], planned["approved_by"]) == (["first"], ["first"])
    desk.strict()  # only now
    deliveries.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == ("held", "second_person")
    posts.cancel(post, user=desk.first)
    posts.approve(post, user=desk.first)
    posts.approve(post, user=desk.second)
    posts.schedule(post, due_at=timezone.now(), time_zone="UTC", user=desk.first)
    assert deliveries.run_now(delivery).state == "published"
    assert delivery.ledger.filter(kind="planned").last().data["approved_by"] == ["first", "second"]


def test_an_approval_without_words_to_approve_is_refused(desk) -> None:
    empty = posts.create_post(clip=stage.clip(), title="", user=desk.editor)
    assert refusal(posts.submit, empty, user=desk.editor) == {"no_variant"}
    assert refusal(posts.approve, empty, user=desk.first) == {"no_variant"}
