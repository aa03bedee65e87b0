"""The house's templates: what is stored, else what comes with Pugmark for the platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from publishing.posts.models import HouseTags, TextTemplate
from publishing.posts.wording.hashtags import checked, unlike
from publishing.posts.wording.patterns import Fault, faults

MOST_TAGS = 30  # of the house in one language; Instagram takes no more in a post


@dataclass(frozen=True)
class Pattern:
    """How a title and a text are made; `hashtags`: how many {hashtags} puts in at most."""

    title: str
    body: str
    hashtags: int


_USUAL = Pattern("{title}", "{text}\n\n{link}\n\n{hashtags}", 3)
BUILT_IN: Mapping[str, Pattern] = {
    "x": Pattern("", "{text} {hashtags}\n{link}", 2),
    "bluesky": Pattern("", "{text}\n{link}\n{hashtags}", 2),
    "threads": Pattern("", "{text} {hashtags}\n{link}", 1),  # Threads makes one tag a post a topic
    "instagram": Pattern("", "{text}\n\n{hashtags}", 8),  # links cannot be opened there
    "tiktok": Pattern("", "{text} {hashtags}", 5),
    "telegram": Pattern("", "{text}\n\n{link}\n\n{hashtags}", 3),
    "linkedin": Pattern("{title}", "{text}\n\n{link}\n\n{hashtags}", 3),
    "bilibili": Pattern("{title}", "{text}", 0),  # its tags stand beside the text
}
"""Where the usual one would not do; every other platform has that."""


class PatternRefused(ValueError):
    """A template that cannot be kept. `faults`: why."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(", ".join(fault.code for fault in found))
        self.faults = found


def stored() -> dict[tuple[str, str], Pattern]:
    """Every stored template by platform and language."""
    return {
        (row.platform, row.language): Pattern(row.title, row.body, row.hashtags) for row in TextTemplate.objects.all()
    }


def pattern_for(platform: str, *, language: str, known: Mapping[tuple[str, str], Pattern]) -> Pattern:
    """The nearest template: of platform and language, of the platform, of the language, of all, the built-in one."""
    for key in ((platform, language), (platform, ""), ("", language), ("", "")):
        if key in known:
            return known[key]
    return BUILT_IN.get(platform, _USUAL)


@transaction.atomic
def save_template(
    *, platform: str, language: str, title: str, body: str, hashtags: int, user: AbstractBaseUser | None
) -> TextTemplate:
    """Keep a template. What changed is noted with who did it. Raises PatternRefused."""
    found = [*faults(body), *(faults(title, wants_words=False) if title else [])]
    if found:
        raise PatternRefused(found)
    values = {"title": title, "body": body.replace("\r\n", "\n"), "hashtags": hashtags}
    row = TextTemplate.objects.select_for_update().filter(platform=platform, language=language).first()
    before = {name: getattr(row, name) for name in values} if row else {}
    if row is not None and before == values:
        return row
    row, made = TextTemplate.objects.update_or_create(
        platform=platform, language=language, defaults={**values, "updated_by_id": user.pk if user else None}
    )
    log(row, "wagtail.create" if made else "wagtail.edit", user=user, data={"before": before, "after": values})
    return row


@transaction.atomic
def remove_template(row: TextTemplate, *, user: AbstractBaseUser | None) -> None:
    """Take a template out: the next wider one holds again."""
    before: dict[str, Any] = {"title": row.title, "body": row.body, "hashtags": row.hashtags}
    log(row, "wagtail.delete", user=user, data={"before": before}, deleted=True)
    row.delete()


@transaction.atomic
def save_house_tags(language: str, tags: Iterable[str], *, user: AbstractBaseUser | None) -> Sequence[str]:
    """Keep the hashtags of the house in a language. Raises TagInvalid."""
    wanted = unlike(checked(tag) for tag in tags)[:MOST_TAGS]
    row = HouseTags.objects.select_for_update().filter(language=language).first()
    before = list(row.tags) if row else []
    if wanted == before:
        return wanted
    row, made = HouseTags.objects.update_or_create(language=language, defaults={"tags": wanted})
    log(row, "wagtail.create" if made else "wagtail.edit", user=user, data={"before": before, "after": wanted})
    return wanted
