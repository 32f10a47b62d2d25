"""Queries as the tools write them, through the driver: the rows that plain DuckDB finds in the same data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyodbc
import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.model.table import Unavailable
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session

FOLDER = Path(__file__).parent / "corpus"
CATALOG = "127.0.0.1"
TWIN, PARAMETERS, FAILS = "-- DuckDB:", "-- parameters: ", "-- fails: "


@dataclass(frozen=True, slots=True)
class Case:
    """`title` ends in "in order" where the order of rows counts. `twin`: the same in DuckDB's dialect. `state`: of the
    error that is the right answer."""

    tool: str
    title: str
    sql: str
    twin: str
    parameters: tuple[Any, ...] = ()
    state: str = ""


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.sql")):
        _, *blocks = path.read_text("utf-8").strip().split("\n\n-- ")
        yield from (_case(path.stem, block) for block in blocks)


def _case(tool: str, block: str) -> Case:
    title, rest = block.split("\n", 1)
    text, _, twin = rest.partition(TWIN)
    lines = text.strip().splitlines()
    sql = "\n".join(line for line in lines if not line.startswith((PARAMETERS, FAILS)))
    parameters = next((line.removeprefix(PARAMETERS) for line in lines if line.startswith(PARAMETERS)), "")
    state = next((line.removeprefix(FAILS) for line in lines if line.startswith(FAILS)), "")
    return Case(tool, title, sql, twin.strip() or sql, tuple(json.loads(f"[{parameters}]")), state)


CASES = list(cases())


def test_each_tool_has_ten_and_all_together_a_hundred_and_twenty() -> None:
    count = {tool: sum(case.tool == tool for case in CASES) for tool in {case.tool for case in CASES}}
    assert len(count) == 12
    assert min(count.values()) >= 10
    assert len(CASES) >= 120


@pytest.fixture(scope="module")
def plain(site: Sandbox) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every table in DuckDB, by its own name and by those with schema and catalog."""
    resolved, _ = settings.resolve(connection_string.parse(site.connection_string))
    session = Session.open(resolved, Cancellation())
    connection = Connection(session)
    made = duckdb.connect()
    made.execute(f"ATTACH ':memory:' AS \"{CATALOG}\"; SET TimeZone = 'UTC'")
    for schema in connection.catalog.schemas:
        made.execute(f'CREATE SCHEMA "{CATALOG}"."{schema}"')
    made.execute(f'USE "{CATALOG}"')
    for table in connection.catalog.tables:
        if isinstance(table.read, Unavailable) or getattr(table.read, "requires", ()):
            continue  # no query of the corpus asks for what can't be read as a whole
        prepared = connection.prepare(f'SELECT * FROM "{table.schema}"."{table.name}"')
        result = next(iter(connection.execute(prepared, [()], cancellation=Cancellation()).results))
        batches = list(result.batches())
        made.register("rows_read", pa.Table.from_batches(batches))
        made.execute(f'CREATE TABLE "{table.schema}"."{table.name}" AS FROM rows_read')
    made.execute("SET search_path = '" + ",".join(f'"{CATALOG}"."{one}"' for one in connection.catalog.schemas) + "'")
    yield made
    made.close()
    connection.close()
    session.close()


@pytest.fixture(scope="module")
def link(odbc: Path, site: Sandbox) -> Iterator[pyodbc.Connection]:
    with pyodbc.connect("Driver={jsdodbc};" + site.connection_string, autocommit=True) as made:
        yield made


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.tool}: {case.title}")
def test_same_rows_as_plain_duckdb(case: Case, link: pyodbc.Connection, plain: duckdb.DuckDBPyConnection) -> None:
    cursor = link.cursor()
    if case.state:
        with pytest.raises(pyodbc.Error, match=case.state):
            cursor.execute(case.sql, case.parameters)
        return
    found = [tuple(map(_alike, row)) for row in cursor.execute(case.sql, case.parameters).fetchall()]
    expected = [tuple(map(_alike, row)) for row in plain.execute(case.twin).fetchall()]
    if not re.search(r"in order$", case.title):
        found, expected = sorted(found, key=repr), sorted(expected, key=repr)
    assert found == expected


def _alike(value: Any) -> Any:
    return round(float(value), 6) if isinstance(value, bool | int | float | Decimal) else value
