"""A temporary table that rows are copied into before SQL takes all of them over at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Model
from django.utils import timezone
from psycopg.types.json import Jsonb

_numbers = itertools.count(1)
_WIDEST = timedelta(hours=16)


def _held(moment: datetime) -> datetime:
    """The same moment at an offset that PostgreSQL reads: it knows none of 16 hours or more."""
    offset = moment.utcoffset()
    if offset is None or abs(offset) < _WIDEST:
        return moment
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # within a day of the first or the last year that there is
        return moment.replace(tzinfo=UTC)


class Staging:
    """A temporary table of this session. `columns` maps names to SQL types; `row` is the row's number in its file."""

    def __init__(self, kind: str, *, columns: dict[str, str]) -> None:
        self.name = f"staged_{kind}_{next(_numbers)}"
        self.columns = columns
        with connection.cursor() as cursor:
            listed = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
            cursor.execute(f'CREATE TEMP TABLE "{self.name}" ({listed})')

    def fill(self, rows: Iterable[Sequence[Any]], *, into: Sequence[str]) -> None:
        """Replace what is in the table. `into` names the columns of each row's values."""
        listed = ", ".join(f'"{name}"' for name in into)
        with connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{self.name}"')
            with cursor.copy(f'COPY "{self.name}" ({listed}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row([_held(value) if type(value) is datetime else value for value in row])
            # Nobody else analyses a temporary table, and without that its joins are planned for a handful of rows.
            cursor.execute(f'ANALYZE "{self.name}"')

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{self.name}"')


class Seen:
    """Ids that this import has met, in a temporary table, so that millions of them take no memory."""

    def __init__(self, kind: str) -> None:
        self.name = f"seen_{kind}_{next(_numbers)}"
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMP TABLE "{self.name}" (id text PRIMARY KEY, row bigint NOT NULL)')

    def duplicates(self, staging: Staging, *, column: str) -> list[tuple[int, str, int]]:
        """Note the staged ids; take rows out of the staging whose id was there before.

        Returns (row, id, row of the first) of those.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{self.name}" SELECT DISTINCT ON ("{column}") "{column}", row FROM "{staging.name}" '  # noqa: S608
                f'WHERE "{column}" <> \'\' ORDER BY "{column}", row ON CONFLICT DO NOTHING'
            )
            cursor.execute(
                f'DELETE FROM "{staging.name}" i USING "{self.name}" s '  # noqa: S608
                f'WHERE s.id = i."{column}" AND s.row <> i.row RETURNING i.row, s.id, s.row'
            )
            return sorted(cursor.fetchall())

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{self.name}"')


def upsert(
    model: type[Model],
    *,
    given: dict[str, str],
    source: str,
    conflict: str,
    keep: Iterable[str] = (),
    params: Sequence[Any] = (),
) -> tuple[int, int]:
    """Insert rows, or change those that are there and differ; returns how many were inserted and how many changed.

    `given` maps column names to SQL expressions over `source` (what follows FROM); all other columns get the model's
    defaults. `conflict` is what follows ON CONFLICT; columns in `keep` are only written with new rows.
    """
    table = model._meta.db_table
    others = {
        field.column: field
        for field in model._meta.concrete_fields
        if field.column not in given and not field.primary_key and field.db_default is NOT_PROVIDED
    }
    columns = [*given, *others]
    values = [*given.values(), *(["%s"] * len(others))]
    changing = [name for name in given if name not in {*keep, "package_id"} and name not in conflict]
    current = ", ".join(f't."{name}"' for name in changing)
    coming = ", ".join(f'excluded."{name}"' for name in changing)
    setting = ", ".join(f'"{name}" = excluded."{name}"' for name in changing)
    action = f"DO UPDATE SET {setting} WHERE ({current}) IS DISTINCT FROM ({coming})" if changing else "DO NOTHING"
    listed = ", ".join(f'"{name}"' for name in columns)
    statement = (
        f'WITH done AS (INSERT INTO "{table}" AS t ({listed}) SELECT {", ".join(values)} FROM {source} '  # noqa: S608
        f"ON CONFLICT {conflict} {action} "
        "RETURNING (t.xmax = 0) AS fresh) "
        "SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh) FROM done"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(_default(field) for field in others.values()), *params])
        inserted, changed = cursor.fetchone() or (0, 0)
    return inserted, changed


def _default(field: Any) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    value = field.get_default()
    if isinstance(value, dict):
        return Jsonb(value)
    return field.get_db_prep_save(value, connection)
