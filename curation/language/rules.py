"""The rules of each language: how many readers, and whether a machine may translate into it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from curation.language.memory import tag
from curation.language.models import LanguageRule
from curation.subtitles.languages import LANGUAGES


def rule(language: str) -> LanguageRule:
    """The rule of a language, with the defaults where nobody has set one. Raises LanguageError `unknown_language`."""
    known = tag(language)
    return LanguageRule.objects.filter(language=known).first() or LanguageRule(language=known)


def rules() -> list[LanguageRule]:
    """The rules of all languages of ours, in their order."""
    stored = {one.language: one for one in LanguageRule.objects.all()}
    return [stored.get(language) or LanguageRule(language=language) for language in LANGUAGES]


@transaction.atomic
def set_rule(language: str, *, second_review: bool, machine: bool, user: AbstractBaseUser | None) -> LanguageRule:
    """Set the rule of a language. Raises LanguageError `unknown_language`."""
    known = tag(language)
    before = rule(known)
    if before.pk and (before.second_review, before.machine) == (second_review, machine):
        return before
    if not before.pk and (second_review, machine) == (False, True):
        return before
    row, _made = LanguageRule.objects.update_or_create(
        language=known, defaults={"second_review": second_review, "machine": machine}
    )
    log(row, "wagtail.edit", user=user, data={"second_review": second_review, "machine": machine})
    return row
