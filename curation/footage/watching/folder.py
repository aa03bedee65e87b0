"""What lies in a watched folder now: names, sizes, times of the last change. Nothing is opened."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from curation.footage.folders import VIDEO_SUFFIXES
from curation.footage.watching.places import Unwatchable

PARTIAL = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", "~")


@dataclass(frozen=True)
class Seen:
    """A file, by its name relative to the place; `mark` changes whenever its bytes may have changed.

    `problem` is a key of reasons.REFUSALS or places.PROBLEMS where it cannot be taken in at all.
    """

    name: str
    size: int  # bytes
    mark: str
    problem: str = ""


def listing(root: Path) -> Iterator[Seen]:
    """All videos beneath `root`, and what could not be looked at. Raises Unwatchable where the root does not open.

    Links are not followed; hidden files, half-copied ones and those that are no videos by their names are left out.
    """
    folders = [""]  # relative to the root, each but the root's own with a slash at its end
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(f"{folder}{entry.name}/")
                    elif (seen := _seen(entry, folder)) is not None:
                        yield seen
        except OSError as error:
            if not folder:
                raise unwatchable(error) from error
            yield Seen(_shown(folder), 0, "folder", "folder_unreadable")


def unwatchable(error: OSError) -> Unwatchable:
    """Why a whole folder could not be looked at."""
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return Unwatchable("folder_away")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Unwatchable("folder_closed")
    return Unwatchable("folder_silent", problem=error.strerror or "?")


def is_video(name: str) -> bool:
    """Whether a name is that of a whole video: neither hidden nor half copied."""
    lower = name.lower()
    suffix = os.path.splitext(lower)[1]  # noqa: PTH122  a hundred thousand times a look
    return not lower.startswith(".") and not lower.endswith(PARTIAL) and suffix in VIDEO_SUFFIXES


def _seen(entry: os.DirEntry[str], folder: str) -> Seen | None:
    if not is_video(entry.name) or not entry.is_file(follow_symlinks=False):
        return None
    name = folder + entry.name
    shown = _shown(name)
    if shown != name:
        return Seen(shown, 0, "name", "name_unreadable")
    try:
        about = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None  # gone since the folder was read
    except OSError:
        return Seen(name, 0, "stat", "no_permission")
    return Seen(name, about.st_size, str(about.st_mtime_ns))


def _shown(name: str) -> str:
    """A name as a database takes it; bytes that are no UTF-8 as escapes."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name
