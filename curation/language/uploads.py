"""Files that people bring in: kept in the store while they are looked at, and gone a day later."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from curation.files import store
from curation.files.errors import answered
from curation.language.errors import LanguageError

FOLDER = "exports/words"
MEGABYTE = 2**20
MOST = {"terms": 20, "memory": 200}  # megabytes; 100,000 sentences with their marks are about 40
WANTED = {"terms": (".tbx", ".xml", ".csv"), "memory": (".tmx", ".xml")}
KEPT_FOR = timedelta(days=1)


def keep(file: UploadedFile | None, *, what: str) -> str:
    """Store a file that is to be read; returns its name in the store. Raises LanguageError `no_file`, `file_…`."""
    if file is None or not file.size:
        raise LanguageError("no_file")
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix not in WANTED[what]:
        raise LanguageError("file_unknown", name=(file.name or "")[:80], wanted=", ".join(WANTED[what]))
    if file.size > MOST[what] * MEGABYTE:
        raise LanguageError("file_too_large", size=file.size // MEGABYTE + 1, most=MOST[what])
    name = f"{FOLDER}/{uuid.uuid4().hex}{suffix}"
    with answered(name):
        return default_storage.save(name, file)


def forget(name: str) -> None:
    """Delete a kept file; one that is gone is no error."""
    store.delete(name)


def sweep() -> int:
    """Delete what was kept longer than a day; returns how many went."""
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    old = timezone.now() - KEPT_FOR
    names = [f"{FOLDER}/{file}" for file in files]
    gone = [name for name in names if default_storage.get_modified_time(name) < old]
    for name in gone:
        forget(name)
    return len(gone)
