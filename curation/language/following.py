"""The translation memory of each pair of languages, held by each process and brought up to the database at each look.

The position is a PostgreSQL snapshot, as in `curation.footage.finding.changes`: what this snapshot did not see is still
to be read, in whatever order transactions commit. Reading a row twice does no harm.
"""

from __future__ import annotations

from threading import Lock

from django.db import connection

from curation.translation.memory import Index, Unit

# A snapshot takes what its own transaction has written for seen; that may go on writing.
_HERE = "SELECT pg_current_snapshot()::text, coalesce(pg_current_xact_id_if_assigned(), '0')::text"
_ALL = (
    "SELECT id, source, target, origin, false FROM curation_memoryunit"
    " WHERE source_language = %(source)s AND target_language = %(target)s AND removed_at IS NULL"
    " ORDER BY updated_at, id"
)
_NEW = (
    "SELECT id, source, target, origin, removed_at IS NOT NULL FROM curation_memoryunit"
    " WHERE source_language = %(source)s AND target_language = %(target)s"
    " AND xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)"
    " AND (xid = %(own)s::xid8 OR NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot))"
    " ORDER BY updated_at, id"
)


class _Followed:
    """One pair of languages."""

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target
        self.index = Index()
        self.seen, self.own = "", ""
        self.lock = Lock()

    def look(self) -> Index:
        with self.lock, connection.cursor() as cursor:
            cursor.execute(_HERE)  # before the rows: what commits in between is read again, never missed
            here, own = cursor.fetchone()
            asked = {"source": self.source, "target": self.target, "seen": self.seen, "own": self.own}
            cursor.execute(_NEW if self.seen else _ALL, asked)
            rows = cursor.fetchall()
            gone = [key for key, _source, _target, _origin, removed in rows if removed]
            if gone:
                self.index.remove(gone)
            fresh = [
                Unit(
                    id=key,
                    source_language=self.source,
                    target_language=self.target,
                    source=source,
                    target=target,
                    origin=origin,
                )
                for key, source, target, origin, removed in rows
                if not removed
            ]
            if fresh:
                self.index.add(fresh)
            self.seen, self.own = here, own
        return self.index


_followed: dict[tuple[str, str, str], _Followed] = {}
_lock = Lock()


def index(source: str, target: str) -> Index:
    """The memory of a pair of languages as the database has it now."""
    with _lock:
        # By database too: a test's rows are another's.
        key = (str(connection.settings_dict["NAME"]), source, target)
        followed = _followed.setdefault(key, _Followed(source, target))
    return followed.look()


def forget() -> None:
    """Drop what is held; the next look reads everything."""
    with _lock:
        _followed.clear()
