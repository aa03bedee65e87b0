"""The mail that tells one person what happened to posts, in that person's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from curation.people import name_of
from publishing.posts.models import Notice

Kind = Notice.Kind
SENTENCES: Mapping[str, str | Promise] = {
    Kind.SUBMITTED: _("%(actor)s asks you to approve “%(post)s”."),
    Kind.APPROVED: _("%(actor)s approved “%(post)s”."),
    Kind.SENT_BACK: _("%(actor)s asks for changes in “%(post)s”."),
    Kind.REJECTED: _("%(actor)s rejected “%(post)s”."),
    Kind.WITHDRAWN: _("%(actor)s changed “%(post)s”, which you had approved: it must be approved again."),
    Kind.COMMENTED: _("%(actor)s commented on “%(post)s”."),
    Kind.MENTIONED: _("%(actor)s mentioned you in “%(post)s”."),
}


def letter(person: User, notices: Sequence[Notice]) -> tuple[str, str, dict[str, str]]:
    """Subject, text and headers of one mail about `notices` (at least one)."""
    account = f"{settings.PUBLIC_URL}{reverse('wagtailadmin_account')}"
    with translation.override(UserProfile.get_for_user(person).get_preferred_language()):
        lines = [_part(each) for each in notices]
        subject = _sentence(notices[0])
        if len(notices) > 1:
            counted = ngettext("%(number)s thing about posts", "%(number)s things about posts", len(notices))
            subject = counted % {"number": len(notices)}
        ending = gettext("You choose what you hear of in your account: %(address)s") % {"address": account}
    headers = {"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{account}>"}
    return " ".join(f"Pugmark: {subject}".split()), "\n\n".join([*lines, "-- ", ending]) + "\n", headers


def _sentence(notice: Notice) -> str:
    actor = name_of(notice.actor) or gettext("Somebody")
    return str(SENTENCES[notice.kind]) % {"actor": actor, "post": notice.post.title}


def _part(notice: Notice) -> str:
    words = notice.comment.text if notice.comment is not None else notice.words
    lines = [_sentence(notice)]
    if notice.comment is not None and notice.comment.cell:
        lines.append(notice.comment.cell)
    lines += [f"> {line}" for line in words.strip().splitlines()]
    lines.append(f"{settings.PUBLIC_URL}{reverse('posts:edit', args=[notice.post_id])}")
    return "\n".join(lines)
