"""Why a dossier cannot be changed so, as sentences for people."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class DossierError(Exception):
    """A dossier cannot be changed so; the message is for a person."""

    SENTENCES: ClassVar = {
        "linked_already": _("This footage is linked with %(name)s already."),
        "other_species": _("%(name)s is another species than what people see in this footage. Correct one of the two."),
        "not_linked": _("This link is no longer there. Load the page again."),
        "undo_over": _("This can no longer be undone."),
        "same_dossier": _("A dossier cannot be merged with itself. Choose another one."),
        "merged_already": _("One of these dossiers was merged meanwhile. Load the page again."),
        "merge_other_species": _("These two are of different species. Correct the species first."),
        "merge_changed": _("Dossiers were merged on top of this; undo the later merge first."),
        "has_footage": _("This dossier has footage. Merge it with another one, or take the footage off first."),
        "no_file": _("There is no film to take a picture from."),
        "label_gone": _("There is no footage with this label any more. Load the page again."),
    }

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code]) % self.params
