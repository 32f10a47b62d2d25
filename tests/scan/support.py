"""A session with a sandbox, its tables registered with DuckDB, and the same rows once more as plain tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.model.catalog import Catalog
from jsdodbc.model.metadata import metadata_of
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.scan.hints import Hints, ScanReport
from jsdodbc.scan.source import TableSource
from jsdodbc.site.session import Session

_LISTS = ("statuses", "priorities", "issue types", "resolutions", "fields", "service desks")
ZONE = "Australia/Lord_Howe"  # half an hour of summer time: no zone is further from UTC in its habits


@dataclass
class Bench:
    """`connection` scans the site; `reports` of the scans since the last `run`; `sent`: requests of the last `run`."""

    site: Sandbox
    session: Session
    catalog: Catalog
    connection: duckdb.DuckDBPyConnection
    reports: list[ScanReport] = field(default_factory=list)
    sent: int = 0

    def register(self, table: str, name: str | None = None, **hints: Any) -> TableSource:
        """The table under a name, with hints."""
        declared = self.catalog.find(table)
        assert declared is not None
        source = TableSource(
            self.session,
            declared,
            hints=Hints(**hints),
            cancellation=Cancellation(),
            on_scan=self.reports.append,
        )
        self.connection._register_arrow_source(name or table, source)
        return source

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        self.reports.clear()
        before = len(self.site.requests)
        try:
            return self.connection.execute(sql).fetchall()
        finally:
            self.sent = len(self.site.requests) - before

    def copy(self, table: str) -> pa.Table:
        """All rows as a plain table, registered as `plain_<table>`."""
        rows = self.connection.sql(f'SELECT {self.names(table)} FROM "{table}"').to_arrow_table()
        self.connection.register(f"plain_{table}", rows)
        return rows

    def names(self, table: str) -> str:
        declared = self.catalog.find(table)
        assert declared is not None
        return ", ".join('"' + column.name.replace('"', '""') + '"' for column in declared.columns)


@contextmanager
def bench(flavour: str, issues: int = 150, *, properties: str = "", seed: int = 1, **options: Any) -> Iterator[Bench]:
    """A running bench with all tables registered under their names."""
    options = {"time_zone": ZONE, "bulky": False, **options}
    with Sandbox(flavour, issues=issues, seed=seed, **options) as site:
        text = f"{site.connection_string};{properties}"
        resolved, _ = settings.resolve(connection_string.parse(text))
        session = Session.open(resolved, Cancellation())
        made = Bench(site, session, Catalog(session), duckdb.connect(":memory:"))
        try:
            for table in made.catalog.tables:
                made.register(table.name)
            for name in _LISTS:  # known beforehand, so that `sent` counts what a statement itself sends
                metadata_of(session).entries(name, Cancellation())
            yield made
        finally:
            made.connection.close()
            session.close()
