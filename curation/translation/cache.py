"""Suggestions kept on disk by the hash of what was asked, for several processes at once.

One SQLite file in a folder of the caller's. Losing it costs time and nothing else: a file that is damaged, full or
locked too long is passed by (or begun anew), and never stops a translation.
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from curation.translation.engine import Capabilities, Suggestion

Result = TypeVar("Result")

MOST = 200_000
"""Answers kept; the longest unused go first. About 100 MB of captions."""

RULES = 1
"""Raise when batching, judging or framing change what an engine answers."""

PATIENCE = 2.0
"""Seconds to wait for another process that writes."""

_ASKED_AT_ONCE = 500
_TRIMMED = 0.9


def key(text: str, *, capabilities: Capabilities, source: str, target: str, count: int) -> bytes:
    """The content hash of a question to an engine."""
    asked = [RULES, capabilities.engine, capabilities.model, capabilities.fingerprint, source, target, count, text]
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=20).digest()


class SuggestionCache:
    """Get and put lists of suggestions by key. Safe between threads and processes; holds no open file."""

    def __init__(self, folder: Path, *, most: int = MOST) -> None:
        self._path = folder / "suggestions.sqlite3"
        self._most = most

    def get(self, keys: Sequence[bytes]) -> dict[bytes, list[Suggestion]]:
        """What is known of these keys."""

        def read(rows: sqlite3.Connection) -> dict[bytes, list[Suggestion]]:
            found: dict[bytes, list[Suggestion]] = {}
            for at in range(0, len(keys), _ASKED_AT_ONCE):
                some = list(keys[at : at + _ASKED_AT_ONCE])
                marks = ",".join("?" * len(some))
                query = f"SELECT hash, answer FROM answers WHERE hash IN ({marks})"  # noqa: S608 - question marks only
                found |= {bytes(each): _read(answer) for each, answer in rows.execute(query, some)}
            now = time.time()
            rows.executemany("UPDATE answers SET used = ? WHERE hash = ?", [(now, each) for each in found])
            return {each: suggestions for each, suggestions in found.items() if suggestions}

        return (self._done(read) or {}) if keys and self._path.is_file() else {}

    def put(self, answers: Mapping[bytes, Sequence[Suggestion]]) -> None:
        """Keep these; forget the longest unused beyond the limit."""
        now = time.time()
        fresh = [(each, json.dumps([asdict(one) for one in said]), now) for each, said in answers.items()]

        def write(rows: sqlite3.Connection) -> None:
            rows.executemany("INSERT OR REPLACE INTO answers (hash, answer, used) VALUES (?, ?, ?)", fresh)
            (total,) = rows.execute("SELECT count(*) FROM answers").fetchone()
            if total > self._most:
                spare = total - int(self._most * _TRIMMED)
                rows.execute(
                    "DELETE FROM answers WHERE hash IN (SELECT hash FROM answers ORDER BY used LIMIT ?)", (spare,)
                )

        if fresh:
            self._done(write)

    def _done(self, work: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """Work in one transaction. A damaged file is removed, and the caller goes on without."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=PATIENCE)) as connection, connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers (hash BLOB PRIMARY KEY, answer TEXT, used REAL) WITHOUT ROWID"
                )
                connection.execute("CREATE INDEX IF NOT EXISTS answers_used ON answers (used)")
                return work(connection)
        except (sqlite3.OperationalError, OSError):
            return None  # locked, full or read-only: as good as empty
        except sqlite3.DatabaseError:
            for path in (self._path, *(self._path.with_name(self._path.name + end) for end in ("-wal", "-shm"))):
                path.unlink(missing_ok=True)
            return None


def _read(answer: str) -> list[Suggestion]:
    try:
        return [Suggestion(**one) for one in json.loads(answer)]
    except (ValueError, TypeError):
        return []
