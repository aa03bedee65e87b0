"""Why a file could not be taken in, as sentences for people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from curation.footage.models import Footage
from curation.jobs.messages import declare_errors, declare_notes, error_sentence
from curation.video.errors import MESSAGES as VIDEO_MESSAGES

REFUSALS = {
    "not_a_file": _("This is not a file. Choose a video file or a folder."),
    "not_there": _("Nothing of this name is there. Check the path."),
    "no_permission": _("Pugmark may not read this. Give its user permission to read it, then try again."),
    "folder_unreadable": _("This folder cannot be opened, so nothing in it was looked at. Check its permissions."),
    "not_readable": _("The disk or card did not give this file out (%(problem)s). Copy it again."),
    "changed_meanwhile": _(
        "This file changed while it was being read. Wait until the copy to this machine is complete, then try again."
    ),
    "store_failed": _("The file could not be stored (%(problem)s). Make room or check the store, then try again."),
    "station_unknown": _(
        "There is no station with the code %(station)s. Add it under Stations, or leave the station out."
    ),
    "file_gone": _("The stored file is no longer there. Bring the file in again."),
    "upload_gone": _(
        "This upload is no longer there; it was cancelled or lay unfinished for too long. Choose the file again."
    ),
    "not_what_was_sent": _(
        "What arrived in the store is not what was sent, so it was thrown away. Send the file again."
    ),
    "link": _("This is a link, or lies behind one. Put the file itself into the watched folder."),
    "name_unreadable": _("The name of this file is no readable text (UTF-8). Rename it."),
    "name_too_long": _("The name of this file is longer than 300 characters. Rename it."),
    "key_unsafe": _("This name leads out of the store or into Pugmark's own folders. Give a name outside them."),
    "interrupted": _("Reading this file was interrupted. Try again."),
}


class Refused(Exception):
    """A file or folder that could not be taken in at all; `code` is a key of REFUSALS."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(REFUSALS[self.code]) % self.params


# The engine marks its sentences for extraction; here they are translated when somebody reads them.
declare_errors({code: _(sentence) for code, sentence in VIDEO_MESSAGES.items()})
declare_errors(REFUSALS)
declare_notes(
    {
        "checking": _("Comparing the file with what is here"),
        "reading": _("Reading the file"),
        "pictures": _("Looking through the pictures"),
        "proxy": _("Making a version that plays in the browser"),
    }
)


def reason(footage: Footage) -> str:
    """Why this footage failed, in the reader's language; empty where it did not."""
    if footage.state == Footage.State.FAILED:
        return error_sentence(footage.error_code, footage.error_params)
    return ""
