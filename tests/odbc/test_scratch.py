"""Tables of one's own, as applications see them: listed, described, kept in a file."""

from __future__ import annotations

from pathlib import Path

import pyodbc
import pytest

from jsdodbc.sandbox.server import Sandbox


def connect(site: Sandbox, more: str = "") -> pyodbc.Connection:
    return pyodbc.connect(f"Driver={{jsdodbc}};{site.connection_string};{more}", autocommit=True)


def tables(connection: pyodbc.Connection) -> list[tuple[str, str, str]]:
    found = connection.cursor().tables(schema="Scratch").fetchall()
    return [(row.table_schem, row.table_name, row.table_type) for row in found]


@pytest.fixture
def connection(odbc: Path, site: Sandbox) -> pyodbc.Connection:
    return connect(site)


def test_the_catalog_functions_list_them(connection: pyodbc.Connection) -> None:
    cursor = connection.cursor()
    assert tables(connection) == []
    cursor.execute("CREATE TABLE kept (a INTEGER PRIMARY KEY, b VARCHAR(5), c DECIMAL(7,2))")
    assert tables(connection) == [("Scratch", "kept", "TABLE")]
    columns = [(row.column_name, row.type_name, row.column_size, row.nullable) for row in cursor.columns("kept")]
    assert columns == [("a", "INTEGER", 10, 0), ("b", "VARCHAR", 5, 1), ("c", "DECIMAL", 7, 1)]
    assert [row.column_name for row in cursor.primaryKeys("kept")] == ["a"]
    assert [row.table_name for row in cursor.tables("Requests")] == ["Requests"]
    cursor.execute("DROP TABLE kept")
    assert tables(connection) == []
    assert cursor.columns("kept").fetchall() == []
    connection.close()


def test_an_application_copies_rows_and_joins_them(connection: pyodbc.Connection) -> None:
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE mine (k VARCHAR(20), note NVARCHAR(50))")
    keys = [row[0] for row in cursor.execute("SELECT TOP 5 IssueKey FROM Requests ORDER BY IssueKey")]
    cursor.executemany("INSERT INTO mine VALUES (?, ?)", [(key, f"note on {key}") for key in keys])
    joined = "SELECT r.IssueKey, m.note FROM mine m JOIN Requests r ON r.IssueKey = m.k ORDER BY 1"
    assert [tuple(row) for row in cursor.execute(joined)] == [(key, f"note on {key}") for key in keys]
    assert cursor.execute("UPDATE mine SET note = ? WHERE k = ?", "read", keys[0]).rowcount == 1
    assert cursor.execute("DELETE FROM mine WHERE note <> 'read'").rowcount == 4
    with pytest.raises(pyodbc.Error, match="longer than 50") as caught:
        cursor.execute("INSERT INTO mine VALUES ('x', ?)", "x" * 51)
    assert caught.value.args[0] == "22001"
    connection.close()


def test_a_file_keeps_them(odbc: Path, site: Sandbox, tmp_path: Path) -> None:
    where = f"ScratchLocation={tmp_path / 'scratch.duckdb'}"
    first = connect(site, where)
    first.execute("SELECT IssueKey, Summary INTO kept FROM Requests WHERE Priority = 'High'")
    count = first.execute("SELECT COUNT(*) FROM kept").fetchval()
    first.close()
    second = connect(site, where)
    assert tables(second) == [("Scratch", "kept", "TABLE")]
    assert second.execute("SELECT COUNT(*) FROM kept").fetchval() == count > 0
    second.close()
    assert tables(connect(site)) == []


def test_a_file_that_is_no_database_is_told(odbc: Path, site: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("this is no database, but a text that is long enough to look at" * 100)
    connection = connect(site, f"ScratchLocation={tmp_path / 'notes.txt'}")
    with pytest.raises(pyodbc.Error, match="that ScratchLocation names cannot be opened"):
        connection.execute("CREATE TABLE t (a INTEGER)")
    connection.close()


def test_the_table_of_answers(connection: pyodbc.Connection) -> None:
    told = {row[0]: row[1] for row in connection.execute("SELECT Name, Value FROM sys_sqlinfo")}
    assert told["IDENTIFIER_QUOTE_OPEN_CHAR"] == connection.getinfo(pyodbc.SQL_IDENTIFIER_QUOTE_CHAR)
    assert "CREATE_TABLE" in told["CREATE_TABLE"]
    assert "SUBSTRING" in told["STRING_FUNCTIONS"]
    connection.close()
