"""Camtrap DP packages in: deployments, then media, then observations, each streamed; videos in the package taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.contrib.auth.models import User
from django.db import Error, transaction

from curation.footage.events import due
from curation.footage.interchange.attachment import attach_videos
from curation.footage.interchange.container import Container, open_container
from curation.footage.interchange.deployments import DeploymentStore
from curation.footage.interchange.descriptor import Descriptor, TableSource, read_descriptor
from curation.footage.interchange.loading import ObservationStore
from curation.footage.interchange.media import MediaStore
from curation.footage.interchange.parts import joined
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.records import deployment_rows, media_rows, observation_rows
from curation.footage.interchange.report import Report
from curation.footage.interchange.store import Store
from curation.footage.interchange.table import Table
from curation.footage.interchange.taxa import Taxa
from curation.footage.models import Package

Progress = Callable[[Report], None]


@dataclass(frozen=True)
class Options:
    """How an import goes. `strict`: all rows or none. `dry_run`: look at everything, write nothing.

    `zone` names the area of new stations to everybody; without it that is the package's name. `overflow` gets every
    refused row as a line of JSON. `progress` is told after each chunk.
    """

    strict: bool = False
    dry_run: bool = False
    zone: str = ""
    user: User | None = None
    overflow: TextIO | None = None
    progress: Progress | None = field(default=None, compare=False)


def import_package(path: Path, *, options: Options | None = None) -> Report:
    """Import a Camtrap DP package: a folder, its datapackage.json, or a .zip.

    Good rows are kept chunk by chunk and bad rows reported, or with `strict` nothing is kept if one is bad. The same
    package again changes what differs and doubles nothing. An interruption leaves whole chunks and says so in the
    report. Raises InterchangeError where the package as a whole cannot be read; then nothing was written, or the chunks
    before a damaged place.
    """
    options = options or Options()
    report = Report(str(path.name), overflow=options.overflow)
    with open_container_of(path) as container:
        descriptor = read_descriptor(container)
        package: list[Package] = []
        with all_or_nothing(report, strict=options.strict, dry_run=options.dry_run):
            package.append(_package(descriptor, user=options.user))
            report.package = package[0].pk
            try:
                _load(container, descriptor, package=package[0], report=report, options=options)
            except KeyboardInterrupt:
                report.interrupted = True
        if not (report.rolled_back or report.interrupted):
            try:
                attach_videos(package[0], container=container, report=report, user=options.user)
            except KeyboardInterrupt:
                report.interrupted = True
    due.begin()
    return report.finish()


@contextmanager
def open_container_of(path: Path) -> Iterator[Container]:
    container = open_container(path)
    try:
        yield container
    finally:
        container.close()


@contextmanager
def all_or_nothing(report: Report, *, strict: bool, dry_run: bool) -> Iterator[None]:
    """With `strict`, one transaction that is rolled back if a row was refused; with `dry_run` it always is."""
    if not (strict or dry_run):
        yield
        return
    with transaction.atomic():
        yield
        if dry_run or report.refused or report.interrupted:
            report.rolled_back = True
            transaction.set_rollback(True)


def _package(descriptor: Descriptor, *, user: User | None) -> Package:
    package, made = Package.objects.get_or_create(
        identifier=descriptor.identifier,
        defaults={
            "format": Package.Format.CAMTRAP_DP,
            "name": descriptor.name,
            "metadata": descriptor.metadata,
            "imported_by": user,
        },
    )
    if not made and (package.metadata != descriptor.metadata or package.name != descriptor.name):
        package.name, package.metadata = descriptor.name, dict(descriptor.metadata)
        package.save(update_fields=["name", "metadata"])
    return package


def _load(container: Container, descriptor: Descriptor, *, package: Package, report: Report, options: Options) -> None:
    taxa = Taxa()
    taxonomic = descriptor.metadata.get("taxonomic")
    with transaction.atomic():
        taxa.add(entry for entry in (taxonomic if isinstance(taxonomic, list) else []) if isinstance(entry, dict))

    def after_chunk() -> None:
        if options.progress is not None:
            options.progress(report)

    stores: list[tuple[type[Store[Any]], dict[str, Any], Callable[..., Any], dict[str, Any]]] = [
        (DeploymentStore, {"zone": options.zone}, deployment_rows, {}),
        (MediaStore, {}, media_rows, {}),
        (ObservationStore, {"taxa": taxa}, observation_rows, {"taxa": taxa}),
    ]
    for kind, settings, rows, context in stores:
        source = descriptor.tables[kind.table]
        with ExitStack() as stack:
            table = _table(container, source, name=kind.table)
            stack.callback(table.close)
            store = kind(report, package=package, file=source.paths[0], **settings)
            stack.callback(_close, store)
            store.take(rows(table, report=report, **context), after_chunk=after_chunk)


def _close(store: Store[Any]) -> None:
    with suppress(Error):  # an interruption may have taken the connection's transaction with it
        store.close()


def _table(container: Container, source: TableSource, *, name: str) -> Table:
    for path in source.paths:
        if not container.has(path):
            raise InterchangeError("table_missing", file=path, table=name)
    return Table(
        joined([container.open(path) for path in source.paths]),
        name=source.paths[0],
        encoding=source.encoding,
        delimiter=source.delimiter,
        quote=source.quote,
    )
