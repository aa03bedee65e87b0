"""Rows of `media` to footage that is catalogued: known and searchable, while its file may lie elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from curation.footage.interchange.container import DRIVE
from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.rows import require_text
from curation.footage.interchange.staging import upsert
from curation.footage.interchange.store import Refusal, Store
from curation.footage.models import Footage

MEDIA_TYPE = re.compile(r"(image|video|audio)/.*")
INSIDE = re.compile(r"(?=^[^./~])(^((?!\.{2}).)*$).*", re.DOTALL)  # of the standard's schema
COLUMNS = {
    "row": "bigint",
    "media_id": "text",
    "deployment": "text",
    "captured_at": "timestamptz",
    "source_path": "text",
    "original_name": "text",
    "media_type": "text",
    "extra": "jsonb",
    # Looked up.
    "deployment_id": "bigint",
    "station_id": "bigint",
}
COPIED = tuple(COLUMNS)[:8]


class MediaRow(NamedTuple):
    """One file; `extra` holds the other columns as they came, by their names."""

    media_id: str
    deployment_id: str
    timestamp: datetime
    path: str
    media_type: str
    name: str | None = None
    extra: Mapping[str, Any] = {}
    row: int = 0


class MediaStore(Store[MediaRow]):
    """Takes media into one package. State, file and pictures of footage that is here already stay."""

    table = "media"
    staged = COLUMNS

    def prepare(self, row: MediaRow) -> MediaRow:
        if len(row.media_id) > 200:
            raise FieldError("text_too_long", field="mediaID", length=len(row.media_id), limit=200)
        if len(row.media_type) > 60:
            raise FieldError("text_too_long", field="fileMediatype", length=len(row.media_type), limit=60)
        if not MEDIA_TYPE.fullmatch(row.media_type):
            raise FieldError("not_a_media_type", field="fileMediatype", value=row.media_type)
        if not INSIDE.fullmatch(row.path) or DRIVE.match(row.path) or "\\" in row.path:
            raise FieldError("path_outside", field="filePath", value=row.path)
        for field, text in (("mediaID", row.media_id), ("filePath", row.path), ("fileName", row.name or "")):
            if not text.isascii() or "\0" in text:
                require_text(text, field=field)
        return row

    def locate(self, prepared: MediaRow) -> tuple[int, str]:
        return prepared.row, prepared.media_id

    def write(self, chunk: list[MediaRow]) -> tuple[list[Refusal], int, int]:
        self.staging.fill(map(_copied, chunk), into=COPIED)
        refused = self.duplicates(column="media_id", field="mediaID")
        self.run(
            "UPDATE {staged} i SET deployment_id = d.id, station_id = d.station_id FROM curation_deployment d "
            "WHERE d.package_id {same} AND d.deployment_id = i.deployment"
        )
        gone = self.run("DELETE FROM {staged} WHERE deployment_id IS NULL RETURNING row, media_id, deployment")
        refused += [
            Refusal(row, FieldError("no_deployment", field="deploymentID", value=deployment), item)
            for row, item, deployment in sorted(gone)
        ]
        looked_up = ("media_id", "captured_at", "source_path", "original_name", "media_type", "extra",
                     "deployment_id", "station_id")  # fmt: skip
        inserted, updated = upsert(
            Footage,
            given={
                "package_id": str(int(self.package.pk)) if self.package else "NULL::bigint",
                "state": "'catalogued'",
                "captured_source": "'package'",
                **{name: f"i.{name}" for name in looked_up},
            },
            source=f'"{self.staging.name}" i ORDER BY i.row',
            conflict="(package_id, media_id) WHERE NOT (media_id = '')",
            keep=("state",),
        )
        if inserted or updated:
            self._due()
        return refused, inserted, updated

    def _due(self) -> None:
        """Have the events of these times formed, once the import is over."""
        self.run(
            'INSERT INTO curation_eventdue (station_id, start, "end") '
            "SELECT i.station_id, min(i.captured_at), max(i.captured_at) FROM {staged} i "
            "WHERE i.station_id IS NOT NULL GROUP BY i.station_id, date_trunc('hour', i.captured_at)"
        )


def _copied(row: MediaRow) -> tuple[object, ...]:
    extra = dict(row.extra)
    name = row.name
    if name is None:
        extra["fileName"] = None
        name = row.path.rpartition("/")[2] or row.path
    return (row.row, row.media_id, row.deployment_id, row.timestamp, row.path, name, row.media_type, json.dumps(extra))
