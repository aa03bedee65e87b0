"""Say something about a post or one of its cells, settle it, and call people by @name."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from publishing.posts import notices
from publishing.posts.drafts import language_name
from publishing.posts.models import Comment, Notice, Post, Variant
from publishing.posts.obstacles import Obstacle, Refused

LONGEST = 4000  # characters
_MENTION = re.compile(r"(?<![\w@./+-])@([\w.@+-]{1,150})")


def mentioned(text: str) -> list[User]:
    """Active people called by @username, whatever its case; a full stop that ends a sentence belongs to no name."""
    found: dict[int, User] = {}
    for name in dict.fromkeys(_MENTION.findall(text)):
        person = None
        while name and person is None:
            person = User.objects.filter(username__iexact=name, is_active=True).first()
            name = name[:-1] if name[-1] in ".-+@_" else ""
        if person is not None and person.has_perm("publishing.view_post"):
            found[person.pk] = person
    return list(found.values())


@transaction.atomic
def say(post: Post, *, text: str, user: Any, variant: Variant | None = None) -> Comment:
    """Add a comment. Called people are told, and so are those who wrote the post or spoke in it before.

    Raises Refused for an empty or overlong one.
    """
    words = text.strip()
    if not words or "\x00" in words:
        raise Refused([Obstacle("comment_empty")])
    if len(words) > LONGEST:
        raise Refused([Obstacle("comment_long", {"limit": LONGEST})])
    cell = f"{variant.channel.name} · {language_name(variant.language)}"[:160] if variant is not None else ""
    comment = Comment.objects.create(post=post, variant=variant, cell=cell, text=words, author=user)
    called = mentioned(words)
    notices.queue(called, post=post, kind=Notice.Kind.MENTIONED, actor=user, comment=comment)
    rest = _company(post).exclude(pk__in=[each.pk for each in called])
    notices.queue(rest, post=post, kind=Notice.Kind.COMMENTED, actor=user, comment=comment)
    return comment


def _company(post: Post) -> QuerySet[User]:
    """Those whose post it is, and whoever has said something in it."""
    authors = Comment.objects.filter(post=post).exclude(author=None).values("author")
    own = [each for each in (post.created_by_id, post.edited_by_id) if each]
    return User.objects.filter(Q(pk__in=own) | Q(pk__in=authors))


def resolve(comment: Comment, *, user: Any) -> None:
    """It is settled. Twice does nothing."""
    Comment.objects.filter(pk=comment.pk, resolved_at=None).update(resolved_at=timezone.now(), resolved_by=user)


def reopen(comment: Comment) -> None:
    """It is not settled after all."""
    Comment.objects.filter(pk=comment.pk).update(resolved_at=None, resolved_by=None)
