"""Which folders and prefixes may be watched at all."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from curation.files import names, store
from curation.footage.models import WatchedPlace
from curation.jobs.messages import declare_errors

PROBLEMS = {
    "outside_roots": _(
        "This folder lies outside the folders that the operator allows to be watched (WATCH_ROOTS). Ask for it to be "
        "added there, or choose a folder inside them."
    ),
    "no_roots": _("The operator has not allowed any folder to be watched yet. Ask for WATCH_ROOTS to be set."),
    "folder_away": _(
        "This folder is not there. If it is on a network drive, check that the drive is connected. "
        "Nothing that was taken in before is lost."
    ),
    "folder_closed": _("Pugmark may not open this folder. Give its user permission to read it and to enter it."),
    "folder_silent": _(
        "This folder does not answer (%(problem)s). Check the drive. Nothing that was taken in before is lost."
    ),
    "no_store": _("Files lie on this machine here; there is no object store with prefixes to watch."),
    "own_prefix": _("This prefix holds Pugmark's own files. Choose another one."),
    "prefix_shape": _("Write a prefix like monitoring/2026/, without a bucket and without a slash in front."),
    "store_away": _("The object store does not answer (%(problem)s). Pugmark looks again by itself."),
}
declare_errors(PROBLEMS)


class Unwatchable(Exception):
    """A place that cannot be watched, for now or at all; `code` is a key of PROBLEMS."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(PROBLEMS[self.code]) % self.params


def root_of(address: str) -> Path:
    """The real path of a folder that may be watched. Raises Unwatchable.

    Links are followed before it is compared, so that no link leads to what the operator has not named.
    """
    roots = [Path(os.path.realpath(root)) for root in settings.WATCH_ROOTS]
    if not roots:
        raise Unwatchable("no_roots")
    if "\0" in address or not address.startswith("/"):
        raise Unwatchable("outside_roots")
    real = Path(os.path.realpath(address))
    if not any(real.is_relative_to(root) for root in roots):
        raise Unwatchable("outside_roots")
    return real


def prefix_of(address: str) -> str:
    """A prefix of the store that may be watched. Raises Unwatchable."""
    if store.bucket() is None:
        raise Unwatchable("no_store")
    if not address or address.startswith("/") or "\0" in address or "://" in address:
        raise Unwatchable("prefix_shape")
    if address.startswith(names.OWN) or any(own.startswith(address) for own in names.OWN):
        raise Unwatchable("own_prefix")
    return address


def check(kind: str, address: str) -> None:
    """Raises Unwatchable where this may not be watched."""
    if kind == WatchedPlace.Kind.FOLDER:
        root_of(address)
    else:
        prefix_of(address)
