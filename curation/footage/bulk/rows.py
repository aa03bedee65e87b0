"""Statements on whole sets of rows: insert with a model's defaults, keep what was before, bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from curation.footage.models import BulkBefore, CollectionItem, Footage, Observation

TABLES: dict[str, type[models.Model]] = {"observation": Observation, "item": CollectionItem, "footage": Footage}


def run(statement: str, parameters: Mapping[str, Any]) -> int:
    """Carry a statement out; returns the number of its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)  # type: ignore[arg-type]
        return cursor.rowcount


def insert(model: type[models.Model], given: Mapping[str, str], source: str, parameters: Mapping[str, Any]) -> int:
    """INSERT ... SELECT: `given` maps columns to SQL; all others get their model's or the database's default.

    `source` follows SELECT's list (FROM ...). Rows that are there already by a unique constraint are left out.
    """
    columns, values = [], []
    more: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if column not in given and (field.primary_key or field.db_default is not models.NOT_PROVIDED):
            continue  # the database gives it
        columns.append(connection.ops.quote_name(column))
        if column in given:
            values.append(given[column])
            continue
        default = field.get_default()
        more[f"_{column}"] = Jsonb(default) if isinstance(field, models.JSONField) else default
        values.append(f"%(_{column})s::{field.db_type(connection)}")
    statement = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)} {source} "
        "ON CONFLICT DO NOTHING"
    )
    return run(statement, {**parameters, **more})


def keep(table: str, where: str, parameters: Mapping[str, Any]) -> int:
    """Store the rows of a table (named t in `where`) as they are, for the undo. `parameters` has `edit`."""
    return run(
        f'INSERT INTO {BulkBefore._meta.db_table} (edit_id, "table", row) '  # noqa: S608
        f"SELECT %(edit)s, '{table}', to_jsonb(t) FROM {TABLES[table]._meta.db_table} t WHERE {where}",
        parameters,
    )


def take_away(table: str, where: str, parameters: Mapping[str, Any]) -> int:
    """Remove rows of a table (named t in `where`), each kept for the undo."""
    return run(
        f"WITH gone AS (DELETE FROM {TABLES[table]._meta.db_table} t WHERE {where} RETURNING t.*) "  # noqa: S608
        f'INSERT INTO {BulkBefore._meta.db_table} (edit_id, "table", row) '
        f"SELECT %(edit)s, '{table}', to_jsonb(gone) FROM gone",
        parameters,
    )


def drop(table: str, *, edit: int, most: int) -> int:
    """Remove up to `most` rows that an edit wrote into a table."""
    name = TABLES[table]._meta.db_table
    return run(
        f"DELETE FROM {name} WHERE id IN (SELECT id FROM {name} WHERE bulk_id = %(edit)s LIMIT %(most)s)",  # noqa: S608
        {"edit": edit, "most": most},
    )


def bring_back(table: str, *, edit: int, most: int) -> int:
    """Put up to `most` kept rows back as they were; returns how many were dealt with.

    Left out are rows whose footage is gone meanwhile, whose place somebody has taken, or that came from an edit which
    is undone by now. What they pointed to and is gone is not pointed to any more.
    """
    model = TABLES[table]
    columns, values, joins = [], [], []
    for field in model._meta.concrete_fields:
        column = connection.ops.quote_name(str(field.column))
        columns.append(column)
        values.append(f"r.{column}")
        if field.is_relation and field.null:
            other = field.related_model._meta.db_table  # type: ignore[union-attr]
            alias = f"j_{field.column}"
            joins.append(f"LEFT JOIN {other} {alias} ON {alias}.id = r.{column}")
            values[-1] = f"{alias}.id"
    required = [field for field in model._meta.concrete_fields if field.is_relation and not field.null]
    there = [
        f"EXISTS (SELECT 1 FROM {field.related_model._meta.db_table} WHERE id = r.{field.column})"  # type: ignore[union-attr]  # noqa: S608
        for field in required
    ]
    if table == "observation":
        there.append("(j_footage_id.id IS NOT NULL OR j_event_id.id IS NOT NULL)")
    return run(
        f"""
        WITH kept AS (
            DELETE FROM {BulkBefore._meta.db_table} WHERE id IN (
                SELECT id FROM {BulkBefore._meta.db_table} WHERE edit_id = %(edit)s AND "table" = %(table)s
                LIMIT %(most)s
            ) RETURNING row
        ), back AS (
            INSERT INTO {model._meta.db_table} ({", ".join(columns)})
            SELECT {", ".join(values)} FROM kept
            CROSS JOIN LATERAL jsonb_populate_record(NULL::{model._meta.db_table}, kept.row) r {" ".join(joins)}
            WHERE {" AND ".join(["TRUE", *there])}
              AND NOT EXISTS (
                SELECT 1 FROM curation_bulkedit e WHERE e.id = r.bulk_id AND e.state IN ('undone', 'undoing')
              )
            ON CONFLICT DO NOTHING
        ) SELECT 1 FROM kept
        """,  # noqa: S608
        {"edit": edit, "table": table, "most": most},
    )
