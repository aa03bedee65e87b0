"""Camtrap DP packages out: written whole beside the target, validated, and only then put in its place."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from curation.footage.interchange import selfdescription
from curation.footage.interchange.outgoing import DeploymentCells, Names, Span, media_cells, observation_cells
from curation.footage.interchange.places import sensitivities
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.schema import columns
from curation.footage.interchange.selection import FOOTAGE, Row, Selection
from curation.footage.interchange.validation import validate
from curation.footage.models import Deployment, Footage, Station


@dataclass
class Written:
    """What an export wrote. `left_out`: rows that the standard has no place for, by reason."""

    path: Path
    rows: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    validated: dict[str, int] = field(default_factory=dict)  # rows looked at
    precisions: list[float] = field(default_factory=list)  # degrees; empty: exact

    def to_dict(self) -> dict[str, Any]:
        return {**vars(self), "path": str(self.path)}

    def leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


@contextmanager
def target(out: Path, *, folder: bool) -> Iterator[Path]:
    """A place beside `out` to write to; it takes the place of `out` only when all went well."""
    if out.exists():
        raise InterchangeError("target_exists", file=out.name)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pugmark-", dir=out.parent) as scratch:
        place = Path(scratch) / "out"
        if folder:
            place.mkdir(mode=0o755)
        yield place
        place.rename(out)


class Packing:
    """One export of footage as a Camtrap DP package."""

    def __init__(self, selection: Selection, *, exact: bool) -> None:
        self.selection, self.exact = selection, exact
        self.deployments: dict[int, Deployment] = {}
        self.stations: dict[int, Station] = {}
        self.spans: dict[tuple[str, int], Span] = {}
        self.packages: set[int | None] = set()
        self.taxa: dict[int, None] = {}

    def survey(self) -> None:
        """Find the deployments and stations that are needed, and from when to when."""
        for chunk in self.selection.footage():
            for row in chunk:
                self.packages.add(row["package_id"])
                key = _stand(row)
                if key is not None:
                    span = self.spans.setdefault(key, Span())
                    if row["captured_at"] is not None:
                        span.widen(row["captured_at"], seconds=row["duration"] or 0.0)
        if self.selection.package is not None:
            own = Deployment.objects.filter(package=self.selection.package)
            for pk in own.order_by("pk").values_list("pk", flat=True):
                self.spans.setdefault(("deployment", pk), Span())
        self.deployments = Deployment.objects.in_bulk([pk for kind, pk in self.spans if kind == "deployment"])
        self._add_stations({deployment.station_id for deployment in self.deployments.values()})
        self._add_stations({pk for kind, pk in self.spans if kind == "station"})

    def _add_stations(self, keys: set[int]) -> None:
        self.stations |= Station.objects.in_bulk(sorted(keys - set(self.stations)))

    def begin(self) -> None:
        """Settle how things are called and how exactly their places are told, by what the survey found."""
        package = self.selection.package
        single = package if package is not None and self.packages <= {package.pk} else None
        categories = {} if self.exact else sensitivities(self.stations)
        self.names = Names(self.exact, single=single)
        self.cells = DeploymentCells(self.names, categories=categories)

    def write(self, folder: Path, *, files: dict[str, str]) -> Written:
        """Write the tables. `files` names them."""
        self.survey()
        if not self.spans and self.selection.package is None:
            raise InterchangeError("nothing_found")
        self.begin()
        written = Written(folder)
        self.standing: dict[tuple[str, int], str] = {}
        self._write_deployments(folder / files["deployments"], written=written)
        self._write_media(folder / files["media"], written=written)
        self._write_observations(folder / files["observations"], written=written)
        written.precisions = sorted(self.cells.precisions)
        return written

    def _write_deployments(self, path: Path, *, written: Written) -> None:
        with _csv(path, table="deployments") as (writer, _sink):
            for kind, pk in sorted(self.spans):
                deployment = self.deployments[pk] if kind == "deployment" else None
                station = self.stations[deployment.station_id if deployment is not None else pk]
                cells = self.cells.cells(deployment, station, span=self.spans[kind, pk])
                if cells is None:
                    written.leave_out("deployments without place or time")
                    continue
                self.standing[kind, pk] = cells[0]
                writer.writerow(cells)
                written.rows["deployments"] = written.rows.get("deployments", 0) + 1

    def _deployment(self, row: Row) -> str | None:
        key = _stand(row)
        return self.standing.get(key) if key is not None else None

    def _write_media(self, path: Path, *, written: Written) -> None:
        count = 0
        with _csv(path, table="media") as (writer, _sink):
            for chunk in self.selection.footage():
                for row in chunk:
                    deployment = self._deployment(row)
                    if deployment is None or row["captured_at"] is None:
                        written.leave_out("media without place or time")
                        continue
                    writer.writerow(media_cells(row, names=self.names, deployment=deployment))
                    count += 1
        written.rows["media"] = count

    def _write_observations(self, path: Path, *, written: Written) -> None:
        count = 0
        with _csv(path, table="observations") as (writer, _sink):
            for chunk in self.selection.observations():
                keys = {row["footage_id"] for row in chunk if row["footage_id"] is not None}
                footage = {row["pk"]: row for row in Footage.objects.filter(pk__in=keys).values(*FOOTAGE)}
                for row in chunk:
                    cells = self._observation(row, footage=footage.get(row["footage_id"]))
                    if cells is None:
                        written.leave_out("observations without place or time")
                        continue
                    if row["taxon_id"] is not None:
                        self.taxa[row["taxon_id"]] = None
                    writer.writerow(cells)
                    count += 1
        written.rows["observations"] = count

    def _observation(self, row: Row, *, footage: Row | None) -> list[str] | None:
        deployment = None
        if row["deployment_id"] is not None:
            deployment = self.standing.get(("deployment", row["deployment_id"]))
        if footage is not None:
            deployment = deployment or self._deployment(footage)
            if self._deployment(footage) is None or footage["captured_at"] is None:
                return None  # its media are left out too
        elif deployment is None and row["event__station_id"] is not None:
            deployment = self.standing.get(("station", row["event__station_id"]))
        if deployment is None:
            return None
        return observation_cells(row, names=self.names, deployment=deployment, footage=footage)


def write_package(selection: Selection, out: Path, *, exact: bool) -> Written:
    """Write a Camtrap DP 1.0.2 package: a folder, or a .zip where `out` is called so. Raises InterchangeError.

    `exact` gives everything as it is and came; else places are generalised and what tells them withheld. The whole is
    validated with frictionless against the standard's schemas before it takes the place `out`.
    """
    zipped = out.suffix.lower() == ".zip"
    with target(out, folder=not zipped) as place:
        folder = place if not zipped else place.with_name("package")
        folder.mkdir(exist_ok=True)
        packing = Packing(selection, exact=exact)
        own = selection.package if exact else None
        files = selfdescription.file_names(own)
        plain = {table: name.removesuffix(".gz") for table, name in files.items()}
        written = packing.write(folder, files=plain)
        if own is not None:
            metadata = selfdescription.as_it_came(own, files=files)
        else:
            metadata = selfdescription.of_export(
                packing.cells, spans=packing.spans, taxa=list(packing.taxa), files=files, exact=exact, individuals=True
            )
        text = json.dumps(metadata, ensure_ascii=False, indent=2)
        (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
        written.validated = validate(folder, metadata=metadata, files=plain)
        for name in files.values():
            if name.endswith(".gz"):
                _gzip(folder / name.removesuffix(".gz"), folder / name)
        if zipped:
            _zip(folder, place)
            shutil.rmtree(folder)
    written.path = out
    return written


def _stand(row: Row) -> tuple[str, int] | None:
    """What stands for the place of footage: its deployment, else its station."""
    if row["deployment_id"] is not None:
        return ("deployment", row["deployment_id"])
    return ("station", row["station_id"]) if row["station_id"] is not None else None


@contextmanager
def _csv(path: Path, *, table: str) -> Iterator[tuple[Any, TextIO]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(columns(table))
        yield writer, sink


def _gzip(path: Path, packed: Path) -> None:
    with path.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
    path.unlink()


def _zip(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
