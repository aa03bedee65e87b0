"""Why a bulk edit was not taken or cannot be undone, as sentences for people."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from curation.jobs.messages import declare_errors, declare_notes


class BulkError(Exception):
    """A bulk edit that is refused; `status` is HTTP's."""

    SENTENCES: ClassVar = {
        "unknown_action": (_("Pugmark knows no such action. Load the page again."), 400),
        "not_allowed": (_("You do not have permission for this."), 403),
        "nothing_selected": (_("Select footage first, or search for some."), 400),
        "search_changed": (_("This search could not be read: %(what)s. Load the page again."), 400),
        "not_searched": (_("The search did not answer, so nothing was changed. Try again."), 503),
        "values": ("%(problems)s", 400),
        "undo_over": (_("This can be undone for 30 days only; they are over."), 409),
        "not_undoable": (_("This is under way or undone already. Load the page again."), 409),
    }

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    @property
    def status(self) -> int:
        return int(self.SENTENCES[self.code][1])

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code][0]) % self.params


declare_errors({"bulk_gone": _("This change is no longer there; nothing was done.")})
declare_notes({"bulk": _("Changing footage"), "bulk_undo": _("Undoing")})
