"""Whatever people do with a post and in whatever order: nothing is approved that the rule forbids."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.jobs.graph import UndeclaredTransition
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post
from publishing.posts.obstacles import Refused
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Post.State
ACTS = st.tuples(
    st.sampled_from(["write", "submit", "approve", "send_back", "reject"]),
    st.sampled_from(["editor", "first", "second"]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=st.lists(ACTS, min_size=1, max_size=9), strict=st.booleans())
def test_no_order_of_acts_breaks_the_rules(person, acts: list[tuple[str, str]], strict: bool) -> None:
    with transaction.atomic():
        people = {
            "editor": person("Editor"),
            "first": person("Publisher", username="first"),
            "second": person("Publisher", username="second"),
        }
        channel = stage.sandbox()
        Channel.objects.filter(pk=channel.pk).update(two_person=strict)
        channel.refresh_from_db()
        clip = stage.clip()
        post = posts.create_post(clip=clip, title="Tiger", user=people["editor"])
        writer = "editor"
        posts.write_variant(post, channel=channel, language="en", text="0", alt_text="A tiger.", user=people[writer])
        stage.finished(clip.version)
        for number, (act, who) in enumerate(acts, start=1):
            before = (State(post.state), post.approved_by_id)
            try:
                with transaction.atomic():
                    _do(act, post, channel, user=people[who], text=str(number))
            except (Refused, UndeclaredTransition):
                post.refresh_from_db()
                assert (State(post.state), post.approved_by_id) == before, "what is refused changes nothing"
                continue
            post.refresh_from_db()
            if act == "write":
                writer = who
                assert post.state in {State.DRAFT, State.IN_REVIEW}, "new words are not approved ones"
            if post.state == State.APPROVED:
                assert post.approved_by_id is not None
                assert not strict or post.approved_by_id != people[writer].pk, "nobody signs for his own words alone"
            assert (post.approved_by_id is None) == (post.state != State.APPROVED)
        transaction.set_rollback(True)


def _do(act: str, post: Post, channel: Channel, *, user, text: str) -> None:
    if act == "write":
        posts.write_variant(post, channel=channel, language="en", text=text, alt_text="A tiger.", user=user)
    elif act == "submit":
        posts.submit(post, user=user)
    elif act == "approve":
        posts.approve(post, user=user)
    elif act == "send_back":
        posts.send_back(post, user=user, comment="Name the season.")
    else:
        posts.reject(post, user=user, comment="Not this year.")
