"""Engines read and write files on this machine; the store may be elsewhere."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, default_storage

from curation.files import store as stores
from curation.files.errors import answered


@contextmanager
def local_copy(
    name: str, *, storage: Storage | None = None, watch: Callable[[bytes], object] | None = None
) -> Iterator[Path]:
    """A path on this machine for the stored file `name`: the file itself where the store is local, else a copy.

    `watch` is given all of the file's bytes in order before the path is handed out; a copy costs it no second reading.
    Raises FileNotFoundError or StoreError.
    """
    store = storage or default_storage
    try:
        path = Path(store.path(name))
    except NotImplementedError:
        path = None  # type: ignore[assignment]
    if path is not None:
        if watch is not None:
            for block in stores.blocks(name):
                watch(block)
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="pugmark-") as folder:
        copy = Path(folder) / Path(name).name
        with copy.open("wb") as target:
            for block in stores.blocks(name):
                target.write(block)
                if watch is not None:
                    watch(block)
        yield copy


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for half-done files; gone afterwards, whatever happens."""
    with tempfile.TemporaryDirectory(prefix="pugmark-") as folder:
        yield Path(folder)


def keep(path: Path, name: str, *, storage: Storage | None = None) -> str:
    """Store a finished file under `name`; whole or not at all. Storing the same name again replaces it."""
    store = storage or default_storage
    try:
        final = Path(store.path(name))
    except NotImplementedError:
        with path.open("rb") as source, answered(name):
            return store.save(name, File(source))
    final.parent.mkdir(parents=True, exist_ok=True)
    partial = final.with_name(f".{final.name}.{uuid.uuid4().hex}.partial")  # two may store the same at once
    try:
        shutil.copyfile(path, partial)
        partial.replace(final)
    finally:
        partial.unlink(missing_ok=True)
    return name
