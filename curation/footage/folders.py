"""Finds the videos beneath folders, and says what could not be looked at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

VIDEO_SUFFIXES = frozenset(
    [
        *(".mp4", ".mov", ".m4v", ".3gp", ".3g2", ".insv", ".lrv"),
        *(".avi", ".divx", ".asf", ".wmv", ".mkv", ".webm", ".flv", ".ogv"),
        *(".mts", ".m2ts", ".m2t", ".ts", ".mpg", ".mpeg", ".mpe", ".vob", ".mod", ".tod", ".dv", ".mjpg", ".mjpeg"),
    ]
)


@dataclass(frozen=True)
class FoundFile:
    """A file to take in. `folder` is its place below what was named, with the name of that folder in front."""

    path: Path
    folder: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Unreadable:
    """A path that could not be looked at; `code` is a key of reasons.REFUSALS."""

    path: Path
    code: str


@dataclass
class Walk:
    """Goes through `paths` in order; afterwards `skipped` tells how many files are no videos by their names.

    A file that was named itself is always handed out. Links to folders are not followed.
    """

    paths: Iterable[Path]
    skipped: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[FoundFile | Unreadable]:
        for given in self.paths:
            path = Path(os.path.abspath(given))  # noqa: PTH100  resolve() would follow links and lose the names given
            try:
                is_folder = path.is_dir()
            except OSError:
                yield Unreadable(path, "no_permission")
                continue
            if is_folder:
                yield from self._folder(path)
            else:
                yield FoundFile(path, path.parent.name, ())

    def _folder(self, root: Path) -> Iterator[FoundFile | Unreadable]:
        denied: list[Path] = []
        for place, folders, files in os.walk(
            root, onerror=lambda error: denied.append(Path(os.fsdecode(error.filename or root)))
        ):
            yield from self._denied(denied)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            parts = (root.name, *Path(place).relative_to(root).parts)
            for name in sorted(files):
                path = Path(place, name)
                if name.startswith(".") or path.suffix.lower() not in VIDEO_SUFFIXES:
                    self.skipped += 1
                else:
                    yield FoundFile(path, "/".join(parts), parts)
        yield from self._denied(denied)

    def _denied(self, denied: list[Path]) -> Iterator[Unreadable]:
        while denied:
            yield Unreadable(denied.pop(0), "folder_unreadable")
