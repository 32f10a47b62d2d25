"""The scratch schema: tables of the user's own beside those of the site."""

from __future__ import annotations

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from jsdodbc.model.types import TYPES, SqlType
from tests.execute.site import rows, site


@pytest.fixture
def connection() -> Connection:
    return site(20).connect()


def run(connection: Connection, sql: str, *sets: tuple[object, ...]) -> list[int]:
    """The row count of each result."""
    execution = connection.execute(connection.prepare(sql), list(sets) or [()], cancellation=Cancellation())  # type: ignore[arg-type]
    return [result.row_count for result in execution.results]


def test_a_table_lives_from_create_to_drop(connection: Connection) -> None:
    columns = "a INTEGER NOT NULL PRIMARY KEY, b NVARCHAR(50), c VARCHAR(MAX), d DATETIME, e VARBINARY(10)"
    assert run(connection, f"CREATE TABLE t ({columns})") == [-1]
    assert run(connection, "INSERT INTO t (a, b) VALUES (?, ?)", (1, "x"), (2, "y"), (3, None)) == [3]
    assert run(connection, "UPDATE [t] SET b = 'z' WHERE a > 1") == [2]
    assert run(connection, "DELETE t WHERE a = 1") == [1]
    assert rows(connection, "SELECT a, b FROM Scratch.t ORDER BY a") == [(2, "z"), (3, "z")]
    assert run(connection, "DROP TABLE t") == [-1]
    with pytest.raises(Error, match="no table t") as caught:
        connection.prepare("SELECT * FROM t")
    assert caught.value.sqlstate == "42S02"


def test_it_joins_with_the_site(connection: Connection) -> None:
    assert run(connection, "SELECT IssueId, Votes INTO #mine FROM Requests WHERE Votes < 3") == [6]
    joined = "SELECT r.IssueKey FROM Requests r JOIN #mine m ON m.IssueId = r.IssueId WHERE m.Votes = 2 ORDER BY 1"
    assert rows(connection, joined) == [("A-13",), ("A-2",)]
    assert run(connection, "INSERT INTO #mine SELECT IssueId, Votes FROM Requests WHERE Votes = 5") == [2]
    assert run(connection, "UPDATE #mine SET Votes = 0 WHERE IssueId IN (SELECT IssueId FROM Issues)") == [4]
    assert run(connection, "CREATE TABLE other AS SELECT * FROM #mine") == [8]


def test_several_statements_see_what_those_before_them_made(connection: Connection) -> None:
    text = "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2); SELECT SUM(a) AS s FROM t; DROP TABLE t"
    assert run(connection, text) == [-1, 2, -1, -1]
    assert run(connection, text) == [-1, 2, -1, -1]


def test_a_prepared_statement_follows_its_table(connection: Connection) -> None:
    run(connection, "CREATE TABLE t (a INTEGER)")
    prepared = connection.prepare("SELECT * FROM t")
    run(connection, "DROP TABLE t; CREATE TABLE t (a INTEGER, b VARCHAR(5)); INSERT INTO t VALUES (1, 'x')")
    (result,) = connection.execute(prepared, cancellation=Cancellation()).results
    assert [column.name for column in result.columns] == ["a", "b"]


def test_a_set_of_parameters_that_fails_is_told(connection: Connection) -> None:
    run(connection, "CREATE TABLE t (a INTEGER PRIMARY KEY)")
    execution = connection.execute(
        connection.prepare("INSERT INTO t VALUES (?)"), [(1,), (1,), (2,)], cancellation=Cancellation()
    )
    assert list(execution.refused) == [2]
    assert execution.refused[2].sqlstate == "23000"
    assert rows(connection, "SELECT COUNT(*) AS n FROM t") == [(2,)]


def test_it_ends_with_the_connection_or_stays_in_a_file(tmp_path: object) -> None:
    from jsdodbc.execute.scratch import Scratch

    for attempt in (1, 2):
        scratch = Scratch(f"{tmp_path}/scratch.duckdb")
        assert scratch.has("t") == (attempt == 2)
        if attempt == 1:
            cage = scratch.cage()
            cage.rows("CREATE TABLE t AS SELECT 1 AS a")
            cage.close()
        scratch.close()


def test_keys_in_a_table_of_ones_own_are_all_that_is_read(connection: Connection) -> None:
    run(connection, "CREATE TABLE mine (k VARCHAR(20)); INSERT INTO mine VALUES ('3'), ('5'), (NULL)")
    for sql in (
        "SELECT IssueKey FROM Requests WHERE IssueId IN (SELECT k FROM mine) ORDER BY 1",
        "SELECT r.IssueKey FROM mine m JOIN Requests r ON r.IssueId = m.k ORDER BY 1",
    ):
        assert rows(connection, sql) == [("A-3",), ("A-5",)]
        (keys,) = [text for _, _, detail, text in rows(connection, f"EXPLAIN {sql}") if detail == "Keys"]
        assert "mine" in keys


def test_lengths_are_described_and_held(connection: Connection) -> None:
    columns = "a VARCHAR(5) NOT NULL, b VARBINARY(2), c VARCHAR(MAX), d DECIMAL(7,2), PRIMARY KEY (a)"
    run(connection, f"CREATE TABLE t ({columns})")
    described = connection.prepare("SELECT a, b, c, d FROM t x").columns
    assert described is not None
    assert [(one.sql_type, one.column_size, one.nullable) for one in described] == [
        (-9, 5, 0), (-3, 2, 1), (-9, 8_000, 1), (3, 7, 1)
    ]  # fmt: skip
    assert [(one.table, one.schema, one.base_column) for one in described][:1] == [("t", "Scratch", "a")]
    with pytest.raises(Error, match="A value for a of t is longer than 5") as caught:
        run(connection, "INSERT INTO t (a) VALUES ('123456')")
    assert caught.value.sqlstate == "22001"
    with pytest.raises(Error, match="A value for b of t is longer than 2"):
        run(connection, "INSERT INTO t (a, b) VALUES ('1', X'010203')")
    assert run(connection, "INSERT INTO t (a, b, c) VALUES ('12345', X'0102', '123456789')") == [1]


def test_its_tables_are_listed(connection: Connection) -> None:
    run(connection, "CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(5)); CREATE TABLE Scratch.#u AS SELECT 1.5 AS x")
    listed = "SELECT TableName, TableType, IsUpdateable FROM sys_tables WHERE SchemaName = 'Scratch' ORDER BY 1"
    assert rows(connection, listed) == [("#u", "TABLE", True), ("t", "TABLE", True)]
    columns = (
        "SELECT column_name, data_type, character_maximum_length, is_nullable FROM INFORMATION_SCHEMA.COLUMNS "
        "WHERE table_schema = 'Scratch' AND table_name = 't' ORDER BY ordinal_position"
    )
    assert rows(connection, columns) == [("a", "INTEGER", None, "NO"), ("b", "VARCHAR", 5, "YES")]
    keys = "SELECT TableName, ColumnName FROM sys_primarykeys WHERE SchemaName = 'Scratch'"
    assert rows(connection, keys) == [("t", "a")]
    run(connection, "DROP TABLE t")
    assert rows(connection, listed) == [("#u", "TABLE", True)]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_every_type_that_is_told_can_be_a_column(connection: Connection, kind: SqlType) -> None:
    run(connection, f"CREATE TABLE t (a {kind.name}{'(6)' if kind.create_params == 'length' else ''})")
    described = connection.prepare("SELECT a FROM t").columns
    assert described is not None
    assert (described[0].sql_type, described[0].physical) in ((kind.sql_type, kind.physical), (-4, 8), (-9, 7), (3, 6))
    assert rows(connection, "SELECT COUNT(a) FROM t") == [(0,)]


REFUSED = [
    ("CREATE TABLE Requests (a INTEGER)", "42S01", "The site has a table"),
    ("CREATE TABLE Jira.t (a INTEGER)", "HYC00", "schema Scratch only"),
    ("CREATE VIEW v AS SELECT 1", "HYC00", "only tables"),
    ("CREATE TABLE t (a INTEGER) WITH (x = 1)", "HYC00", "Leave its options out"),
    ("CREATE TABLE t AS SELECT * FROM read_csv('x')", "42000", "read_csv"),
    ("INSERT INTO Requests (IssueId) VALUES ('1')", "42000", "read-only"),
    ("INSERT INTO nothing VALUES (1)", "42S02", "no table nothing"),
    ("DROP TABLE nothing", "42S02", "no table nothing"),
    ("DROP SCHEMA main", "HYC00", "only tables"),
    ("UPDATE Requests SET Summary = getenv('HOME')", "42000", "getenv"),
]


@pytest.mark.parametrize(("sql", "state", "text"), REFUSED)
def test_refused(connection: Connection, sql: str, state: str, text: str) -> None:
    with pytest.raises(Error, match=text) as caught:
        run(connection, sql)
    assert caught.value.sqlstate == state
