"""Who works on a language until when, and how they hear of it."""

from __future__ import annotations

import logging
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.log_actions import log

from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack
from curation.subtitles.languages import language

logger = logging.getLogger(__name__)

RIGHT = "curation.caption_clip"
ASSIGN = "curation.change_captiontrack"


def people() -> QuerySet[User]:
    """Everybody who may write captions, by name."""
    found = User.objects.with_perm(RIGHT, backend="django.contrib.auth.backends.ModelBackend")
    return found.order_by("last_name", "first_name", "username")


def assign(track: CaptionTrack, *, to: User | None, due: date | None, by: AbstractBaseUser | None) -> CaptionTrack:
    """Give a language to a person, or take it from everybody; they hear of it by mail. ClipError `no_captioner`."""
    if to is not None and not (to.is_active and to.has_perm(RIGHT)):
        raise ClipError("no_captioner")
    with transaction.atomic():
        locked = CaptionTrack.objects.select_for_update(of=("self",)).select_related("clip").get(pk=track.pk)
        fresh = to is not None and to.pk != locked.assignee_id
        if (locked.assignee_id, locked.due) == (to.pk if to else None, due):
            return track
        locked.assignee, locked.due = to, due
        locked.save(update_fields=["assignee", "due"])
        told: dict[str, Any] = {"language": locked.language, "assignee": to.pk if to else None}
        log(locked.clip, "wagtail.edit", user=by, data=told | {"due": due.isoformat() if due else None})
        if fresh and to is not None and to.email and (by is None or by.pk != to.pk):
            transaction.on_commit(partial(_mail, locked, to=to))
    track.refresh_from_db()
    return track


def _mail(track: CaptionTrack, *, to: User) -> None:
    """One mail, in the person's own language; a mail server that is away takes nothing from the work."""
    profile = getattr(to, "wagtail_userprofile", None)
    url = settings.PUBLIC_URL + reverse("clips:workbench", args=[track.clip_id]) + f"?language={track.language}"
    with translation.override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        named = {"language": language(track.language).own, "clip": track.clip.title}
        subject = gettext("Captions for you: %(clip)s, %(language)s") % named
        text = gettext("The captions of “%(clip)s” in %(language)s were given to you.") % named
        if track.due:
            text += " " + gettext("They are due on %(day)s.") % {"day": date_format(track.due, "DATE_FORMAT")}
    try:
        send_mail(" ".join(subject.split()), f"{text}\n\n{url}\n", None, [to.email])
    except OSError as error:
        logger.warning("Mail about captions %s was not sent: %s", track.pk, error)
