"""Why something cannot go out yet, in sentences; from every check that is asked before scheduling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from curation.rights.words import sentence_of as rights_sentence
from publishing.connectors.checks import RULE_NAMES
from publishing.connectors.checks import SENTENCES as PLATFORM
from publishing.guard.findings import MESSAGES as GUARD

OWN: Mapping[str, str | Promise] = {
    "no_variant": gettext_lazy("Nothing is written yet: choose a channel and a language first."),
    "no_version": gettext_lazy("The clip has never been saved."),
    "not_approved": gettext_lazy("The post is not approved yet."),
    "past": gettext_lazy("That hour is over already. Choose one that is still to come."),
    "no_hour": gettext_lazy("No hour is chosen yet."),
    "zone_unknown": gettext_lazy("There is no time zone “%(zone)s”."),
    "captions_missing": gettext_lazy(
        "The clip has no captions in %(language)s. Write or translate them, or choose no captions."
    ),
    "captions_stale": gettext_lazy(
        "The captions in %(language)s are out of date: the clip or their source has changed since."
    ),
    "captions_of_another_cut": gettext_lazy(
        "The captions in %(language)s belong to version %(newest)s of the clip; this post carries version %(number)s. "
        "Take it off the calendar and schedule it again with the newest one."
    ),
    "captions_newer": gettext_lazy(
        "The captions in %(language)s were changed after the video was made. It is made again before it goes out."
    ),
    "captions_changed": gettext_lazy(
        "The captions in %(language)s were changed after the video was made, and nobody has approved the change."
    ),
    "captions_empty": gettext_lazy("%(number)s captions in %(language)s are still empty and wait for a person."),
    "captions_unapproved": gettext_lazy("Nobody has approved the captions in %(language)s yet."),
    "channel_paused": gettext_lazy("The channel %(channel)s is paused."),
    "channel_disconnected": gettext_lazy("The channel %(channel)s must be reconnected first."),
    "channel_unknown": gettext_lazy("No connector serves the platform of %(channel)s."),
    "rendition_failed": gettext_lazy("The video could not be made. Look at the clip's renders."),
    "people_in_picture": gettext_lazy("%(subject)s shows people. It may not leave without their consent."),
    "vehicle_in_picture": gettext_lazy("%(subject)s shows a vehicle, which tells whose it is. It may not leave so."),
    "released_later": gettext_lazy("What the clip shows stays in the house until %(until)s: its delay is not over."),
    "no_sources": gettext_lazy("The clip holds no footage."),
    "already_out": gettext_lazy("%(variant)s is on its way or published already and can no longer be changed."),
    "closed": gettext_lazy("This post is closed: everything in it has ended."),
    "has_ledger": gettext_lazy("%(variant)s has been scheduled before; its ledger is kept, so it cannot be removed."),
    "link_invalid": gettext_lazy("This is no address of the web. It begins with https:// and names a host."),
    "tag_invalid": gettext_lazy("“%(tag)s” is no hashtag: letters, digits and _ only, with a letter, without blanks."),
    "text_stale": gettext_lazy(
        "The text in %(language)s was made from an older text in %(source)s. Read it again, or say that it still fits."
    ),
    "channel_busy": gettext_lazy("On %(channel)s another post goes out near it, at %(when)s: “%(other)s”."),
    "clip_again": gettext_lazy("The same clip goes out on %(platform)s at %(when)s as well: “%(other)s”."),
    "languages_at_once": gettext_lazy("Several languages of one clip go out on %(channel)s at once: %(languages)s."),
    "no_slot": gettext_lazy("None of its channels has a free slot within two months. Give its channels slots first."),
    "quota_delays": gettext_lazy(
        "%(channel)s: this would be post number %(number)s within %(hours)s hours, and %(platform)s takes %(limit)s. "
        "It goes out %(minutes)s min later, at %(next)s."
    ),
    "quota_full": gettext_lazy(
        "%(channel)s: this would be post number %(number)s within %(hours)s hours, and %(platform)s takes %(limit)s. "
        "The next free hour is %(next)s."
    ),
    "quota_delays_at_once": gettext_lazy(
        "%(channel)s: %(platform)s takes no more than %(limit)s within %(stretch)s min. "
        "This one goes out %(minutes)s min later, at %(next)s."
    ),
    "quota_full_at_once": gettext_lazy(
        "%(channel)s: this would be post number %(number)s within %(stretch)s min, and %(platform)s takes "
        "%(limit)s. The next free moment is %(next)s."
    ),
    "limits_declared": gettext_lazy(
        "%(channel)s did not answer when it was asked for its limits; those that were known before were used."
    ),
    "no_rendition": gettext_lazy("There is no finished video to publish."),
    "second_person": gettext_lazy(
        "%(channels)s asks for two people: whoever began or last changed a post cannot be the only one to approve it."
    ),
    "approved_by_you": gettext_lazy("You have approved it already; now somebody else must."),
    "waits_for_task": gettext_lazy("It waits for “%(task)s”, and you are not one of those who decide there."),
    "not_approver": gettext_lazy("You may not decide on this post."),
    "reason_missing": gettext_lazy("Say why, so that the author knows."),
    "comment_empty": gettext_lazy("Write something first."),
    "comment_long": gettext_lazy("A comment has at most %(limit)s characters."),
}
"""Sentences of this chapter by code."""

_SENTENCES: dict[str, Mapping[str, str | Promise]] = {
    "platform": PLATFORM,
    "guard": GUARD,
    "own": OWN,
}


@dataclass(frozen=True)
class Obstacle:
    """One reason. "error" forbids, "warning" is to be known. `source` says whose sentence `code` is a key of.

    `variant` is the primary key of the variant concerned, None for the whole post.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"
    source: Literal["own", "platform", "guard", "rights"] = "own"
    variant: int | None = None
    where: str = ""

    @property
    def message(self) -> str:
        """The sentence in the reader's language."""
        if self.source == "rights":
            return rights_sentence(self.code, self.params)
        template = _SENTENCES[self.source][self.code]
        sentence = gettext(template) if isinstance(template, str) else str(template)
        return sentence % named({name: shown(value) for name, value in self.params.items()})

    @property
    def forbids(self) -> bool:
        return self.severity == "error"

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "variant": self.variant,
            "where": self.where,
        }


def shown(value: Any) -> Any:
    """A parameter of a sentence as people read it."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, str) and value in _RULES:
        return gettext(value)
    return value


def named(params: Mapping[str, Any]) -> dict[str, Any]:
    """Platforms by the name that the reader knows: brands stay as they are, our own sandbox has a Chinese name."""
    ours = {name: gettext(params[name]) for name in ("platform", "host") if params.get(name) == "Sandbox"}
    return {**params, **ours}


_RULES = frozenset(RULE_NAMES.values())


class Refused(Exception):
    """Something was asked for that obstacles forbid; they are all here."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__("; ".join(f"{each.source}.{each.code}" for each in obstacles))
        self.obstacles = obstacles
