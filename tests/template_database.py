"""A migrated database to copy for each test run: copying takes a fraction of a second, migrating many.

The copy's name holds a hash of all migrations, so a changed migration makes a new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
import wagtail
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection as django_connection
from django.db import transaction

BASE = Path(__file__).resolve().parents[1]
Rows = dict[str, bytes]
"""By table, what COPY writes of it."""


def _hash() -> str:
    seen = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    sources = [*BASE.glob("*/migrations/*.py"), *BASE.glob("curation/species/data/*"), BASE / "publishing" / "roles.py"]
    for path in sorted(sources):
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()[:12]


def _connection(database: str) -> psycopg.Connection:
    of = settings.DATABASES["default"]
    return psycopg.connect(
        host=of["HOST"] or None, port=of["PORT"] or None, user=of["USER"] or None, password=of["PASSWORD"] or None,
        dbname=database, autocommit=True,
    )  # fmt: skip


def prepare() -> str:
    """The name of the migrated database; made if it is not there yet."""
    name = f"template_{_hash()}"
    lock = os.open(settings.VAR / "template.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _connection("postgres") as connection:
            known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if name in known:
                return name
            for old in sorted(known):
                if old.startswith(("template_", "partial_template_")) and len(old) > len("template_0"):
                    connection.execute(f'DROP DATABASE IF EXISTS "{old}"')
            partial = f"partial_{name}"
            connection.execute(f'CREATE DATABASE "{partial}"')
            _migrate(partial)
            connection.execute(f'ALTER DATABASE "{partial}" RENAME TO "{name}"')
        return name
    finally:
        os.close(lock)


@contextmanager
def copied(name: str) -> Iterator[str]:
    """A copy of the migrated database called `name`, as a DATABASE_URL; dropped in the end, whoever uses it."""
    template = prepare()
    with _connection("postgres") as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield _address(name)
    finally:
        with _connection("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def rows() -> Rows:
    """Everything in the database of this run, by table."""
    with transaction.atomic(), django_connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return {table: _read(cursor, table) for (table,) in cursor.fetchall()}


def bring_back(rows: Rows) -> None:
    """Make the database hold exactly `rows` again; foreign keys are looked at in the end, so in any order of tables."""
    named = ", ".join(f'"{table}"' for table in rows)
    with transaction.atomic(), django_connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {named}")
        for table, data in rows.items():
            if data:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(data)
    ContentType.objects.clear_cache()


def _read(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


def _address(database: str) -> str:
    of = settings.DATABASES["default"]
    host = of["HOST"].replace("/", "%2F")
    user = f"{of['USER']}:{of['PASSWORD']}@" if of["PASSWORD"] else f"{of['USER']}@"
    port = f":{of['PORT']}" if of["PORT"] else ""
    return f"postgres://{user}{host}{port}/{database}"


def _migrate(database: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=BASE,
        env={**os.environ, "DATABASE_URL": _address(database)},
        check=True,
        capture_output=True,
    )
