"""Where a package lies: a folder, its datapackage.json, or a .zip. Nothing outside of it is ever read.

A zip is never unpacked as a whole: its tables are read as streams, and only within limits of size and ratio.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from curation.footage.interchange.reasons import InterchangeError

DESCRIPTOR = "datapackage.json"
LARGEST_TABLE = 64 << 30  # bytes, unpacked
LARGEST_RATIO = 200  # unpacked to packed; CSV seldom exceeds 30
RATIO_FROM = 64 << 20  # bytes, unpacked: below that a ratio is harmless
GZIP_MAGIC = b"\x1f\x8b"
DRIVE = re.compile(r"^[A-Za-z]:")


def is_within(path: str) -> bool:
    """Whether a relative path stays where it starts: no root, no drive, no `..`, no backslash, no NUL."""
    parts = PurePosixPath(path).parts
    return bool(
        parts and not path.startswith(("/", "~")) and ".." not in parts and not DRIVE.match(path)
        and "\\" not in path and "\0" not in path
    )  # fmt: skip


class Container(ABC):
    """A package's files by their relative names."""

    name: str

    @abstractmethod
    def has(self, path: str) -> bool: ...

    @abstractmethod
    def raw(self, path: str) -> BinaryIO:
        """The file as it lies there. Raises InterchangeError."""

    @abstractmethod
    def file(self, path: str) -> AbstractContextManager[Path]:
        """The file on this disk for as long as the context lasts."""

    @abstractmethod
    def close(self) -> None: ...

    def open(self, path: str) -> BinaryIO:
        """The file as a stream, unpacked where it is gzipped, and never more than the limits."""
        if not is_within(path):
            raise InterchangeError("resource_outside", file=path)
        raw = io.BufferedReader(cast("io.RawIOBase", self.raw(path)))
        if raw.peek(2)[:2] != GZIP_MAGIC:
            return cast("BinaryIO", io.BufferedReader(_Limited(raw, name=path, packed=None), 1 << 18))
        counted = _Counted(raw)
        unpacked = gzip.GzipFile(fileobj=cast("BinaryIO", counted), mode="rb")
        return cast("BinaryIO", io.BufferedReader(_Limited(unpacked, name=path, packed=counted), 1 << 18))


class _Counted(io.RawIOBase):
    """Counts the bytes that were read."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.count += len(data)
        return data

    def close(self) -> None:
        self.stream.close()
        super().close()


class _Limited(io.RawIOBase):
    """Ends with an InterchangeError where a file unpacks to more than it should, or is damaged."""

    def __init__(self, stream: io.BufferedIOBase | gzip.GzipFile, *, name: str, packed: _Counted | None) -> None:
        self.stream, self.name, self.packed, self.count = stream, name, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self.stream.read(len(view))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise InterchangeError("broken_archive", file=self.name, problem=error) from error
        self.count += len(data)
        packed = self.packed.count if self.packed is not None else self.count
        if self.count > LARGEST_TABLE or (self.count > RATIO_FROM and self.count > LARGEST_RATIO * max(packed, 1)):
            raise InterchangeError("zip_bomb", file=self.name, size=f"{self.count >> 20} MiB")
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.stream.close()
        if self.packed is not None:
            self.packed.close()
        super().close()


class Folder(Container):
    """A package in a folder. Links that lead out of it are not followed."""

    def __init__(self, root: Path) -> None:
        self.root, self.name = root.resolve(), root.name
        self._tops = {path.name for path in self.root.iterdir()}  # spares looking for millions of files elsewhere

    def _path(self, path: str) -> Path:
        found = (self.root / path).resolve()
        if not is_within(path) or not found.is_relative_to(self.root):
            raise InterchangeError("resource_outside", file=path)
        return found

    def has(self, path: str) -> bool:
        try:
            return path.partition("/")[0] in self._tops and is_within(path) and self._path(path).is_file()
        except (InterchangeError, OSError):
            return False

    def raw(self, path: str) -> BinaryIO:
        found = self._path(path)
        if not found.is_file():  # also a pipe or a device, which might never end
            raise InterchangeError("table_missing", file=path, table=path)
        return found.open("rb", buffering=0)  # type: ignore[return-value]

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        yield self._path(path)

    def close(self) -> None:
        pass


class Zip(Container):
    """A package in a zip file, perhaps in one folder within it."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise InterchangeError("broken_archive", file=path.name, problem=error) from error
        self.entries = {info.filename: info for info in self.archive.infolist() if not info.is_dir()}
        try:
            for info in self.archive.infolist():
                self._check(info)
        except InterchangeError:
            self.archive.close()
            raise
        tops = sorted((name for name in self.entries if PurePosixPath(name).name == DESCRIPTOR), key=len)
        self.prefix = tops[0].removesuffix(DESCRIPTOR) if tops else ""

    def _check(self, info: zipfile.ZipInfo) -> None:
        if not is_within(info.orig_filename.rstrip("/")):
            raise InterchangeError("resource_outside", file=info.orig_filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise InterchangeError("zip_link", file=info.filename)
        if info.flag_bits & 1:
            raise InterchangeError("zip_locked")
        if info.file_size > LARGEST_TABLE or (
            info.file_size > RATIO_FROM and info.file_size > LARGEST_RATIO * max(info.compress_size, 1)
        ):
            raise InterchangeError("zip_bomb", file=info.filename, size=f"{info.file_size >> 20} MiB")

    def has(self, path: str) -> bool:
        return self.prefix + path in self.entries

    def raw(self, path: str) -> BinaryIO:
        info = self.entries.get(self.prefix + path)
        if info is None:
            raise InterchangeError("table_missing", file=path, table=path)
        try:
            return cast("BinaryIO", self.archive.open(info))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise InterchangeError("broken_archive", file=path, problem=error) from error

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="pugmark-") as folder:
            target = Path(folder) / ("file" + PurePosixPath(path).suffix[:12])
            try:
                with self.raw(path) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise InterchangeError("broken_archive", file=path, problem=error) from error
            yield target

    def close(self) -> None:
        self.archive.close()


def open_container(path: Path) -> Container:
    """The package at `path`. Raises InterchangeError."""
    if path.is_dir():
        return Folder(path)
    if path.name == DESCRIPTOR and path.is_file():
        return Folder(path.parent)
    if not path.exists():
        raise InterchangeError("not_there")
    if path.is_file() and zipfile.is_zipfile(path):
        return Zip(path)
    raise InterchangeError("not_a_package")
