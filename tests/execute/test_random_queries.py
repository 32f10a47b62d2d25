"""Random queries over several tables of a site give the rows that plain DuckDB finds in the same data.

`JSDODBC_TEST_QUERIES` says how many of them for each kind of site, `JSDODBC_TEST_SEED` where to begin.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.cage import Cage
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.execute.random_sql import LINKS, TABLES, Question, Sample, Writer
from tests.execute.site import rows

QUERIES = int(os.environ.get("JSDODBC_TEST_QUERIES", "1000"))
SEED = int(os.environ.get("JSDODBC_TEST_SEED", "0"))
PORTION = 100
MINE = (
    "CREATE TABLE Mine (IssueId VARCHAR(20), k VARCHAR(20), n INTEGER, at TIMESTAMP); "
    "INSERT INTO Mine SELECT IssueId, UPPER(IssueKey), Votes, CreatedDate FROM Requests WHERE Votes < 3; "
    "INSERT INTO Mine VALUES (NULL, 'NO-1', 1, NULL), (NULL, NULL, NULL, {ts '2024-01-01 00:00:00'})"
)
ZONE = "Australia/Lord_Howe"


class Both:
    """The site through the driver, and its rows in a DuckDB of their own."""

    def __init__(self, sandbox: Sandbox) -> None:
        resolved, _ = settings.resolve(connection_string.parse(sandbox.connection_string))
        self.session = Session.open(resolved, Cancellation())
        self.connection = Connection(self.session)
        self.plain = Cage()
        rows(self.connection, MINE)
        self.tables = {table: self._copied(table) for table in TABLES}

    def _copied(self, table: str) -> list[Sample]:
        prepared = self.connection.prepare(f"SELECT * FROM {table}")
        result = next(iter(self.connection.execute(prepared, [()], cancellation=Cancellation()).results))
        data = pa.Table.from_batches(list(result.batches()))
        self.plain.connection.register("copied", data)
        self.plain.rows(f"CREATE TABLE {table} AS FROM copied")
        self.plain.connection.unregister("copied")
        declared = self.connection.catalog.find(table) or self.connection.scratch_tables()[0]
        linked = {name.partition(".")[2] for link in LINKS for name in link if name.partition(".")[0] == table}
        samples = []
        for column in declared.columns:
            values = sorted({value for value in data.column(column.name).to_pylist() if value is not None}, key=repr)
            sample = Sample(column.name, column.type.duckdb, values[:: max(1, len(values) // 20)])
            samples += [sample] * (3 if column.name in linked or column.pushdown else 1)
        return samples

    def close(self) -> None:
        self.plain.close()
        self.connection.close()
        self.session.close()

    def check(self, question: Question) -> None:
        """The same rows, or an error from both."""
        try:
            expected = self.plain.rows(question.plain)
        except Exception:  # whatever DuckDB has against it
            with pytest.raises(Error):
                rows(self.connection, question.sql, *question.values)
            return
        found = rows(self.connection, question.sql, *question.values)
        assert _comparable(found, question.ordered) == _comparable(expected, question.ordered)


def _comparable(found: Sequence[tuple[Any, ...]], ordered: bool) -> list[tuple[Any, ...]]:
    alike = [tuple(map(_alike, row)) for row in found]
    return alike if ordered else sorted(alike, key=repr)


def _alike(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return f"{float(value):.6g}" if hasattr(value, "__float__") else str(value)


@pytest.fixture(scope="module", params=["cloud", "dc"])
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    with Sandbox(request.param, issues=70, seed=3, time_zone=ZONE, bulky=False) as sandbox:
        made = Both(sandbox)
        yield made
        made.close()


@pytest.mark.parametrize("start", range(SEED, SEED + QUERIES, PORTION))
def test_the_rows_are_those_of_plain_duckdb(both: Both, start: int) -> None:
    for number in range(start, start + PORTION):
        question = Writer(both.tables, random.Random(number)).question()
        try:
            both.check(question)
        except BaseException as error:
            error.add_note(f"query {number}: {question.sql}\nwith {question.values}")
            raise
