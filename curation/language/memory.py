"""Writing the translation memory: what people approved, what was imported, and taking out of it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from curation.language.errors import LanguageError
from curation.language.models import MemoryUnit
from curation.subtitles.errors import SubtitleError
from curation.subtitles.languages import language as find_language

MOST_CHARACTERS = 4000
KEPT_FOR = timedelta(days=30)  # what was taken out can be brought back so long
SLICE = 2000  # rows written at once
_WRITTEN = ["source", "target", "origin", "clip_id", "user", "updated_at", "removed_at"]


@dataclass(frozen=True)
class Pair:
    """A sentence and its translation."""

    source: str
    target: str


def tag(language: str) -> str:
    """The tag if it is a language of ours. Raises LanguageError `unknown_language`."""
    try:
        return find_language(language).tag
    except SubtitleError as error:
        raise LanguageError("unknown_language", language=language[:40]) from error


def clean(text: str) -> str:
    """Text as it may be stored: no NUL and no lone surrogates, in composed form, white space as single spaces."""
    readable = text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return " ".join(unicodedata.normalize("NFC", readable).split())


def source_hash(text: str) -> str:
    """By what a sentence is found again: the same for texts that differ in white space alone."""
    return hashlib.sha256("".join(clean(text).split()).encode()).hexdigest()


def remember(
    *,
    source_language: str,
    target_language: str,
    source: str,
    target: str,
    user: AbstractBaseUser | None,
    clip_id: int | None = None,
    origin: str = MemoryUnit.Origin.APPROVED,
) -> MemoryUnit:
    """Keep a translation that a person stands for; it replaces the older one of the same sentence.

    Raises LanguageError `empty_text`, `text_too_long`, `same_language`, `unknown_language`.
    """
    pair = Pair(_checked(source), _checked(target))
    remember_all(
        [pair], source_language=source_language, target_language=target_language, user=user, clip_id=clip_id,
        origin=origin,
    )  # fmt: skip
    return MemoryUnit.objects.get(
        source_language=tag(source_language), target_language=tag(target_language), source_hash=source_hash(source)
    )


def _checked(text: str) -> str:
    text = clean(text)
    if not text:
        raise LanguageError("empty_text")
    if len(text) > MOST_CHARACTERS:
        raise LanguageError("text_too_long", length=len(text), most=MOST_CHARACTERS)
    return text


def remember_all(
    pairs: Iterable[Pair],
    *,
    source_language: str,
    target_language: str,
    user: AbstractBaseUser | None,
    clip_id: int | None = None,
    origin: str = MemoryUnit.Origin.APPROVED,
) -> int:
    """Keep many at once, in one statement for each `SLICE`; empty and overlong ones are passed over.

    Returns how many are kept. Raises LanguageError `same_language`, `unknown_language`.
    """
    begin, end = tag(source_language), tag(target_language)
    if begin == end:
        raise LanguageError("same_language")
    rows: dict[str, MemoryUnit] = {}
    for pair in pairs:
        source, target = clean(pair.source), clean(pair.target)
        if not (0 < len(source) <= MOST_CHARACTERS and 0 < len(target) <= MOST_CHARACTERS):
            continue
        key = source_hash(source)
        rows[key] = MemoryUnit(
            source_language=begin, target_language=end, source=source, target=target, source_hash=key,
            origin=origin, clip_id=clip_id, user_id=user.pk if user else None, updated_at=timezone.now(),
        )  # fmt: skip
    # In one order: two that write the same sentences never wait for each other.
    ordered = [rows[key] for key in sorted(rows)]
    for first in range(0, len(ordered), SLICE):
        MemoryUnit.objects.bulk_create(
            ordered[first : first + SLICE],
            update_conflicts=True,
            unique_fields=["source_language", "target_language", "source_hash"],
            update_fields=_WRITTEN,
        )
    return len(ordered)


@transaction.atomic
def rewrite(unit: MemoryUnit, *, source: str, target: str, user: AbstractBaseUser | None) -> MemoryUnit:
    """Change a sentence of the memory. Raises LanguageError as `remember`, and `source_taken`, `unit_gone`."""
    locked = MemoryUnit.objects.select_for_update().filter(pk=unit.pk, removed_at=None).first()
    if locked is None:
        raise LanguageError("unit_gone")
    before = {"source": locked.source, "target": locked.target}
    locked.source, locked.target = _checked(source), _checked(target)
    locked.source_hash, locked.user_id = source_hash(source), user.pk if user else None
    others = MemoryUnit.objects.filter(
        source_language=locked.source_language, target_language=locked.target_language, source_hash=locked.source_hash
    ).exclude(pk=locked.pk)
    if others.filter(removed_at=None).exists():
        raise LanguageError("source_taken")
    for other in others:  # one that was taken out makes room
        MemoryUnit.objects.filter(pk=other.pk).update(source_hash=f"removed {other.pk}")
    locked.save()
    log(locked, "wagtail.edit", user=user, data={"before": before})
    return locked


@transaction.atomic
def forget(ids: Collection[int], *, user: AbstractBaseUser | None) -> int:
    """Take units out of the memory; `bring_back` undoes that for a month. Returns how many went."""
    units = list(MemoryUnit.objects.select_for_update().filter(pk__in=ids, removed_at=None).order_by("pk"))
    MemoryUnit.objects.filter(pk__in=[unit.pk for unit in units]).update(removed_at=timezone.now())
    for unit in units:
        log(unit, "wagtail.delete", user=user, data={"source": unit.source[:200], "target": unit.target[:200]})
    return len(units)


@transaction.atomic
def bring_back(ids: Collection[int], *, user: AbstractBaseUser | None) -> int:
    """Undo of `forget`; a sentence that was learnt anew meanwhile stays as it is now."""
    units = list(MemoryUnit.objects.select_for_update().filter(pk__in=ids, removed_at__isnull=False).order_by("pk"))
    back = [unit for unit in units if unit.source_hash == source_hash(unit.source)]
    MemoryUnit.objects.filter(pk__in=[unit.pk for unit in back]).update(removed_at=None)
    for unit in back:
        log(unit, "wagtail.create", user=user, data={"brought_back": True})
    return len(back)


def used(ids: Collection[int]) -> None:
    """Count that somebody took these translations."""
    MemoryUnit.objects.filter(pk__in=ids).update(uses=F("uses") + 1)


def prune() -> int:
    """Delete what was taken out a month ago."""
    return MemoryUnit.objects.filter(removed_at__lt=timezone.now() - KEPT_FOR).delete()[0]
