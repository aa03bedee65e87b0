"""What can go wrong with terms, the memory and engines, as codes with sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.jobs.messages import declare_errors, declare_notes
from curation.translation.errors import MESSAGES as TRANSLATION_MESSAGES
from curation.translation.exchange import MESSAGES as EXCHANGE_MESSAGES

SENTENCES: Mapping[str, str | Promise] = {
    "unknown_language": _("Pugmark has no language “%(language)s”."),
    "no_engine": _(
        "No installed translation model goes from %(source)s to %(target)s. An operator can install one: "
        "python manage.py translation_model install facebook/m2m100_418M"
    ),
    "machine_forbidden": _("The rule for %(language)s forbids machine translation. People translate into it."),
    "empty_text": _("A sentence of the memory needs a text and a translation."),
    "text_too_long": _("A text of the memory has at most %(most)s characters; this one has %(length)s."),
    "same_language": _("The text and its translation must be in different languages."),
    "key_taken": _("There is a term with the key “%(key)s” already."),
    "bad_key": _("A key has letters, digits, spaces, hyphens and full stops, and at most %(most)s characters."),
    "bad_form": _("“%(text)s” cannot be a form: %(detail)s."),
    "too_many_forms": _("A term has at most %(most)s forms."),
    "no_forms": _("Write at least one form of the term."),
    "both_ways": _("“%(text)s” (%(language)s) cannot be allowed and forbidden at once."),
    "belongs": _("This key belongs to a species or a known animal. Open that one and add to it."),
    "term_gone": _("This term is not there any more."),
    "unit_gone": _("This sentence is not in the memory any more."),
    "source_taken": _("Another sentence of the memory has this text already. Change that one."),
    "no_file": _("Choose a file first."),
    "file_too_large": _("The file has %(size)s megabytes; at most %(most)s are read."),
    "file_unknown": _("“%(name)s” cannot be read here. Wanted: %(wanted)s."),
    "words_gone": _("The file is not kept any more. Choose it again."),
}


class LanguageError(Exception):
    """Refused, with a code of SENTENCES and what fills it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.params


# A job tells its end and its progress in codes; these are their sentences.
declare_errors({code: _(sentence) for code, sentence in TRANSLATION_MESSAGES.items() if code != "cancelled"})
declare_errors({code: SENTENCES[code] for code in ("no_engine", "machine_forbidden", "words_gone")})
declare_errors({f"exchange_{code}": _(sentence) for code, sentence in EXCHANGE_MESSAGES.items()})
declare_notes({"reading": _("Reading the file")})
