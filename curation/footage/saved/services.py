"""Keep searches, look at what is new, and tell by mail. What was seen is one bitmap, so a check is set arithmetic."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import send_mail
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from curation.footage import search
from curation.footage.models import SavedSearch
from curation.footage.naming import given_name
from curation.footage.query import from_querystring
from curation.footage.saved.selectors import MARKED_FOR, bitmap, marks_key

logger = logging.getLogger(__name__)
MOST = 100  # saved searches of one person
EVERY = timedelta(minutes=5)  # a search is checked this often
AT_ONCE = 200  # searches in one round
KEPT_FOR = timedelta(days=30)  # a removed one can be brought back


class SavedSearchError(Exception):
    """It cannot be saved so; the message is for a person."""

    SENTENCES: ClassVar = {
        "name_missing": _("Give the search a name."),
        "name_too_long": _("A name has at most 120 characters."),
        "too_many": _("You have saved 100 searches. Remove one first."),
        "not_searched": _("The search does not answer now, so it cannot be saved. Try again in a moment."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code])


def _found(saved: SavedSearch) -> BitMap:
    """All that matches now and the owner may see. Raises search.SearchError where nothing could be searched."""
    return search.keys(from_querystring(saved.query), search.Reader(saved.owner))


def keep(name: str, *, user: User, querystring: str, tell_by_mail: bool = False) -> SavedSearch:
    """Save a search; what matches now counts as seen. Raises SavedSearchError."""
    if SavedSearch.objects.filter(owner=user, removed_at=None).count() >= MOST:
        raise SavedSearchError("too_many")
    query = from_querystring(querystring)
    saved = SavedSearch(
        owner=user,
        name=given_name(name, refusal=SavedSearchError),
        query=query.querystring(),
        tell_by_mail=tell_by_mail,
    )
    try:
        saved.seen = _found(saved).serialize()
    except search.SearchError as error:
        raise SavedSearchError("not_searched") from error
    saved.looked_at = saved.checked_at = timezone.now()
    saved.save()
    return saved


def rename(saved: SavedSearch, *, name: str) -> None:
    """Raises SavedSearchError."""
    saved.name = given_name(name, refusal=SavedSearchError)
    saved.save(update_fields=["name"])


def tell(saved: SavedSearch, *, by_mail: bool) -> None:
    """Whether its owner wants mail; what is new already is not told again."""
    saved.tell_by_mail = by_mail
    saved.told = saved.fresh
    saved.save(update_fields=["tell_by_mail", "told"])


def look(saved: SavedSearch) -> int:
    """The owner looks: everything that matches counts as seen, what was new stays marked a while. Returns how many."""
    found = _found(saved)
    fresh = found - bitmap(saved.seen)
    if fresh:
        cache.set(marks_key(saved.pk), fresh.serialize(), MARKED_FOR)
    now = timezone.now()
    SavedSearch.objects.filter(pk=saved.pk).update(
        seen=found.serialize(), fresh=0, told=0, looked_at=now, checked_at=now, problem=""
    )
    return len(fresh)


def check(saved: SavedSearch) -> int:
    """Count anew what is there and was not seen; returns how many."""
    try:
        fresh, problem = len(_found(saved) - bitmap(saved.seen)), ""
    except search.SearchError as error:
        fresh, problem = saved.fresh, error.code
    changes = {"fresh": fresh, "problem": problem, "checked_at": timezone.now(), "told": min(saved.told, fresh)}
    # A look meanwhile wins: it knows better what was seen.
    SavedSearch.objects.filter(pk=saved.pk, looked_at=saved.looked_at).update(**changes)
    saved.fresh, saved.problem, saved.told = fresh, problem, min(saved.told, fresh)
    return fresh


def check_due() -> int:
    """Check the searches whose turn it is, the longest unchecked first, and tell by mail. Returns how many."""
    due = SavedSearch.objects.filter(removed_at=None, owner__is_active=True).exclude(
        checked_at__gt=timezone.now() - EVERY
    )
    checked = 0
    for saved in due.select_related("owner").order_by(F("checked_at").asc(nulls_first=True))[:AT_ONCE]:
        check(saved)
        checked += 1
        if saved.tell_by_mail and saved.fresh > saved.told and saved.owner.email:
            _mail(saved)
    return checked


def _mail(saved: SavedSearch) -> None:
    """One mail for what came since the last one, in the owner's language. A mail that fails is tried next time."""
    profile = getattr(saved.owner, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    url = f"{settings.PUBLIC_URL}{reverse('footage:index')}?{saved.query}&saved={saved.pk}".replace("?&", "?")
    new = saved.fresh - saved.told
    with translation.override(language):
        subject = ngettext("%(count)s new piece: %(name)s", "%(count)s new pieces: %(name)s", new) % {
            "count": new,
            "name": saved.name,
        }
        text = gettext("New footage matches your saved search “%(name)s”.") % {"name": saved.name}
        ending = gettext("You can turn these mails off beside the search.")
    try:
        send_mail(subject, f"{text}\n\n{url}\n\n{ending}\n", None, [saved.owner.email])
    except OSError as error:
        logger.warning("Mail about saved search %s was not sent: %s", saved.pk, error)
        return
    SavedSearch.objects.filter(pk=saved.pk, looked_at=saved.looked_at).update(told=saved.fresh)


def remove(saved: SavedSearch) -> None:
    saved.removed_at = timezone.now()
    saved.save(update_fields=["removed_at"])


def bring_back(saved: SavedSearch) -> None:
    """Undo of `remove`."""
    saved.removed_at = None
    saved.save(update_fields=["removed_at"])


def forget_removed() -> None:
    """Delete for good what was removed longer than KEPT_FOR ago."""
    SavedSearch.objects.filter(removed_at__lt=timezone.now() - KEPT_FOR).delete()
