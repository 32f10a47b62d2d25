"""Statements that change the site, through the driver manager."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyodbc
import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client, diagnostics

ALLOWED = "Readonly=false;"


@pytest.fixture(scope="module", params=["cloud", "dc"])
def changed_site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, 120, bulky=False) as sandbox:
        yield sandbox


@pytest.fixture
def writer(odbc: Path, changed_site: Sandbox) -> Iterator[pyodbc.Connection]:
    connection = Client.of(changed_site, odbc).connect(ALLOWED)
    yield connection
    connection.close()


def a_request(connection: pyodbc.Connection) -> str:
    sql = "SELECT IssueKey FROM Requests WHERE RequestTypeId IS NOT NULL ORDER BY IssueKey LIMIT 1"
    return str(connection.execute(sql).fetchval())


def test_rows_come_and_go(writer: pyodbc.Connection) -> None:
    cursor = writer.cursor()
    assert cursor.execute("INSERT INTO Organizations (Name) VALUES (?), ('Second')", "First").rowcount == 2
    key = cursor.execute("SELECT SCOPE_IDENTITY()").fetchval()
    assert cursor.execute("SELECT Name FROM Organizations WHERE Id = ?", key).fetchval() == "Second"
    assert cursor.execute("DELETE FROM Organizations WHERE Name IN ('First', 'Second')").rowcount == 2


def test_returning_is_a_result(writer: pyodbc.Connection) -> None:
    sql = "INSERT INTO RequestComments (RequestKey, Body, Public) VALUES (?, ?, ?) RETURNING Body, Public, RequestKey"
    key = a_request(writer)
    assert tuple(writer.execute(sql, key, "for the team", False).fetchone()) == ("for the team", False, key)


def test_arrays_of_parameters(writer: pyodbc.Connection) -> None:
    cursor, key = writer.cursor(), a_request(writer)
    cursor.fast_executemany = True
    sql = "INSERT INTO RequestComments (RequestKey, Body) VALUES (?, ?)"
    cursor.executemany(sql, [(key, f"array {number}") for number in range(5)])
    count = "SELECT COUNT(*) FROM RequestComments WHERE RequestKey = ? AND Body LIKE 'array%'"
    assert cursor.execute(count, key).fetchval() == 5
    with pytest.raises(pyodbc.Error) as caught:
        cursor.executemany(sql, [(key, "array a"), ("NO-1", "array b"), (key, "array c")])
    assert "404" in str(caught.value)
    assert cursor.execute(count, key).fetchval() == 6  # the third was not tried


def test_read_only_says_what_to_change(odbc: Path, changed_site: Sandbox) -> None:
    client = Client.of(changed_site, odbc)
    done = client.isql("DELETE FROM Organizations")
    assert any("37000" in line and "Readonly=false" in line for line in diagnostics(done)), done.stdout + done.stderr
    with client.connect() as connection:
        assert connection.getinfo(pyodbc.SQL_DATA_SOURCE_READ_ONLY) is True
    with client.connect(ALLOWED) as connection:
        assert connection.getinfo(pyodbc.SQL_DATA_SOURCE_READ_ONLY) is False
    with client.connect(ALLOWED, readonly=True) as connection, pytest.raises(pyodbc.Error, match="ACCESS_MODE"):
        connection.execute("DELETE FROM Organizations")
