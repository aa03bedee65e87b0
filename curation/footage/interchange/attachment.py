"""Videos that lie in a package: brought into the store, and read as any other file."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from django.contrib.auth.models import User
from django.db import transaction

from curation.files import names
from curation.files.local import keep
from curation.footage.fingerprint import fingerprint
from curation.footage.interchange.container import Container
from curation.footage.interchange.reasons import FieldError, InterchangeError
from curation.footage.interchange.report import Report
from curation.footage.models import Arrival, Footage, MachineResult, Observation, Package
from curation.footage.services import queue_ingest
from curation.footage.states import FOOTAGE

TABLE = "files"


def attach_videos(package: Package, *, container: Container, report: Report, user: User | None) -> None:
    """Take in the videos of catalogued footage whose file lies in the container; pictures stay catalogued."""
    waiting = Footage.objects.filter(package=package, fingerprint=None, file="", media_type__startswith="video/")
    for footage in waiting.only("pk", "source_path", "original_name", "state").iterator(chunk_size=2000):
        if not container.has(footage.source_path):
            continue
        counts = report.counts(TABLE)
        counts.read += 1
        try:
            with container.file(footage.source_path) as path:
                fresh = _attach(footage.pk, path, user=user)
        except InterchangeError as error:
            report.refuse(
                FieldError(error.code, **{"field": "filePath", **error.params}),
                table=TABLE,
                row=0,
                file=footage.source_path,
            )
        except OSError as error:
            problem = FieldError(
                "broken_archive", field="filePath", file=footage.source_path, problem=error.strerror or "?"
            )
            report.refuse(problem, table=TABLE, row=0, file=footage.source_path)
        else:
            counts.inserted += fresh
            counts.unchanged += not fresh


def _attach(key: int, path: Path, *, user: User | None) -> bool:
    """Give footage its file. False where the same file was here already; then both become one."""
    digest, size = fingerprint(path), path.stat().st_size
    with transaction.atomic():
        footage = Footage.objects.select_for_update().get(pk=key)
        present = Footage.objects.filter(fingerprint=digest).first()
        if present is None:
            name = PurePosixPath(footage.original_name).name or path.name
            footage.fingerprint, footage.file, footage.size = digest, names.original(digest, name), size
            keep(path, footage.file)
            footage.save(update_fields=["fingerprint", "file", "size"])
            if footage.state == Footage.State.CATALOGUED:
                FOOTAGE.move(footage, Footage.State.REGISTERED)
        Arrival.objects.create(
            footage=present or footage,
            original_name=footage.original_name,
            duplicate=present is not None,
            origin="package",
            arrived_by=user,
        )
        if present is not None:
            _merge(footage, into=present)
    if present is None and footage.state == Footage.State.REGISTERED:
        queue_ingest(footage, user=user)
    return present is None


def _merge(footage: Footage, *, into: Footage) -> None:
    """Make the catalogued row and the footage that has its file one, where that is nobody else's."""
    if into.package_id is not None or into.media_id:
        return
    for model in (Observation, MachineResult, Arrival):
        model.objects.filter(footage=footage).update(footage=into)
    carried = ("package_id", "media_id", "source_path", "media_type", "event_id")
    values = {name: getattr(footage, name) for name in carried}
    values["extra"] = {**into.extra, **footage.extra}
    for name in ("deployment_id", "station_id", "captured_at", "captured_source"):
        if not getattr(into, name):
            values[name] = getattr(footage, name)
    footage.delete()
    Footage.objects.filter(pk=into.pk).update(**values)
