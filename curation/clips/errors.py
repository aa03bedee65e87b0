"""What can go wrong with clips and captions, as codes with sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import curation.footage.reasons  # noqa: F401  (the video engine's sentences are declared there)
from curation.jobs.messages import declare_errors, declare_notes
from curation.speech import MESSAGES as SPEECH_MESSAGES
from curation.translation.errors import MESSAGES as TRANSLATION_MESSAGES

SENTENCES: Mapping[str, str | Promise] = {
    "no_segments": _("A clip needs at least one stretch of footage. Set an in and an out point first."),
    "bad_stretch": _(
        "The out point (%(end)s s) must lie after the in point (%(start)s s) and inside the footage (%(duration)s s)."
    ),
    "too_short": _("A clip must last at least %(least)s seconds. Move the in or the out point."),
    "footage_not_ready": _("This footage cannot be cut: it is not ready, or it was withdrawn."),
    "no_title": _("Give the clip a name."),
    "newer_version": _(
        "Somebody saved version %(newest)s of this clip meanwhile. Open it, or save yours as a clip of its own."
    ),
    "newer_captions": _("Somebody changed these captions meanwhile. Load them again; your text is kept beside them."),
    "bad_cue": _("Caption %(number)s must end after it begins and lie inside the clip (%(duration)s s)."),
    "too_much_text": _("Caption %(number)s has %(length)s characters; at most %(most)s are possible."),
    "too_many_captions": _("These are %(number)s captions; at most %(most)s are possible in one language."),
    "bad_suggestion": _("This suggestion can no longer be taken. Load the captions again."),
    "no_captioner": _("This person may not write captions. Choose somebody else."),
    "bad_caption_remark": _("Write something; a comment has at most %(most)s characters."),
    "bad_search": _("Write what to look for: at most %(most)s characters."),
    "too_many_hits": _("More than %(most)s captions would change. Look for something longer, or in fewer clips."),
    "replaced_to_nothing": _("In “%(clip)s” the caption “%(text)s” would be empty or too long. Nothing was changed."),
    "undone_already": _("This was taken back already."),
    "unknown_captions": _("This is no file of captions that can be read. These can: %(endings)s"),
    "captions_too_large": _("This file is too large to be captions: at most %(most)s MB."),
    "unreadable_captions": _("The file could not be read: %(reason)s"),
    "no_captions_in_file": _("No caption of this file lies inside the clip. Nothing was changed."),
    "captions_there": _("There are captions in %(language)s already. Delete them first; nothing was changed."),
    "nothing_tagged": _("Nothing is tagged in these shots that a caption could say. Tag species first."),
    "cannot_export": _("These captions cannot be written in this format: %(reason)s"),
    "second_reader": _(
        "Captions in %(language)s need two different readers. You were the first; somebody else has to approve them."
    ),
    "unknown_language": _("Pugmark has no language “%(language)s”."),
    "no_captions": _("There are no captions in %(language)s to work with. Write them first."),
    "no_engine": _(
        "No installed translation model goes from %(source)s to %(target)s. An operator can install one: "
        "python manage.py translation_model install facebook/m2m100_418M"
    ),
    "machine_forbidden": _("The rule for %(language)s forbids machine translation. People translate into it."),
    "incomplete": _("%(missing)s captions have no translation yet. Write them first, then approve."),
    "language_in_use": _("The captions in %(language)s are written already; the language stays as it is."),
    "nothing_to_approve": _("An empty caption cannot be approved. Write it, or delete it."),
    "unknown_shape": _("There is no picture shape “%(shape)s”."),
    "bad_edit": _("The setting “%(field)s” cannot be used. Undo the last step; if it stays so, load the page again."),
    "bad_remark": _("A comment belongs to a moment of footage in this clip and has at most %(most)s characters."),
    "too_many_shots": _("A clip may have at most %(most)s stretches. Make two clips of it, or join some."),
    "nothing_asked": _("Choose at least one file to make."),
    "unknown_preset": _("Pugmark has no settings for “%(preset)s”."),
    "no_still": _("This picture could not be made. Try another moment; tell the administrator if it stays so."),
    "no_version": _("There is no version %(number)s of this clip."),
    "draft_too_large": _("This unsaved edit is too large to be kept. Save it."),
    **{code: _(sentence) for code, sentence in SPEECH_MESSAGES.items() if code != "cancelled"},
    "source_gone": _("What this was to be made of is gone."),
}


class ClipError(Exception):
    """Refused, with a code of SENTENCES and what fills it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.params


# A job tells its end and its progress in codes; these are their sentences.
declare_errors({code: _(sentence) for code, sentence in TRANSLATION_MESSAGES.items() if code != "cancelled"})
declare_errors(SENTENCES)
declare_notes(
    {
        "rendering": _("Rendering"),
        "storing": _("Storing the file"),
        "translating": _("Translating"),
        "listening": _("Listening"),
    }
)
