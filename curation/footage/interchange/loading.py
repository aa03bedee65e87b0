"""Stores observations in bulk: checked one by one, written by thousands, never half a row.

A chunk is one transaction. Its rows are copied into a temporary table; what they point to (media, deployment, event,
taxon) is looked up by joins; rows that point nowhere are taken out and reported; the rest goes in with one
`INSERT ... ON CONFLICT`. The same ids again change what differs and double nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection

from curation.footage.alarms.raising import raise_for
from curation.footage.events.windows import HELD
from curation.footage.interchange.desk import IS_EDITORIAL
from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.report import Report
from curation.footage.interchange.rows import ObservationRow, check
from curation.footage.interchange.staging import Staging, upsert
from curation.footage.interchange.store import CHUNK, Refusal, Store
from curation.footage.interchange.taxa import Taxa
from curation.footage.models import Observation, Package

__all__ = ["CHUNK", "ObservationRow", "ObservationStore", "Report", "store_observations"]

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
    "asked_id": "bigint",
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


class ObservationStore(Store[ObservationRow]):
    """Takes observations into one package."""

    table = "observations"
    staged = COLUMNS

    def __init__(self, report: Report, *, package: Package | None, taxa: Taxa | None = None, file: str = "") -> None:
        super().__init__(report, package=package, file=file)
        self.taxa = taxa or Taxa()
        self.monitoring = package is not None and package.format == Package.Format.MONITORING
        self.resolved = Staging("resolved", columns=COLUMNS | {"package": "bigint"})
        self.tables["resolved"] = f'"{self.resolved.name}"'

    def close(self) -> None:
        super().close()
        if not connection.needs_rollback:
            self.resolved.drop()

    def prepare(self, row: ObservationRow) -> tuple[ObservationRow, int | None]:
        """The row with the key of its taxon."""
        check(row)
        taxon = self.taxa.find(row.scientific_name) if row.scientific_name else None
        if row.scientific_name and taxon is None:
            raise FieldError("species_unknown", field="scientificName", value=row.scientific_name)
        return row, taxon

    def locate(self, prepared: tuple[ObservationRow, int | None]) -> tuple[int, str]:
        return prepared[0].row, prepared[0].observation_id

    def write(self, chunk: list[tuple[ObservationRow, int | None]]) -> tuple[list[Refusal], int, int]:
        self.staging.fill((_copied(row, taxon=taxon) for row, taxon in chunk), into=COPIED)
        refused = self.duplicates(column="observation_id", field="observationID")
        self._resolve()
        refused += self._without_target()
        self._events()
        inserted, updated = self._upsert()
        self._join_events()
        self._alarms()
        return refused, inserted, updated

    def _resolve(self) -> None:
        """Copy the staged rows to `resolved`, with the keys of what they point to."""
        # A monitoring client's own deployments, else ours.
        owner = "(d.package_id {same} OR d.package_id IS NULL)" if self.monitoring else "d.package_id {same}"
        copied = [f'"{name}"' for name in COPIED if name != "footage_id"]
        found = {
            "asked_id": "i.footage_id",
            "footage_id": "coalesce(g.id, f.id)",
            "named_id": "d.id",
            "deployment_id": "coalesce(d.id, g.deployment_id, f.deployment_id)",
            "station_id": "coalesce(d.station_id, g.station_id, f.station_id)",
            "individual_id": "a.id",
            "package": "i.package",
            **{name: f"i.{name}" for name in copied},
        }
        self.run("TRUNCATE {resolved}")
        self.run(
            f"INSERT INTO {{resolved}} ({', '.join(found)}) SELECT {', '.join(found.values())} FROM {{staged}} i "  # noqa: S608
            "LEFT JOIN LATERAL (SELECT f.id, f.deployment_id, f.station_id FROM curation_footage f "
            "WHERE i.footage_id IS NULL AND i.media_id <> '' AND f.package_id {same} "
            "AND f.media_id = i.media_id AND NOT (f.media_id = '') LIMIT 1) f ON true "
            "LEFT JOIN curation_footage g ON g.id = i.footage_id "
            "LEFT JOIN LATERAL (SELECT d.id, d.station_id FROM curation_deployment d WHERE i.deployment <> '' "
            f"AND d.deployment_id = i.deployment AND {owner} ORDER BY d.package_id NULLS LAST LIMIT 1) d ON true "
            "LEFT JOIN curation_individual a ON i.individual_label <> '' AND a.code = i.individual_label"
        )
        self.run("ANALYZE {resolved}")

    def _without_target(self) -> list[Refusal]:
        """Take out rows that point to what is not there."""
        gone = self.run(
            "DELETE FROM {resolved} WHERE (deployment <> '' AND named_id IS NULL) "
            "OR (footage_id IS NULL AND (media_id <> '' OR asked_id IS NOT NULL)) "
            "RETURNING row, observation_id, deployment, named_id, media_id, asked_id"
        )
        refused = []
        for row, item, deployment, named, media, footage in sorted(gone):
            if deployment and named is None:
                error = FieldError("no_deployment", field="deploymentID", value=deployment)
            elif footage is None:
                error = FieldError("no_media", field="mediaID", value=media)
            else:
                error = FieldError("no_footage", field="footage", value=footage)
            refused.append(Refusal(row, error, item))
        return refused

    def _events(self) -> None:
        """Make the events that rows name, or widen those that are there."""
        self.run(
            'INSERT INTO curation_event AS e (package_id, station_id, deployment_id, event_id, start, "end") '
            "SELECT {package}, min(i.station_id), i.deployment_id, i.event_name, min(i.event_start), max(i.event_end) "
            "FROM {resolved} i WHERE i.event_name <> '' AND i.event_start IS NOT NULL AND i.event_end IS NOT NULL "
            "GROUP BY i.deployment_id, i.event_name "
            "ON CONFLICT (package_id, deployment_id, event_id) WHERE NOT (event_id = '') "
            'DO UPDATE SET start = least(e.start, excluded.start), "end" = greatest(e."end", excluded."end") '
            'WHERE excluded.start < e.start OR excluded."end" > e."end"'
        )
        named = (
            "UPDATE {resolved} i SET event_id = e.id FROM curation_event e WHERE i.event_name <> '' "
            "AND e.package_id {same} AND e.event_id = i.event_name AND NOT (e.event_id = '') AND "
        )
        self.run(named + "e.deployment_id = i.deployment_id")
        self.run(named + "i.deployment_id IS NULL AND e.deployment_id IS NULL")

    def _upsert(self) -> tuple[int, int]:
        given = {name: f'i."{name}"' for name in (
            "observation_id", "footage_id", "event_id", "deployment_id", "event_start", "event_end",
            "observation_type", "taxon_id", "count", "sex", "life_stage", "behavior", "individual_id",
            "individual_label", "bbox", "classification_method", "classified_by", "classification_timestamp",
            "classification_probability", "comments", "extra",
        )}  # fmt: skip
        given["editorial"] = "false" if self.monitoring else IS_EDITORIAL
        return upsert(
            Observation,
            given={"package_id": str(int(self.package.pk)) if self.package else "NULL::bigint", **given},
            source=f'"{self.resolved.name}" i ORDER BY i.row',
            conflict="(package_id, observation_id) WHERE NOT (observation_id = '')",
            keep=("editorial",),
        )

    def _join_events(self) -> None:
        """Footage takes part in the event of its observations, unless its own keeps its pieces; what is left is due."""
        named = (
            "(SELECT footage_id, min(event_id) AS event_id FROM {resolved} WHERE event_id IS NOT NULL AND footage_id "
            "IS NOT NULL GROUP BY footage_id) i"
        )
        self.run(
            'INSERT INTO curation_eventdue (station_id, start, "end") SELECT DISTINCT e.station_id, e.start, e."end" '  # noqa: S608
            f"FROM {named} JOIN curation_footage f ON f.id = i.footage_id JOIN curation_event e ON e.id = f.event_id "
            f"WHERE e.station_id IS NOT NULL AND NOT {HELD}"
        )
        self.run(
            f"UPDATE curation_footage f SET event_id = i.event_id FROM {named} WHERE f.id = i.footage_id "  # noqa: S608
            f"AND NOT EXISTS (SELECT 1 FROM curation_event e WHERE e.id = f.event_id AND {HELD})"
        )

    def _alarms(self) -> None:
        """People, vehicles, fire and smoke keep footage out of the newsroom."""
        told = self.run(
            "SELECT footage_id FROM {resolved} WHERE footage_id IS NOT NULL "
            "AND (observation_type IN ('human', 'vehicle') OR extra ? 'observationTags') "
            "UNION SELECT f.id FROM (SELECT DISTINCT event_id AS id FROM {resolved} WHERE event_id IS NOT NULL) e "
            "JOIN curation_footage f ON f.event_id = e.id WHERE EXISTS (SELECT FROM curation_observation o "
            "WHERE o.event_id = e.id AND coalesce(o.footage_id, 0) = 0 AND o.observation_type IN ('human', 'vehicle'))"
        )
        if told:
            raise_for([footage for (footage,) in told])


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
