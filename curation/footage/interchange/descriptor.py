"""datapackage.json: what a package says about itself and where its tables lie."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from blake3 import blake3

from curation.footage.interchange.container import DESCRIPTOR, Container, is_within
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.schema import READABLE, TABLES

LARGEST = 64 << 20  # bytes
PROFILE = re.compile(r"camtrap-dp/(?:refs/tags/)?v?(?P<version>[0-9.]+)/camtrap-dp-profile\.json$")
REQUIRED = ("profile", "created", "contributors", "project", "spatial", "temporal", "taxonomic")


@dataclass(frozen=True)
class TableSource:
    """Where a table lies: one file, or several that follow each other, of which only the first has a header."""

    paths: tuple[str, ...]
    encoding: str
    delimiter: str
    quote: str


@dataclass(frozen=True)
class Descriptor:
    """A package's own words. `metadata` is the whole of datapackage.json."""

    metadata: Mapping[str, Any]
    tables: Mapping[str, TableSource]
    identifier: str
    name: str


def read_descriptor(container: Container) -> Descriptor:
    """Read and check datapackage.json. Raises InterchangeError."""
    if not container.has(DESCRIPTOR):
        raise InterchangeError("no_descriptor")
    with container.open(DESCRIPTOR) as stream:
        content = b""
        while block := stream.read(1 << 20):  # reading it in one would set aside all that it might be
            content += block
            if len(content) > LARGEST:
                raise InterchangeError("too_big", file=DESCRIPTOR, limit=f"{LARGEST >> 20} MiB")
    metadata = _parsed(content)
    _check_profile(metadata)
    lacking = [name for name in REQUIRED if name not in metadata]
    if lacking:
        raise InterchangeError("incomplete_metadata", fields=", ".join(lacking))
    identifier = metadata.get("id")
    if not isinstance(identifier, str) or not 0 < len(identifier) <= 200:
        identifier = blake3(content).hexdigest()
    name = metadata.get("name")
    name = name if isinstance(name, str) and name.strip() else container.name
    return Descriptor(metadata, _tables(metadata), identifier, name.strip()[:200] or identifier[:12])


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        metadata = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InterchangeError("not_json", file=DESCRIPTOR, problem=error) from error
    if not isinstance(metadata, dict):
        raise InterchangeError("not_json", file=DESCRIPTOR, problem=type(metadata).__name__)
    if b"\\u0000" in content:
        raise InterchangeError("not_json", file=DESCRIPTOR, problem="\\u0000")
    return metadata


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _check_profile(metadata: Mapping[str, Any]) -> None:
    profile = metadata.get("profile")
    found = PROFILE.search(profile) if isinstance(profile, str) else None
    if found is None or found["version"] not in READABLE:
        raise InterchangeError("wrong_profile", profile=str(profile)[:200])


def _tables(metadata: Mapping[str, Any]) -> dict[str, TableSource]:
    resources = metadata.get("resources")
    named: dict[Any, Any] = {}
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict):
            named.setdefault(resource.get("name"), resource)
    tables = {}
    for table in TABLES:
        if table not in named or not named[table].get("path"):
            raise InterchangeError("no_table", table=table)
        tables[table] = _source(named[table])
    return tables


def _source(resource: Mapping[str, Any]) -> TableSource:
    path = resource["path"]
    paths = tuple(str(part) for part in path) if isinstance(path, list) else (str(path),)
    for one in paths:
        if urlsplit(one).scheme in {"http", "https", "ftp", "file", "s3"}:
            raise InterchangeError("resource_remote", file=one)
        if not is_within(one):
            raise InterchangeError("resource_outside", file=one)
    dialect = resource.get("dialect")
    dialect = dialect if isinstance(dialect, dict) else {}
    return TableSource(
        paths,
        encoding=str(resource.get("encoding") or "utf-8"),
        delimiter=_character(dialect.get("delimiter"), default=","),
        quote=_character(dialect.get("quoteChar"), default='"'),
    )


def _character(value: object, *, default: str) -> str:
    return value if isinstance(value, str) and len(value) == 1 and value not in "\r\n" else default
