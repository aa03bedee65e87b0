"""The table schemas and the profile of Camtrap DP 1.0.2, as the project ships them (`schemas/`)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).resolve().parent / "schemas"
VERSION = "1.0.2"
READABLE = ("1.0", "1.0.1", "1.0.2")
TABLES = ("deployments", "media", "observations")
ADDRESS = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2/"
PROFILE = f"{ADDRESS}camtrap-dp-profile.json"
MISSING = frozenset({"", "NA", "NaN", "nan"})
FORMAT = "%Y-%m-%dT%H:%M:%S%z"


@cache
def table_schema(table: str) -> dict[str, Any]:
    """The Frictionless Table Schema of a table. Do not change what it returns."""
    return json.loads((SCHEMAS / f"{table}-table-schema.json").read_text("utf-8"))


@cache
def profile() -> dict[str, Any]:
    """The JSON schema of the descriptor. Do not change what it returns."""
    return json.loads((SCHEMAS / "camtrap-dp-profile.json").read_text("utf-8"))


@cache
def columns(table: str) -> tuple[str, ...]:
    """Names of a table's columns, in the standard's order."""
    return tuple(field["name"] for field in table_schema(table)["fields"])


@cache
def required(table: str) -> frozenset[str]:
    """Columns that must have a value in every row."""
    return frozenset(
        field["name"] for field in table_schema(table)["fields"] if field.get("constraints", {}).get("required")
    )


@cache
def rules(table: str) -> dict[str, dict[str, Any]]:
    """Type and constraints of each column: `{"count": {"type": "integer", "minimum": 1}, ...}`."""
    return {
        field["name"]: {"type": field["type"], **field.get("constraints", {})}
        for field in table_schema(table)["fields"]
    }
