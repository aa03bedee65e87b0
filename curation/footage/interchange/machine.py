"""MegaDetector and SpeciesNet results in: each entry kept whole, observations derived from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from blake3 import blake3
from django.db import connection, transaction

from curation.footage.interchange import detections, predictions
from curation.footage.interchange.camtrap import Options, all_or_nothing
from curation.footage.interchange.container import Folder
from curation.footage.interchange.jsonstream import walk
from curation.footage.interchange.loading import ObservationStore
from curation.footage.interchange.matching import PathMatch
from curation.footage.interchange.reasons import FieldError, InterchangeError
from curation.footage.interchange.report import Report
from curation.footage.interchange.rows import ObservationRow
from curation.footage.interchange.taxa import Taxa
from curation.footage.models import Package

CHUNK = 5_000
TABLE = "results"
LISTS = {"images": Package.Format.MEGADETECTOR, "predictions": Package.Format.SPECIESNET}
Derive = Callable[..., Iterator[ObservationRow]]


@dataclass(frozen=True)
class Matching:
    """`create`: list files that are not here as catalogued footage. `threshold`: 0..1; None is the file's own."""

    create: bool = False
    threshold: float | None = None


@dataclass(frozen=True)
class _Kind:
    """One format: its long list, how an entry names its file and its model, and what follows from an entry."""

    format: str
    key: str
    path_of: Callable[[Any], str]
    model_of: Callable[[Any], str]
    derive: Derive


def import_results(path: Path, *, options: Options | None = None, matching: Matching | None = None) -> Report:
    """Import a result file. Entries whose file is not here are refused, or with `create` listed without their file.

    The same file again changes nothing; see camtrap.import_package for the rest. Raises InterchangeError.
    """
    options, matching = options or Options(), matching or Matching()
    report = Report(path.name, overflow=options.overflow)
    head, key, digest = _head(path)
    kind = _kind(key, head, matching=matching)
    with all_or_nothing(report, strict=options.strict, dry_run=options.dry_run):
        package, _made = Package.objects.get_or_create(
            identifier=digest,
            defaults={"format": kind.format, "name": path.stem[:200], "metadata": head, "imported_by": options.user},
        )
        report.package = package.pk
        try:
            _Import(path, kind, package=package, report=report, options=options).run(create=matching.create)
        except KeyboardInterrupt:
            report.interrupted = True
    return report.finish()


def _head(path: Path) -> tuple[dict[str, Any], str, str]:
    """Everything but the long list, the list's name, and the fingerprint of the file."""
    head: dict[str, Any] = {}
    key = ""
    for name, number, value in _entries(path):
        if number:
            key = name
        else:
            head[name] = value
    lists = [name for name in LISTS if name == key or (not key and isinstance(head.get(name), list))]
    if not lists and {"detection_categories", "info"} <= set(head) and "images" not in head:
        lists = ["images"]  # the list is there and empty
    if not lists:
        raise InterchangeError("format_unknown")
    digest = blake3()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return head, lists[0], digest.hexdigest()


def _entries(path: Path) -> Iterator[tuple[str, int, Any]]:
    folder = Folder(path.parent)
    with folder.open(path.name) as stream:
        yield from walk(stream, name=path.name, lists=LISTS)


def _kind(key: str, head: dict[str, Any], *, matching: Matching) -> _Kind:
    if key == "predictions":
        derive: Derive = partial(predictions.observations, threshold=matching.threshold)
        return _Kind(LISTS[key], key, predictions.path_of, predictions.model_of, derive)
    reading = detections.Reading.of_file(head, threshold=matching.threshold)
    derive = partial(detections.observations, reading=reading)
    return _Kind(LISTS[key], key, detections.path_of, lambda _entry: reading.model, derive)


class _Import:
    """One result file on its way in."""

    def __init__(self, path: Path, kind: _Kind, *, package: Package, report: Report, options: Options) -> None:
        self.path, self.kind, self.package, self.report, self.options = path, kind, package, report, options
        self.counts = report.counts(TABLE)
        self.taxa = Taxa()
        self.unknown: set[str] = set()

    def run(self, *, create: bool) -> None:
        paths = PathMatch()
        store = ObservationStore(self.report, package=self.package, taxa=self.taxa, file=self.path.name)
        try:
            paths.fill(self._paths())
            paths.find()
            if create:
                with transaction.atomic():
                    self.report.counts("media").inserted += paths.create(self.package)
            paths.index()
            items = self._items()
            while chunk := list(islice(items, CHUNK)):
                self.counts.read += len(chunk)
                with transaction.atomic():
                    self._take(chunk, paths=paths, store=store)
                if self.options.progress is not None:
                    self.options.progress(self.report)
        finally:
            paths.close()
            store.close()

    def _items(self) -> Iterator[tuple[int, Any]]:
        return ((number, item) for key, number, item in _entries(self.path) if number and key == self.kind.key)

    def _paths(self) -> Iterator[tuple[int, str]]:
        for number, item in self._items():
            try:
                path = self.kind.path_of(item)
            except FieldError:
                continue  # told when its turn comes
            if "\0" not in path and path.isprintable():
                yield number, path

    def _take(self, chunk: list[tuple[int, Any]], *, paths: PathMatch, store: ObservationStore) -> None:
        chosen = paths.chosen(first=chunk[0][0], last=chunk[-1][0])
        kept: list[tuple[int, str, str]] = []
        derived: list[ObservationRow] = []
        for number, item in chunk:
            try:
                footage = self._footage(item, number=number, chosen=chosen.get(number))
                text = json.dumps(item, ensure_ascii=False, allow_nan=False)
                if "\\u0000" in text:
                    raise FieldError("nul", field="")
                derived += self.kind.derive(item, taxa=self.taxa, footage=footage, row=number)
            except FieldError as error:
                self.report.refuse(error, table=TABLE, row=number, file=self.path.name)
                continue
            kept.append((footage, self.kind.model_of(item), text))
        self._keep(kept)
        self._forget([footage for footage, _model, _text in kept], derived)
        store.take(derived)
        for row in derived:
            self._tell_unknown(row)

    def _footage(self, item: Any, *, number: int, chosen: tuple[int | None, int, int] | None) -> int:
        path = self.kind.path_of(item)
        footage, candidates, first = chosen or (None, 0, number)
        if candidates > 1:
            raise FieldError("ambiguous", field="file", value=path, count=candidates)
        if footage is None:
            raise FieldError("no_match", field="file", value=path)
        if first != number:
            raise FieldError("duplicate_id", field="file", value=path, first=first)
        return footage

    def _keep(self, kept: list[tuple[int, str, str]]) -> None:
        """Replace the entries of these pieces of footage, in the order of the file."""
        keys = [footage for footage, _model, _text in kept]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT footage_id FROM curation_machineresult WHERE package_id = %s AND footage_id = ANY(%s)",
                [self.package.pk, keys],
            )
            present = {footage for (footage,) in cursor.fetchall()}
            fresh = [one for one in kept if one[0] not in present]
            with cursor.copy("COPY curation_machineresult (footage_id, package_id, model, payload) FROM STDIN") as copy:
                for footage, model, text in fresh:
                    copy.write_row((footage, self.package.pk, model, text))
        self.counts.inserted += len(fresh)
        self.counts.unchanged += len(kept) - len(fresh)

    def _forget(self, keys: list[int], derived: list[ObservationRow]) -> None:
        """What was derived before, as with another threshold, and no longer is."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM curation_observation WHERE package_id = %s AND footage_id = ANY(%s) "
                "AND NOT (observation_id = ANY(%s))",
                [self.package.pk, keys, [row.observation_id for row in derived]],
            )

    def _tell_unknown(self, row: ObservationRow) -> None:
        label = row.extra.get("label")
        if label and label not in self.unknown:
            self.unknown.add(label)
            self.report.notice("label_unknown", value=label)
