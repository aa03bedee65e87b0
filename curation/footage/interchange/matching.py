"""Which footage a machine means by a path: the footage whose own path has most of its end in common."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from django.db import connection

from curation.footage.interchange.staging import Staging, upsert
from curation.footage.models import Footage, Package

DEEPEST = 4  # folders above the file that are compared, before only its name is
LONGEST_ID = 200
COLUMNS = {
    "row": "bigint",
    "path": "text",
    "base": "text",
    "stem": "text",
    "parts": "text[]",
    "footage_id": "bigint",
    "candidates": "bigint",
}


def plain(path: str) -> str:
    """A path with forward slashes and without a leading one or a drive's colon."""
    return path.replace("\\", "/").lstrip("/")


class PathMatch:
    """The paths of one result file, in a temporary table, and the footage each of them means."""

    def __init__(self) -> None:
        self.staging = Staging("paths", columns=COLUMNS)
        self.name = f'"{self.staging.name}"'

    def fill(self, paths: Iterable[tuple[int, str]]) -> None:
        """(number of the entry, path)"""
        rows = ((row, plain(path), PurePosixPath(plain(path))) for row, path in paths)
        self.staging.fill(
            ((row, path, pure.name, pure.stem, path.split("/")) for row, path, pure in rows),
            into=("row", "path", "base", "stem", "parts"),
        )

    def find(self) -> None:
        """Look for the footage of each path: by its whole path or its id first, then by ever less of its end."""
        with connection.cursor() as cursor:
            for column, theirs in (("source_path", "path"), ("media_id", "path"), ("media_id", "stem")):
                cursor.execute(
                    f"UPDATE {self.name} n SET footage_id = g.id, candidates = g.count FROM (SELECT f.{column} AS key, "  # noqa: S608
                    f"min(f.id) AS id, count(*) AS count FROM curation_footage f JOIN (SELECT DISTINCT {theirs} AS key "
                    f"FROM {self.name} WHERE candidates IS NULL) w ON ltrim(f.{column}, '/') = w.key "
                    f"WHERE f.{column} <> '' GROUP BY 1) g "
                    f"WHERE n.candidates IS NULL AND ltrim(g.key, '/') = n.{theirs}"
                )
            self._by_ends(cursor)

    def _by_ends(self, cursor: object) -> None:
        run = cursor.execute  # type: ignore[attr-defined]
        ends = f'"{self.staging.name}_ends"'
        run(
            f"CREATE TEMP TABLE {ends} AS WITH bases AS (SELECT DISTINCT base FROM {self.name} "  # noqa: S608
            "WHERE candidates IS NULL AND base <> '') "
            "SELECT f.id, string_to_array(CASE WHEN f.folder = '' THEN f.original_name "
            "ELSE f.folder || '/' || f.original_name END, '/') AS parts "
            "FROM curation_footage f JOIN bases b ON b.base = f.original_name "
            "UNION SELECT f.id, string_to_array(ltrim(f.source_path, '/'), '/') FROM curation_footage f "
            "JOIN bases b ON b.base = substring(f.source_path from '[^/]+$') WHERE f.source_path <> ''"
        )
        run(f"ANALYZE {ends}")
        for depth in range(DEEPEST + 1, 0, -1):
            run(
                f"UPDATE {self.name} n SET footage_id = g.id, candidates = g.count FROM "  # noqa: S608
                f"(SELECT {_end('parts', depth)} AS key, min(id) AS id, count(DISTINCT id) AS count FROM {ends} "
                f"GROUP BY 1) g WHERE n.candidates IS NULL AND g.key = {_end('n.parts', depth)}"
            )
        run(f"DROP TABLE {ends}")

    def create(self, package: Package) -> int:
        """Make catalogued footage for the paths that nothing was found for; returns how many."""
        key = f"CASE WHEN length(n.path) <= {LONGEST_ID} THEN n.path ELSE md5(n.path) END"
        made, _changed = upsert(
            Footage,
            given={
                "package_id": str(int(package.pk)),
                "media_id": "n.key",
                "source_path": "n.path",
                "original_name": "n.base",
                "state": "'catalogued'",
            },
            source=f"(SELECT DISTINCT ON (n.path) n.path, n.base, {key} AS key FROM {self.name} n "  # noqa: S608
            "WHERE n.candidates IS NULL AND n.base <> '' ORDER BY n.path, n.row) n",
            conflict="(package_id, media_id) WHERE NOT (media_id = '')",
            keep=("state", "original_name", "source_path"),
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {self.name} n SET footage_id = f.id, candidates = 1 FROM curation_footage f "  # noqa: S608
                f"WHERE n.candidates IS NULL AND f.package_id = %s AND f.media_id = {key}",
                [package.pk],
            )
        return made

    def chosen(self, *, first: int, last: int) -> dict[int, tuple[int | None, int, int]]:
        """Entry numbers to (key of the footage, how many pieces are called so, first entry that means this footage)."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT n.row, n.footage_id, coalesce(n.candidates, 0), (SELECT min(o.row) FROM {self.name} o "  # noqa: S608
                f"WHERE o.footage_id = n.footage_id AND o.candidates = 1) FROM {self.name} n "
                "WHERE n.row BETWEEN %s AND %s",
                [first, last],
            )
            return {row: (footage, count, begun or row) for row, footage, count, begun in cursor.fetchall()}

    def index(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE INDEX ON {self.name} (row)")
            cursor.execute(f"CREATE INDEX ON {self.name} (footage_id)")

    def close(self) -> None:
        if not connection.needs_rollback:
            self.staging.drop()


def _end(parts: str, depth: int) -> str:
    """SQL: the last `depth` parts of a path."""
    return f"array_to_string({parts}[greatest(1, cardinality({parts}) - {depth - 1}) : cardinality({parts})], '/')"
