"""Names of stored files. A name tells nothing of the place or the original name: it may reach a browser."""

from __future__ import annotations

from pathlib import PurePosixPath

SAFE_SUFFIXES = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".asf", ".wmv", ".mkv", ".webm", ".mts", ".mpg", ".mpeg", ".3gp", ".ts", ".flv"}
)


def original(fingerprint: str, original_name: str) -> str:
    """`originals/ab/cd/abcd….mp4`; an unknown suffix becomes `.bin`."""
    suffix = PurePosixPath(original_name).suffix.lower()
    suffix = suffix if suffix in SAFE_SUFFIXES else ".bin"
    return f"originals/{fingerprint[:2]}/{fingerprint[2:4]}/{fingerprint}{suffix}"


def derived(fingerprint: str, what: str, suffix: str) -> str:
    """A picture or a proxy made from an original: `previews/ab/cd/abcd….poster.jpg`."""
    return f"previews/{fingerprint[:2]}/{fingerprint[2:4]}/{fingerprint}.{what}{suffix}"


def rendition(digest: str) -> str:
    """A rendition, named by the hash of everything that went into it."""
    return f"renditions/{digest[:2]}/{digest[2:4]}/{digest}.mp4"


def export(number: int) -> str:
    """A package that somebody asked for, until it is fetched: `exports/42.zip`."""
    return f"exports/{number}.zip"


SENT = "originals/sent/"
# Folders of the store that Pugmark itself writes.
OWN = ("originals/", "previews/", "renditions/", "uploads/", "exports/", "copies/")


def sent(number: str, original_name: str) -> str:
    """Where a browser's upload gathers and stays: `originals/sent/ab/abcd….mp4`; `number` is the upload's own, hex."""
    suffix = PurePosixPath(original_name).suffix.lower()
    suffix = suffix if suffix in SAFE_SUFFIXES else ".bin"
    return f"{SENT}{number[:2]}/{number}{suffix}"


def is_foreign(name: str) -> bool:
    """Whether this is a plain relative name in the store that lies outside Pugmark's own folders."""
    parts = name.split("/")
    plain = bool(name) and "\0" not in name and "\\" not in name and not {"", ".", ".."} & set(parts)
    return plain and len(name) <= 300 and not name.startswith(OWN)
