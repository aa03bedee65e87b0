"""Stores observations in bulk: checked one by one, written by thousands, never half a row.

A chunk is one transaction. Its rows are copied into a temporary table; what they point to (media, deployment, event,
taxon) is looked up by joins; rows that point nowhere are taken out and reported; the rest goes in with one
`INSERT ... ON CONFLICT`. The same ids again change what differs and double nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import DataError, IntegrityError, connection, transaction

from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.report import Report
from curation.footage.interchange.rows import ObservationRow, check
from curation.footage.interchange.staging import Seen, Staging, upsert
from curation.footage.interchange.taxa import Taxa
from curation.footage.models import Observation, Package

__all__ = ["CHUNK", "ObservationRow", "ObservationStore", "Report", "store_observations"]

CHUNK = 20_000
TABLE = "observations"

COLUMNS = {
    "row": "bigint",
    "observation_id": "text",
    "footage_id": "bigint",
    "media_id": "text",
    "deployment": "text",
    "event_name": "text",
    "event_start": "timestamptz",
    "event_end": "timestamptz",
    "observation_type": "text",
    "taxon_id": "bigint",
    "count": "bigint",
    "sex": "text",
    "life_stage": "text",
    "behavior": "text",
    "individual_label": "text",
    "bbox": "float8[]",
    "classification_method": "text",
    "classified_by": "text",
    "classification_timestamp": "timestamptz",
    "classification_probability": "float8",
    "comments": "text",
    "extra": "jsonb",
    # Looked up.
    "found_id": "bigint",
    "named_id": "bigint",
    "deployment_id": "bigint",
    "station_id": "bigint",
    "event_id": "bigint",
    "individual_id": "bigint",
}
COPIED = tuple(COLUMNS)[:22]


def store_observations(rows: Iterable[ObservationRow], *, source: str, package: Package | None = None) -> Report:
    """Store observations and say what became of each. `source` names the input in the report.

    `package` is whose ids they are: `observation_id` is unique in it, and `media_id`, `deployment_id` and `event_id`
    are looked up in it (a monitoring client's deployments also among our own). Good rows are kept; a row that breaks
    a rule, or points to what is not there, is reported and leaves nothing behind. Runs inside the caller's transaction
    where there is one, else commits chunk by chunk. Raises nothing for bad rows.
    """
    report = Report(source, package=package.pk if package else None)
    store = ObservationStore(report, package=package)
    try:
        store.take(rows)
    finally:
        store.close()
    return report.finish()


class ObservationStore:
    """Takes observations into one package. Close it when done: it holds temporary tables."""

    def __init__(self, report: Report, *, package: Package | None, taxa: Taxa | None = None, file: str = "") -> None:
        self.report, self.package, self.file = report, package, file
        self.taxa = taxa or Taxa()
        self.counts = report.counts(TABLE)
        self.staging = Staging(TABLE, columns=COLUMNS)
        self.seen = Seen(TABLE)

    def close(self) -> None:
        self.staging.drop()
        self.seen.drop()

    def take(self, rows: Iterable[ObservationRow], *, after_chunk: Callable[[], None] | None = None) -> None:
        """Store all rows, chunk by chunk."""
        good = self._checked(rows)
        while chunk := list(islice(good, CHUNK)):
            self._store_or_split(chunk)
            if after_chunk is not None:
                after_chunk()

    def _refuse(self, error: FieldError, *, row: int, item: str = "") -> None:
        self.report.refuse(error, table=TABLE, row=row, file=self.file, item=item)

    def _checked(self, rows: Iterable[ObservationRow]) -> Iterator[tuple[ObservationRow, int | None]]:
        """Rows that keep the rules, each with its taxon."""
        for row in rows:
            self.counts.read += 1
            try:
                check(row)
                taxon = self.taxa.find(row.scientific_name) if row.scientific_name else None
                if row.scientific_name and taxon is None:
                    raise FieldError("species_unknown", field="scientificName", value=row.scientific_name)
            except FieldError as error:
                self._refuse(error, row=row.row, item=row.observation_id)
                continue
            yield row, taxon

    def _store_or_split(self, chunk: list[tuple[ObservationRow, int | None]]) -> None:
        """Store a chunk; where the database refuses it, halve it until the row is found that it refuses."""
        try:
            with transaction.atomic():
                refused, inserted, updated = self._store(chunk)
        except (DataError, IntegrityError) as error:
            if len(chunk) == 1:
                row = chunk[0][0]
                problem = FieldError("database_refused", field="", problem=str(error).partition("\n")[0])
                self._refuse(problem, row=row.row, item=row.observation_id)
                return
            middle = len(chunk) // 2
            self._store_or_split(chunk[:middle])
            self._store_or_split(chunk[middle:])
            return
        for found, row_number, item in refused:
            self._refuse(found, row=row_number, item=item)
        self.counts.inserted += inserted
        self.counts.updated += updated
        self.counts.unchanged += len(chunk) - len(refused) - inserted - updated

    def _store(
        self, chunk: list[tuple[ObservationRow, int | None]]
    ) -> tuple[list[tuple[FieldError, int, str]], int, int]:
        self.staging.fill((_copied(row, taxon=taxon) for row, taxon in chunk), into=COPIED)
        refused = [
            (FieldError("duplicate_id", field="observationID", value=item, first=first), row, item)
            for row, item, first in self.seen.duplicates(self.staging, column="observation_id")
        ]
        self._resolve()
        refused += self._without_target()
        self._events()
        inserted, updated = self._upsert()
        self._join_events()
        self._alarms()
        return refused, inserted, updated

    # --------------------------------------------------------------------------------------------------- in SQL

    def _scopes(self) -> list[str]:
        """Whose deployments are meant: the package's; a monitoring client also means our own."""
        own = f"= {int(self.package.pk)}" if self.package else "IS NULL"
        monitoring = self.package is not None and self.package.format == Package.Format.MONITORING
        return [own, "IS NULL"] if monitoring else [own]

    def _run(self, statement: str, *, same: str = "") -> list[tuple]:
        """Run SQL over the staged rows (`{staged}`) of this package (`{package}`, a number or NULL; `{same}`, it or
        what `same` says)."""
        package = str(int(self.package.pk)) if self.package else "NULL"
        same = same or self._scopes()[0]
        with connection.cursor() as cursor:
            cursor.execute(statement.format(staged=f'"{self.staging.name}"', package=package, same=same))
            return cursor.fetchall() if cursor.description else []

    def _resolve(self) -> None:
        self._run(
            "UPDATE {staged} i SET footage_id = f.id FROM curation_footage f WHERE i.footage_id IS NULL "
            "AND i.media_id <> '' AND f.package_id {same} AND f.media_id = i.media_id AND NOT (f.media_id = '')"
        )
        self._run(
            "UPDATE {staged} i SET found_id = f.id, deployment_id = f.deployment_id, station_id = f.station_id "
            "FROM curation_footage f WHERE f.id = i.footage_id"
        )
        for scope in self._scopes():
            self._run(
                "UPDATE {staged} i SET named_id = d.id, deployment_id = d.id, station_id = d.station_id "
                "FROM curation_deployment d WHERE i.deployment <> '' AND i.named_id IS NULL "
                "AND d.deployment_id = i.deployment AND d.package_id {same}",
                same=scope,
            )
        self._run(
            "UPDATE {staged} i SET individual_id = a.id FROM curation_individual a "
            "WHERE i.individual_label <> '' AND a.code = i.individual_label"
        )

    def _without_target(self) -> list[tuple[FieldError, int, str]]:
        """Take out rows that point to what is not there."""
        gone = self._run(
            "DELETE FROM {staged} WHERE (deployment <> '' AND named_id IS NULL) "
            "OR (found_id IS NULL AND (media_id <> '' OR footage_id IS NOT NULL)) "
            "RETURNING row, observation_id, deployment, named_id, media_id, footage_id"
        )
        refused = []
        for row, item, deployment, named, media, footage in sorted(gone):
            if deployment and named is None:
                error = FieldError("no_deployment", field="deploymentID", value=deployment)
            elif footage is None:
                error = FieldError("no_media", field="mediaID", value=media)
            else:
                error = FieldError("no_footage", field="footage", value=footage)
            refused.append((error, row, item))
        return refused

    def _events(self) -> None:
        """Make the events that rows name, or widen those that are there."""
        self._run(
            'INSERT INTO curation_event AS e (package_id, station_id, deployment_id, event_id, start, "end") '
            "SELECT {package}, min(i.station_id), i.deployment_id, i.event_name, min(i.event_start), max(i.event_end) "
            "FROM {staged} i WHERE i.event_name <> '' AND i.event_start IS NOT NULL AND i.event_end IS NOT NULL "
            "GROUP BY i.deployment_id, i.event_name "
            "ON CONFLICT (package_id, deployment_id, event_id) WHERE NOT (event_id = '') "
            'DO UPDATE SET start = least(e.start, excluded.start), "end" = greatest(e."end", excluded."end") '
            'WHERE excluded.start < e.start OR excluded."end" > e."end"'
        )
        self._run(
            "UPDATE {staged} i SET event_id = e.id FROM curation_event e WHERE i.event_name <> '' "
            "AND e.package_id {same} AND e.event_id = i.event_name AND NOT (e.event_id = '') "
            "AND e.deployment_id IS NOT DISTINCT FROM i.deployment_id"
        )

    def _upsert(self) -> tuple[int, int]:
        package = str(int(self.package.pk)) if self.package else "NULL::bigint"
        given = {name: f'i."{name}"' for name in (
            "observation_id", "footage_id", "event_id", "deployment_id", "event_start", "event_end",
            "observation_type", "taxon_id", "count", "sex", "life_stage", "behavior", "individual_id",
            "individual_label", "bbox", "classification_method", "classified_by", "classification_timestamp",
            "classification_probability", "comments", "extra",
        )}  # fmt: skip
        return upsert(
            Observation,
            given={"package_id": package, **given},
            source=f'"{self.staging.name}" i ORDER BY i.row',
            conflict="(package_id, observation_id) WHERE NOT (observation_id = '')",
        )

    def _join_events(self) -> None:
        """Footage takes part in the event of its observations."""
        self._run(
            "UPDATE curation_footage f SET event_id = i.event_id FROM "
            "(SELECT footage_id, min(event_id) AS event_id FROM {staged} WHERE event_id IS NOT NULL AND footage_id "
            "IS NOT NULL GROUP BY footage_id) i WHERE f.id = i.footage_id AND f.event_id IS NULL"
        )

    def _alarms(self) -> None:
        """People and vehicles keep footage out of the newsroom."""
        self._run(
            "UPDATE curation_footage f SET alarm = i.alarm FROM (SELECT footage_id, min(observation_type) AS alarm "
            "FROM {staged} WHERE footage_id IS NOT NULL AND observation_type IN ('human', 'vehicle') "
            "AND (classification_method = 'human' OR coalesce(classification_probability, 1) >= 0.5) "
            "GROUP BY footage_id) i WHERE f.id = i.footage_id AND f.alarm = ''"
        )


def _copied(row: ObservationRow, *, taxon: int | None) -> tuple[object, ...]:
    """The row as COPY takes it, in the order of COPIED."""
    return (
        row.row,
        row.observation_id,
        row.footage,
        row.media_id,
        row.deployment_id,
        row.event_id,
        row.event_start,
        row.event_end,
        row.observation_type,
        taxon,
        row.count,
        row.sex,
        row.life_stage,
        row.behavior,
        row.individual_id,
        list(row.bbox) if row.bbox is not None else None,
        row.classification_method,
        row.classified_by,
        row.classification_timestamp,
        row.classification_probability,
        row.comments,
        json.dumps(row.extra) if row.extra else "{}",
    )
