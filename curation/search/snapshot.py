"""The index on disk, so that a server need not read ten million rows again.

A folder holds versions, each a folder of its own, and the file `current` that names the one to load. A version is
written beside the others under a name of its own, and only then named: a crash leaves the old one in force. Every file
stands in the manifest with its BLAKE3 checksum; a snapshot that is damaged, or of another FORMAT, is not loaded at all.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from blake3 import blake3
from numpy.typing import NDArray
from pyroaring import BitMap

from curation.search.errors import SnapshotDamaged
from curation.search.index import Index
from curation.search.rarity import FORMULA, YOUNG
from curation.search.words import Fold, fold

FORMAT = 1
"""Raised whenever the coding or the layout changes: old snapshots are then built anew."""
_MANIFEST = "manifest.json"
_CURRENT = "current"


class Writer:
    """Puts arrays, bitmaps and plain values into a folder, and remembers their checksums."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, str] = {}
        self.values: dict[str, Any] = {}

    def array(self, name: str, values: NDArray) -> None:
        with (self.folder / f"{name}.npy").open("wb") as file:
            np.save(file, values, allow_pickle=False)
        self._note(f"{name}.npy")

    def bitmaps(self, name: str, bits: dict[int, BitMap]) -> None:
        """Bitmaps by code, one after the other in one file."""
        rows, offset = [], 0
        with (self.folder / f"{name}.bits").open("wb") as file:
            for code, having in bits.items():
                data = having.serialize()
                file.write(data)
                rows.append((code, offset, len(data)))
                offset += len(data)
        self._note(f"{name}.bits")
        self.array(f"{name}.places", np.array(rows, np.int64).reshape(-1, 3))

    def _note(self, name: str) -> None:
        path = self.folder / name
        self.files[name] = blake3(path.read_bytes()).hexdigest()

    def close(self) -> None:
        manifest = {"format": FORMAT, "files": self.files, "values": self.values}
        with (self.folder / _MANIFEST).open("w", encoding="utf-8") as file:
            json.dump(manifest, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())


class Reader:
    """Reads what a `Writer` wrote. Raises SnapshotDamaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SnapshotDamaged(reason="its manifest cannot be read") from error
        if manifest.get("format") != FORMAT:
            raise SnapshotDamaged(reason="it is of another version")
        self.files: dict[str, str] = manifest["files"]
        self.values: dict[str, Any] = manifest["values"]

    def _bytes(self, name: str) -> bytes:
        try:
            data = (self.folder / name).read_bytes()
        except OSError as error:
            raise SnapshotDamaged(reason=f"{name} is missing") from error
        if blake3(data).hexdigest() != self.files.get(name):
            raise SnapshotDamaged(reason=f"the checksum of {name} is wrong")
        return data

    def array(self, name: str) -> NDArray:
        data = self._bytes(f"{name}.npy")
        header = np.lib.format
        with (self.folder / f"{name}.npy").open("rb") as file:
            version = header.read_magic(file)
            read = header.read_array_header_1_0 if version == (1, 0) else header.read_array_header_2_0
            shape, _fortran, dtype = read(file)
            start = file.tell()
        return np.frombuffer(bytearray(data[start:]), dtype=dtype).reshape(shape)

    def bitmaps(self, name: str) -> dict[int, BitMap]:
        data = memoryview(self._bytes(f"{name}.bits"))
        places = self.array(f"{name}.places").tolist()
        return {code: BitMap.deserialize(data[start : start + size].tobytes()) for code, start, size in places}


def save(index: Index, folder: Path, *, keep: int = 1) -> Path:
    """Write the index below `folder` and make it the one to load; `keep` versions stay. Changes wait meanwhile."""
    with index.turns.asking():
        return _write(index, folder, keep=keep)


def save_aside(index: Index, folder: Path, *, keep: int = 1) -> bool:
    """As `save`, in a child that shares the memory: changes wait for the fork only. False where it failed.

    Returns when the child has ended; call it from a thread that may wait.
    """
    with index.turns.asking():
        child = os.fork()
        if child == 0:
            status = 1
            try:
                _write(index, folder, keep=keep)
                status = 0
            finally:
                os._exit(status)  # nothing of the parent's is closed or flushed here
    return os.waitpid(child, 0)[1] == 0


def _write(index: Index, folder: Path, *, keep: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    version = folder / f"{time.time_ns()}-{secrets.token_hex(4)}"
    version.mkdir()
    try:
        writer = Writer(version)
        _walk_out(index, writer)
        writer.close()
        pointer = folder / f"{_CURRENT}.{version.name}"
        pointer.write_text(version.name, encoding="utf-8")
        pointer.replace(folder / _CURRENT)
    except BaseException:
        shutil.rmtree(version, ignore_errors=True)
        raise
    for old in sorted(path for path in folder.iterdir() if path.is_dir())[:-keep]:
        shutil.rmtree(old, ignore_errors=True)
    return version


def load(folder: Path, *, folding: Fold = fold, clock: Callable[[], float] = time.time) -> Index:
    """The index as it was saved. Raises SnapshotDamaged: then build it anew."""
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SnapshotDamaged(reason="there is none") from error
    if not name or Path(name).name != name:
        raise SnapshotDamaged(reason="it names no version")
    index = Index(folding=folding, clock=clock)
    _walk_in(index, Reader(folder / name))
    return index


def _walk_out(index: Index, writer: Writer) -> None:
    catalogue, scoring = index.catalogue, index.scoring
    size = (catalogue.live.max() + 1) if catalogue.live else 0
    values: dict[str, Any] = {"position": index.position, "size": size, "planes": len(catalogue.planes.exists)}
    values["formula"] = FORMULA
    writer.bitmaps("live", {0: catalogue.live, 1: scoring.waiting})
    for name, dimension in catalogue.dimensions.items():
        values[f"words.{name}"] = dimension.vocabulary.values[1:]
        writer.array(name, dimension.column[:size])
        writer.bitmaps(name, dimension.bits)
    values["words.tag"] = catalogue.tags.vocabulary.values[1:]
    writer.bitmaps("tag", catalogue.tags.bits)
    values["tags"] = len(catalogue.tags.columns)
    for k, column in enumerate(catalogue.tags.columns):
        _sparse_out(writer, f"tag.{k}", column)
    writer.bitmaps("exists", dict(enumerate(catalogue.planes.exists)))
    for name, plane in catalogue.planes.dimensions.items():
        values[f"words.{name}"] = plane.vocabulary.values[1:]
        values[f"above.{name}"] = [[code, *above] for code, above in plane.ancestors.items()]
        writer.bitmaps(f"{name}.whole", plane.whole)
        for p, (column, bits) in enumerate(zip(plane.columns, plane.bits, strict=True)):
            _sparse_out(writer, f"{name}.{p}", column)
            writer.bitmaps(f"{name}.{p}", bits)
    for name, order in catalogue.orders.items():
        writer.array(name, order.column[:size])
        for k, level in enumerate(order.levels):
            writer.bitmaps(f"{name}.{k}", level)
    for name in ("share", "sharpness", "zone_codes"):
        writer.array(name, getattr(catalogue, name))
    writer.array("embargo", np.array(list(catalogue.embargo.until.items()), np.int64).reshape(-1, 2))
    _texts_out(catalogue.texts, writer)
    rarity = scoring.rarity
    for name in ("seen", "scored_bits", "changes"):
        writer.array(f"rarity.{name}", getattr(rarity, name))
    for name, table in rarity.given.items():
        writer.array(f"given.{name}", table)
    writer.array("first_individual", scoring.first_individual.rows())
    writer.array("first_in_zone", scoring.first_in_zone.rows())
    writer.values = values


def _walk_in(index: Index, reader: Reader) -> None:
    catalogue, scoring, values = index.catalogue, index.scoring, reader.values
    index.position = values["position"]
    both = reader.bitmaps("live")
    catalogue.live, scoring.waiting = both[0], both[1]
    for name, dimension in catalogue.dimensions.items():
        _words_in(dimension.vocabulary, values[f"words.{name}"])
        dimension.column, dimension.bits = reader.array(name), reader.bitmaps(name)
    size = values["size"]
    _words_in(catalogue.tags.vocabulary, values["words.tag"])
    catalogue.tags.bits = reader.bitmaps("tag")
    catalogue.tags.columns = [_sparse_in(reader, f"tag.{k}", size) for k in range(values["tags"])]
    catalogue.tag_words.read(catalogue.tags.vocabulary.values, bits=catalogue.tags.bits)
    catalogue.planes.exists = [bits for _, bits in sorted(reader.bitmaps("exists").items())]
    for name, plane in catalogue.planes.dimensions.items():
        _words_in(plane.vocabulary, values[f"words.{name}"])
        plane.ancestors = {code: tuple(above) for code, *above in values[f"above.{name}"]}
        plane.whole = reader.bitmaps(f"{name}.whole")
        plane.columns = [_sparse_in(reader, f"{name}.{p}", size) for p in range(values["planes"])]
        plane.bits = [reader.bitmaps(f"{name}.{p}") for p in range(values["planes"])]
    for name, order in catalogue.orders.items():
        order.column = reader.array(name)
        order.levels = [reader.bitmaps(f"{name}.{k}") for k in range(len(order.shifts))]
    for name in ("share", "sharpness", "zone_codes"):
        setattr(catalogue, name, reader.array(name))
    for footage, until in reader.array("embargo").tolist():
        catalogue.embargo.hold(footage, until=until)
    _texts_in(catalogue.texts, reader)
    for name in ("seen", "scored_bits", "changes"):
        setattr(scoring.rarity, name, reader.array(f"rarity.{name}"))
    scoring.rarity.given = {name: reader.array(f"given.{name}") for name in scoring.rarity.given}
    scoring.first_individual.restore(reader.array("first_individual"))
    scoring.first_in_zone.restore(reader.array("first_in_zone"))
    catalogue.grow(size, planes=values["planes"])
    if values.get("formula", 1) < FORMULA:  # since 2 the young are worth more
        stages = catalogue.planes.dimensions["life_stage"].whole
        for code in np.flatnonzero(YOUNG).tolist():
            scoring.waiting |= stages.get(code + 1, BitMap())


def _sparse_out(writer: Writer, name: str, column: NDArray) -> None:
    ids = np.flatnonzero(column).astype(np.uint32)
    writer.array(f"{name}.ids", ids)
    writer.array(f"{name}.codes", column[ids])


def _sparse_in(reader: Reader, name: str, size: int) -> NDArray:
    codes = reader.array(f"{name}.codes")
    column = np.zeros(size, codes.dtype)
    column[reader.array(f"{name}.ids")] = codes
    return column


def _words_in(vocabulary: Any, words: list[Any]) -> None:
    for word in words:
        vocabulary.code(word)


def _texts_out(texts: Any, writer: Writer) -> None:
    writer.bitmaps("postings", {n: bits for n, bits in enumerate(texts.postings) if isinstance(bits, BitMap)})
    alone = [(n, posting) for n, posting in enumerate(texts.postings) if isinstance(posting, int)]
    writer.array("alone", np.array(alone, np.int64).reshape(-1, 2))
    writer.array("text.keys", np.frombuffer("\n".join(texts.keys).encode(), np.uint8))
    worded = np.flatnonzero(texts.count)
    writer.array("text.ids", worded)
    writer.array("text.start", texts.start[worded])
    writer.array("text.count", texts.count[worded])
    writer.array("text.packed", texts.packed[: texts.used])


def _texts_in(texts: Any, reader: Reader) -> None:
    keys = reader.array("text.keys").tobytes().decode().split("\n")
    keys = keys if keys != [""] else []
    postings: list[BitMap | int | None] = [None] * len(keys)
    for number, bits in reader.bitmaps("postings").items():
        postings[number] = bits
    for number, footage in reader.array("alone").tolist():
        postings[number] = footage
    texts.restore(keys=keys, postings=postings)
    worded = reader.array("text.ids")
    texts.grow(int(worded[-1]) + 1 if len(worded) else 0)
    texts.start[worded], texts.count[worded] = reader.array("text.start"), reader.array("text.count")
    texts.packed = reader.array("text.packed")
    texts.used = len(texts.packed)
