"""Checks an outgoing package against the standard, with frictionless and the standard's own schemas. No network."""

from __future__ import annotations

import copy
import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
from frictionless import Checklist, Package, system

from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.schema import TABLES, profile, table_schema

MOST_ROWS = 200_000
"""Rows of each table that are looked at: frictionless takes about a minute for these, and what it looks for does not
depend on the row's place in the file."""


def validate(folder: Path, *, metadata: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, int]:
    """Raises InterchangeError with the first thing that is wrong; returns how many rows of each table were read."""
    for error in jsonschema.Draft7Validator(_local(profile())).iter_errors(dict(metadata)):
        raise InterchangeError("invalid_export", problem=f"datapackage.json: {error.message[:300]}")
    rows = {table: _rows(folder / files[table]) for table in TABLES}
    whole = max(rows.values()) <= MOST_ROWS
    resources = []
    for table in TABLES:
        schema = copy.deepcopy(table_schema(table))
        if not whole:  # a key may stand beyond the last row that is looked at
            schema.pop("foreignKeys", None)
        resources.append({"name": table, "path": files[table], "encoding": "utf-8", "schema": schema,
                          "format": "csv", "dialect": {"csv": {"delimiter": ","}}})  # fmt: skip
    with system.use_context(trusted=True):
        package = Package.from_descriptor({"name": "export", "resources": resources}, basepath=str(folder))
        report = package.validate(Checklist(), limit_rows=MOST_ROWS)
    for problem in report.flatten(["title", "message"])[:1] if not report.valid else []:
        raise InterchangeError("invalid_export", problem=": ".join(str(part) for part in problem)[:500])
    if not report.valid:
        raise InterchangeError("invalid_export", problem="frictionless")
    return {table: min(count, MOST_ROWS) for table, count in rows.items()}


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as text:
        return sum(1 for _row in csv.reader(text)) - 1


def _local(schema: Any) -> Any:
    """The schema without references to the web: what they point to is checked by frictionless, or is GeoJSON's."""
    if isinstance(schema, dict):
        return {
            name: _local(value)
            for name, value in schema.items()
            if not (name == "$ref" and isinstance(value, str) and value.startswith("http")) and name != "$schema"
        }
    return [_local(one) for one in schema] if isinstance(schema, list) else schema
