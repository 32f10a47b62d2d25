"""A fake site: tables of a model, and sources that give rows of a DuckDB-free Python list page by page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from duckdb._sources.arrow import ArrowScanSource
from duckdb._sources.to_arrow import to_arrow

from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Listing, Search, Table
from jsdodbc.model.types import BIGINT, DOUBLE, TIMESTAMP, varchar
from jsdodbc.scan.hints import Hints, ScanReport

ID = Column("IssueId", varchar(64), "Id", pushdown=Pushdown(Filter.ID, "id"), key=True)
REQUESTS = Table(
    "Requests",
    "JiraServiceDesk",
    "Requests",
    (
        ID,
        Column("IssueKey", varchar(255), "Key", pushdown=Pushdown(Filter.KEY, "key"), order="key", nullable=False),
        Column("ServiceDeskId", varchar(64), "Desk"),
        Column("Summary", varchar(500), "Summary"),
        Column("CreatedDate", TIMESTAMP, "Created", order="created"),
        Column("Votes", BIGINT, "Votes"),
        Column("Score", DOUBLE, "Score"),
        Column("Created", TIMESTAMP, "Alias", hidden=True),
    ),
    Search("service desks"),
)
ISSUES = Table("Issues", "Jira", "Issues", REQUESTS.declared, Search("site"))
DESKS = Table(
    "ServiceDesks",
    "JiraServiceDesk",
    "Desks",
    (Column("Id", varchar(64), "Id", key=True), Column("Name", varchar(255), "Name")),
    Listing("/x", "service desk"),
)
COMMENTS = Table(
    "RequestComments",
    "JiraServiceDesk",
    "Comments",
    (
        Column("RequestId", varchar(64), "Request", pushdown=Pushdown(Filter.PARAMETER, "RequestId", "id"), key=True),
        Column("Id", varchar(64), "Id", key=True),
        Column("Body", varchar(8000), "Text"),
    ),
    Listing("/x/{RequestId}", "offset", parent=("Requests", "IssueId")),
)


class FakeCatalog:
    name = "fake.example"
    schemas = ("JiraServiceDesk", "Jira")
    tables: Sequence[Table] = (COMMENTS, DESKS, ISSUES, REQUESTS)
    listed = tables
    views: Sequence[Table] = ()

    def find(self, name: str, schema: str | None = None, catalog: str | None = None) -> Table | None:
        for table in self.tables:
            if table.name.lower() == name.lower() and (schema or table.schema).lower() == table.schema.lower():
                return table if (catalog or self.name).lower() == self.name else None
        return None

    declared = find

    def queue_view(self, name: str, schema: str | None = None, catalog: str | None = None) -> Table | None:
        return None


@dataclass
class FakeSite:
    """`rows`: by table name. `gate`: called before each page with the table's name and the page's number."""

    rows: dict[str, list[dict[str, Any]]]
    page: int = 10
    gate: Callable[[str, int], None] | None = None
    pages: list[tuple[str, int]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reports: list[ScanReport] = field(default_factory=list)
    hints: list[tuple[str, Hints]] = field(default_factory=list)
    push: bool = True
    lock: threading.Lock = field(default_factory=threading.Lock)

    def make(
        self, table: Table, hints: Hints, cancellation: Cancellation, on_scan: Callable[[ScanReport], None]
    ) -> ArrowScanSource:
        return FakeSource(self, table, hints, cancellation, on_scan)

    def connect(self) -> Connection:
        return Connection(None, FakeCatalog(), self.make, lambda table, filters, cancellation: None)


class FakeSource(ArrowScanSource):
    schema_is_stable = True

    def __init__(self, site: FakeSite, table: Table, hints: Hints, cancellation: Cancellation, on_scan: Any) -> None:
        super().__init__(None)
        self.site, self.table, self.hints, self.cancellation, self.on_scan = site, table, hints, cancellation, on_scan
        self.schema = pa.schema([(column.name, column.type.arrow) for column in table.every])

    def __arrow_c_schema__(self) -> object:
        return self.schema.__arrow_c_schema__()

    def accepts(self, predicate: Any) -> bool:
        return self.site.push

    def stream(self, columns: Sequence[int] | None, filters: Sequence[Any]) -> tuple[object, bool]:
        wanted = self.schema.names if columns is None else [self.schema.names[index] for index in columns]
        report = ScanReport(self.table.name, tuple(wanted), exact=[one.fragment() for one in filters], calls="1")
        self.on_scan(report)
        self.site.reports.append(report)
        if not self.hints.explain_only:
            self.site.hints.append((self.table.name, self.hints))
        schema = pa.schema([self.schema.field(name) for name in wanted])
        return pa.RecordBatchReader.from_batches(
            schema, self._pages(wanted, filters, report)
        ).__arrow_c_stream__(), True

    def _pages(self, wanted: list[str], filters: Sequence[Any], report: ScanReport) -> Iterator[pa.RecordBatch]:
        try:
            given = 0
            for batch in self._read():
                for one in filters:
                    batch = batch.filter(to_arrow(one, self.schema))
                limit = self.hints.limit
                if limit is not None and given + batch.num_rows >= limit:
                    yield batch.slice(0, limit - given).select(wanted)
                    return
                given += batch.num_rows
                yield batch.select(wanted)
        except BaseException as error:
            report.failure = error
            raise
        finally:
            self.site.closed.append(self.table.name)

    def _read(self) -> Iterator[pa.RecordBatch]:
        if self.hints.explain_only:
            return
        rows = self.site.rows.get(self.table.name, [])
        keys = self.hints.keys
        if keys is not None:
            rows = [row for row in rows if row.get(keys.column) in keys.values]
        if self.hints.order:
            for name, descending in reversed(self.hints.order):
                rows = sorted(rows, key=lambda row: row[name], reverse=descending)
        for number, start in enumerate(range(0, len(rows), self.site.page)):
            self.cancellation.check()
            with self.site.lock:
                self.site.pages.append((self.table.name, number))
            if self.site.gate is not None:
                self.site.gate(self.table.name, number)
            yield pa.RecordBatch.from_pylist(rows[start : start + self.site.page], schema=self.schema)
