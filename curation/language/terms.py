"""Writing terms. Every change is one entry in the history; a removal can be undone for a month."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curation.language.concepts import Concept, concepts
from curation.language.errors import LanguageError
from curation.language.memory import tag
from curation.language.models import Term, TermForm
from curation.translation.glossary import Form
from curation.translation.glossary.entry import CASES, GENDERS, NUMBERS, STATUSES

MOST_FORMS = 400
MOST_CHARACTERS = 200
MOST_NOTE = 2000
KEPT_FOR = timedelta(days=30)
KEY = re.compile(r"[^\W_](?:[\w .'’()\-]*[\w.)])?")


def clean(text: str) -> str:
    """A form as it is kept: in composed form, without control characters, white space as single spaces."""
    readable = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in readable).split())


def checked(forms: Iterable[Form]) -> list[Form]:
    """The forms as they may be stored, each once. Raises LanguageError."""
    found: dict[tuple[str, ...], Form] = {}
    standing: dict[tuple[str, str], bool] = {}
    for form in forms:
        text, language = clean(form.text), tag(form.language)
        if not text:
            continue
        if len(text) > MOST_CHARACTERS:
            raise LanguageError("bad_form", text=text[:40], detail=_("it is too long"))
        if not any(character.isalnum() for character in text):
            raise LanguageError("bad_form", text=text[:40], detail=_("it has no letter and no number"))
        known = (form.case in CASES, form.number in NUMBERS, form.gender in GENDERS, form.status in STATUSES)
        if not all(known):
            raise LanguageError("bad_form", text=text[:40], detail=_("its case, number, gender or standing is unknown"))
        forbidden = form.status == "forbidden"
        if standing.setdefault((language, text), forbidden) != forbidden:
            raise LanguageError("both_ways", text=text, language=language)
        row = Form(
            text=text,
            language=language,
            case=form.case,
            number=form.number,
            gender=form.gender,
            status=form.status,
        )
        found.setdefault((language, text, form.case, form.number, form.gender), row)
    if len(found) > MOST_FORMS:
        raise LanguageError("too_many_forms", most=MOST_FORMS)
    return list(found.values())


def known_key(key: str) -> str:
    """A key as it may be stored. Raises LanguageError `bad_key`."""
    key = clean(key)
    if not KEY.fullmatch(key) or len(key) > MOST_CHARACTERS - 80:
        raise LanguageError("bad_key", most=MOST_CHARACTERS - 80)
    return key


def add(
    key: str,
    *,
    kind: str,
    forms: Sequence[Form],
    user: AbstractBaseUser | None,
    note: str = "",
    plain: Mapping[str, str] | None = None,
) -> Term:
    """A new term of the house or of a place. Raises LanguageError `key_taken`, `bad_key`, `no_forms`, `belongs`…"""
    key, rows = known_key(key), checked(forms)
    if kind not in (Term.Kind.HOUSE, Term.Kind.PLACE):
        raise LanguageError("belongs")
    if not rows:
        raise LanguageError("no_forms")
    if key in concepts():
        raise LanguageError("key_taken", key=key)
    try:
        with transaction.atomic():
            term = Term.objects.create(key=key, kind=kind, note=clean_note(note), plain=clean_plain(plain or {}))
            _store(term, rows)
            log(term, "wagtail.create", user=user, data={"key": key, "forms": len(rows)})
    except IntegrityError as error:  # somebody else was as quick
        raise LanguageError("key_taken", key=key) from error
    return term


def clean_note(note: str) -> str:
    return note.encode("utf-8", "replace").decode().replace("\0", "").strip()[:MOST_NOTE]


def clean_plain(plain: Mapping[str, str]) -> dict[str, str]:
    """Everyday nouns by language; empty ones are left out."""
    return {tag(language): clean(text)[:60] for language, text in plain.items() if clean(text)}


@transaction.atomic
def change(
    concept: Concept,
    *,
    forms: Sequence[Form],
    user: AbstractBaseUser | None,
    note: str | None = None,
    plain: Mapping[str, str] | None = None,
    kind: str = "",
) -> Term:
    """Set what people say of a concept: all its own forms, and what else is given.

    Raises LanguageError as `add`, and `term_gone`.
    """
    rows = checked(forms)
    term = _row(concept)
    if not rows and not (concept.taxon or concept.individual):
        raise LanguageError("no_forms")
    before = [_grammar(form) for form in term.forms.all()]
    after = [_grammar(form) for form in rows]
    if note is not None:
        term.note = clean_note(note)
    if plain is not None:
        term.plain = clean_plain(plain)
    if kind in (Term.Kind.HOUSE, Term.Kind.PLACE) and not (term.taxon_id or term.individual_id):
        term.kind = kind
    term.save()
    if before != after:
        term.forms.all().delete()
        _store(term, rows)
    added, taken = [one for one in after if one not in before], [one for one in before if one not in after]
    log(term, "wagtail.edit", user=user, data={"key": term.key, "added": _told(added), "taken": _told(taken)})
    return term


def _row(concept: Concept) -> Term:
    """The concept's row, locked; made where nobody has added anything yet."""
    if concept.pk is None:
        made = Term(key=concept.key, kind=concept.kind, taxon_id=concept.taxon, individual_id=concept.individual)
        # Two may begin at once: the later one takes the row of the earlier.
        Term.objects.bulk_create([made], ignore_conflicts=True)
    term = Term.objects.select_for_update().filter(key=concept.key, removed_at=None).first()
    if term is None:
        raise LanguageError("term_gone")
    return term


def _grammar(form: Any) -> tuple[str, str, str, str, str, str]:
    return form.language, form.text, form.case, form.number, form.gender, form.status


def _told(forms: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [[language, text, status] for language, text, _case, _number, _gender, status in forms][:40]


def _store(term: Term, forms: Sequence[Form]) -> None:
    TermForm.objects.bulk_create(
        TermForm(
            term=term,
            language=form.language,
            text=form.text,
            case=form.case,
            number=form.number,
            gender=form.gender,
            status=form.status,
            position=position,
        )
        for position, form in enumerate(forms)
    )


@transaction.atomic
def remove(key: str, *, user: AbstractBaseUser | None) -> Term:
    """Take a term out; of a species or an animal what people added. Raises LanguageError `term_gone`."""
    term = Term.objects.select_for_update().filter(key=key, removed_at=None).first()
    if term is None:
        raise LanguageError("term_gone")
    term.removed_at = timezone.now()
    term.save(update_fields=["removed_at"])
    log(term, "wagtail.delete", user=user, data={"key": term.key})
    return term


def bring_back(pk: int, *, user: AbstractBaseUser | None) -> Term:
    """Undo of `remove`. Raises LanguageError `term_gone`, and `key_taken` where there is a new one of this key."""
    key = ""
    try:
        with transaction.atomic():
            term = Term.objects.select_for_update().filter(pk=pk, removed_at__isnull=False).first()
            if term is None:
                raise LanguageError("term_gone")
            key, term.removed_at = term.key, None
            term.save(update_fields=["removed_at"])
            log(term, "wagtail.create", user=user, data={"key": term.key, "brought_back": True})
    except IntegrityError as error:
        raise LanguageError("key_taken", key=key) from error
    return term


def prune() -> int:
    """Delete what was taken out a month ago."""
    return Term.objects.filter(removed_at__lt=timezone.now() - KEPT_FOR).delete()[0]
