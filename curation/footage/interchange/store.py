"""Takes rows of one table in, chunk by chunk, each chunk one transaction; what every table's store shares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DataError, IntegrityError, connection, transaction

from curation.footage.interchange.reasons import FieldError
from curation.footage.interchange.report import Report
from curation.footage.interchange.staging import Seen, Staging
from curation.footage.models import Package

CHUNK = 20_000  # rows of one transaction
Row = TypeVar("Row")


class Unread(NamedTuple):
    """A row of a file that could not be read."""

    row: int
    error: FieldError
    item: str = ""


class Refusal(NamedTuple):
    """A row that SQL found to point nowhere, or to stand twice."""

    row: int
    error: FieldError
    item: str


def _chunks(rows: Iterator[Any]) -> Generator[list[Any], None, None]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _ahead(chunks: Iterator[list[Any]]) -> Generator[list[Any], None, None]:
    """The same chunks, each read and checked while the database is at the one before. The thread asks no database."""
    with ThreadPoolExecutor(1, thread_name_prefix="rows") as pool:
        coming = pool.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = pool.submit(next, chunks, None)
            yield chunk


class Store(ABC, Generic[Row]):
    """Checks rows one by one and writes them by thousands. Close it when done: it holds temporary tables."""

    table = ""
    staged: dict[str, str] = {}

    def __init__(self, report: Report, *, package: Package | None, file: str = "") -> None:
        self.report, self.package, self.file = report, package, file
        self.counts = report.counts(self.table)
        # A column, not a constant: statistics do not know a new package, and joins would be planned for one row.
        owner = {"package": f"bigint DEFAULT {int(package.pk)}" if package else "bigint"}
        self.staging = Staging(self.table, columns=self.staged | owner)
        self.seen = Seen(self.table)
        self.tables = {"staged": f'"{self.staging.name}"'}  # names that `run` fills in

    def close(self) -> None:
        if not connection.needs_rollback:  # else the rollback takes the tables away
            self.staging.drop()
            self.seen.drop()

    @abstractmethod
    def prepare(self, row: Row) -> Any:
        """The row as `write` takes it. Raises FieldError."""

    @abstractmethod
    def write(self, chunk: list[Any]) -> tuple[list[Refusal], int, int]:
        """Write prepared rows; returns refusals, how many rows were inserted, how many were changed."""

    @abstractmethod
    def locate(self, prepared: Any) -> tuple[int, str]:
        """Row number and own id of a prepared row."""

    def take(self, rows: Iterable[Row | Unread], *, after_chunk: Callable[[], None] | None = None) -> None:
        """Store all rows."""
        good = self._prepared(rows)
        chunks = _chunks(good)
        # What is in memory already is not worth a thread.
        with closing(chunks if isinstance(rows, Sequence) else _ahead(chunks)) as coming:
            for chunk in coming:
                self._write_or_split(chunk)
                if after_chunk is not None:
                    after_chunk()

    def _prepared(self, rows: Iterable[Row | Unread]) -> Iterator[Any]:
        counts, prepare = self.counts, self.prepare
        for row in rows:
            counts.read += 1
            if isinstance(row, Unread):
                self.refuse(row.error, row=row.row, item=row.item)
                continue
            try:
                prepared = prepare(row)
            except FieldError as error:
                self.refuse(error, row=getattr(row, "row", 0), item=getattr(row, "observation_id", ""))
                continue
            yield prepared

    def refuse(self, error: FieldError, *, row: int, item: str = "") -> None:
        self.report.refuse(error, table=self.table, row=row, file=self.file, item=item)

    def _write_or_split(self, chunk: list[Any]) -> None:
        """Write a chunk; where the database refuses it, halve it until the row is found that it refuses."""
        try:
            with transaction.atomic():
                refusals, inserted, updated = self.write(chunk)
        except (DataError, IntegrityError) as error:
            if len(chunk) == 1:
                row, item = self.locate(chunk[0])
                problem = str(error).partition("\n")[0]
                self.refuse(FieldError("database_refused", field="", problem=problem), row=row, item=item)
                return
            middle = len(chunk) // 2
            self._write_or_split(chunk[:middle])
            self._write_or_split(chunk[middle:])
            return
        for refusal in refusals:
            self.refuse(refusal.error, row=refusal.row, item=refusal.item)
        self.counts.inserted += inserted
        self.counts.updated += updated
        self.counts.unchanged += len(chunk) - len(refusals) - inserted - updated

    def duplicates(self, *, column: str, field: str) -> list[Refusal]:
        """Take staged rows out whose id this import has met before."""
        return [
            Refusal(row, FieldError("duplicate_id", field=field, value=item, first=first), item)
            for row, item, first in self.seen.duplicates(self.staging, column=column)
        ]

    def run(self, statement: str) -> list[tuple]:
        """Run SQL over the staged rows (`{staged}`) of this package (`{package}`; `{same}`: is that of row `i`)."""
        package = str(int(self.package.pk)) if self.package else "NULL::bigint"
        same = "= i.package" if self.package else "IS NULL"
        with connection.cursor() as cursor:
            cursor.execute(statement.format(package=package, same=same, **self.tables))
            return cursor.fetchall() if cursor.description else []
