"""Sentences for what a job's row says in codes. A chapter adds its own with `declare_errors` and `declare_notes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_errors: dict[str, str | Promise] = {
    "internal": gettext_lazy(
        "Something in Pugmark broke. The administrator can find the details with the job's number."
    ),
    "worker_died": gettext_lazy("The worker stopped three times at this. Check the file, then try again."),
}
_notes: dict[str, str | Promise] = {}


def declare_errors(sentences: Mapping[str, str | Promise]) -> None:
    """Add sentences by error code; they are templates for `%` with the error's parameters.

    Raises ValueError for a code that another chapter has taken: its errors would be told with the wrong sentence.
    """
    with translation.override(None, deactivate=True):  # as they are written: at this moment nothing can be translated
        taken = {code for code, sentence in sentences.items() if str(_errors.get(code, sentence)) != str(sentence)}
    if taken:
        raise ValueError(f"These error codes are taken: {', '.join(sorted(taken))}")
    _errors.update(sentences)


def declare_notes(sentences: Mapping[str, str | Promise]) -> None:
    """Add sentences by the code that `Work.report(note=...)` gives."""
    _notes.update(sentences)


def error_sentence(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of an error in the reader's language."""
    template = _errors.get(code)
    if template is None:
        return _("It failed (%(code)s).") % {"code": code}
    try:
        return str(template) % params
    except (KeyError, ValueError, TypeError):
        return str(template)


def note_sentence(note: str) -> str:
    return str(_notes.get(note, note))
