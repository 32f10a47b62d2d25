"""What prepare tells without reading: columns, their types and tables, parameters; and what errors say."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from jsdodbc.errors import Error
from jsdodbc.execute.types import ResultColumn
from tests.execute.site import START, rows, site


def columns(sql: str) -> tuple[ResultColumn, ...]:
    fake = site()
    described = fake.connect().prepare(sql).columns
    assert fake.pages == []
    assert described is not None
    return described


def test_a_plain_column_is_described_as_declared() -> None:
    (column,) = columns("SELECT r.summary FROM jira.issues r")
    assert (column.name, column.base_column, column.table, column.schema) == ("Summary", "Summary", "Issues", "Jira")
    assert (column.catalog, column.type_name, column.sql_type, column.column_size) == (
        "fake.example",
        "VARCHAR",
        -9,
        500,
    )


def test_a_column_keeps_its_table_through_derived_tables() -> None:
    described = columns("WITH x AS (SELECT issuekey AS k FROM Requests) SELECT y.k AS z FROM (SELECT k FROM x) y")
    assert [(one.name, one.table, one.base_column) for one in described] == [("z", "Requests", "IssueKey")]


KEY, MAYBE, UNKNOWN = 0, 1, 2
NULLABLE = [
    ("SELECT IssueKey FROM Requests", KEY),
    ("SELECT k FROM (SELECT r.IssueKey AS k FROM Requests r JOIN ServiceDesks d ON d.Id = r.ServiceDeskId) x", KEY),
    ("SELECT Summary FROM Requests", MAYBE),
    ("SELECT UPPER(IssueKey) FROM Requests", UNKNOWN),
    ("SELECT r.IssueKey FROM ServiceDesks d LEFT JOIN Requests r ON d.Id = r.ServiceDeskId", MAYBE),
    ("SELECT k FROM (SELECT IssueKey AS k FROM ServiceDesks FULL JOIN Requests ON Id = ServiceDeskId) x", MAYBE),
    ("SELECT IssueKey FROM Requests GROUP BY ROLLUP (IssueKey)", MAYBE),
    ("SELECT IssueKey FROM Requests GROUP BY GROUPING SETS ((IssueKey), ())", MAYBE),
    ("SELECT IssueKey FROM Requests UNION SELECT NULL", UNKNOWN),
    ("SELECT (SELECT IssueKey FROM Requests WHERE 1 = 0)", UNKNOWN),
]


@pytest.mark.parametrize(("sql", "nullable"), NULLABLE, ids=[sql for sql, _ in NULLABLE])
def test_what_can_be_null_says_so(sql: str, nullable: int) -> None:
    (column,) = columns(sql)
    assert column.nullable == nullable


TYPES = [
    ("CAST(Votes AS VARCHAR(3))", "VARCHAR", -9, 3),
    ("SUM(Votes)", "DECIMAL", 3, 38),
    ("COUNT(*)", "BIGINT", -5, 19),
    ("AVG(Votes)", "DOUBLE", 8, 15),
    ("MAX(CreatedDate)", "TIMESTAMP", 93, 26),
    ("MAX(Summary)", "VARCHAR", -9, 8000),
    ("CAST(1 AS UBIGINT)", "DECIMAL", 3, 20),
    ("CAST(1.5 AS DECIMAL(5, 2))", "DECIMAL", 3, 5),
    ("{d '2026-01-01'}", "DATE", 91, 10),
    ("CURRENT_TIMESTAMP", "TIMESTAMP", 93, 26),
    ("uuid()", "GUID", -11, 36),
    ("[1, 2]", "LONGVARCHAR", -10, 32_767),
    ("1 = 1", "BIT", -7, 1),
    ("NULL", "VARCHAR", -9, 8000),
    ("INTERVAL '1' DAY", "VARCHAR", -9, 64),
]


@pytest.mark.parametrize(("expression", "name", "code", "size"), TYPES)
def test_types_of_expressions(expression: str, name: str, code: int, size: int) -> None:
    column = columns(f"SELECT {expression} AS x FROM Requests")[0]
    assert (column.type_name, column.sql_type, column.column_size, column.table) == (name, code, size, "")


def test_values_have_the_layout_that_was_described() -> None:
    items = "SUM(Votes) AS s, [1, 2] AS l, {'a': 1} AS m, CAST(7 AS UTINYINT) AS u, uuid() IS NULL AS n"
    sql = f"SELECT {items} FROM Requests"
    fake = site()
    total = sum(row["Votes"] for row in fake.rows["Requests"])
    assert rows(fake.connect(), sql) == [(Decimal(total), "[1,2]", '{"a":1}', 7, False)]


def test_parameters_take_the_type_of_what_they_meet() -> None:
    fake = site()
    connection = fake.connect()
    sql = (
        "SELECT IssueKey FROM Requests WHERE CreatedDate >= ? AND IssueId = @id AND Votes < ? AND CreatedDate < @until"
    )
    prepared = connection.prepare(sql)
    assert [one.name for one in prepared.parameters] == ["", "@id", "", "@until"]
    assert [one.sql_type for one in prepared.parameters] == [93, -9, -5, 93]
    assert rows(connection, sql, "2026-01-02", 5, 100, START + datetime.timedelta(days=30)) == [("A-5",)]
    with pytest.raises(Error) as caught:
        rows(connection, sql, "yesterday", 5, 100, START)
    assert caught.value.sqlstate == "22007"
    with pytest.raises(Error) as caught:
        rows(connection, sql, "2026-01-02")
    assert caught.value.sqlstate == "07002"


def test_columns_that_depend_on_values_are_described_when_run() -> None:
    fake = site()
    connection = fake.connect()
    assert connection.prepare("SELECT ? + 1 AS a").columns is None
    assert rows(connection, "SELECT ? + 1 AS a", 2) == [(3,)]
    assert rows(connection, "SELECT ? AS a", "x") == [("x",)]


ERRORS = [
    ("SELECT Sumary FROM Requests", "42S22", "Did you mean Summary of Requests?"),
    ("SELECT r.Sumary FROM Requests r", "42S22", "The table Requests has no column Sumary. Did you mean Summary?"),
    ("SELECT * FROM Reqests", "42S02", "Did you mean Requests?"),
    ("SELECT * FROM Jirra.Issues", "42S02", "the schemas are JiraServiceDesk and Jira"),
    ("SELECT x.IssueId FROM Requests r", "42S02", "names no such table or alias"),
    ("SELECT IssueId FROM Requests a, Issues b", "42000", "is ambiguous"),
    ("SELECT nosuch(1) AS x", "42000", "There is no function nosuch"),
    ("SELECT SUM(Summary) AS s FROM Requests", "42000", "No function takes these types"),
    ("SELECT Votes, COUNT(*) AS n FROM Requests", "42000", "must be in GROUP BY"),
    ("SELECT CAST(Summary AS INT) AS n FROM Requests", "22018", "Could not convert"),
    ("SELECT CAST('2026-13-01' AS DATE) AS d", "22007", "out of range"),
    ("SELECT CAST(300 AS TINYINT) AS n", "22003", "out of range"),
    ("SELECT 1 / 0 AS n", "22012", "NULLIF"),
    ("SELECT (SELECT IssueId FROM Requests) AS x", "21000", "more than one row"),
    ("SELECT IssueId FROM Requests WHERE IssueId > 5", "42000", "Put a number in quotes"),
    ("SELECT IssueId FROM Requests UNION SELECT IssueId, Votes FROM Issues", "42000", "same number of columns"),
    ("SELECT a FROM (SELECT 1 AS a) GROUP BY", "42000", ""),
]


@pytest.mark.parametrize(("sql", "state", "text"), ERRORS)
def test_errors_speak_of_the_statement(sql: str, state: str, text: str) -> None:
    with pytest.raises(Error) as caught:
        rows(site().connect(), sql)
    assert caught.value.sqlstate == state
    assert text in caught.value.message
    for internal in ("scan 1", "duckdb", "LINE", "Binder", "sqlglot", "memory."):
        assert internal not in caught.value.message


def test_stars_leave_hidden_columns_out_and_names_find_them() -> None:
    assert "Created" not in [one.name for one in columns("SELECT * FROM Requests")]
    assert "Created" not in [one.name for one in columns("SELECT r.* EXCLUDE (Votes) FROM Requests r")]
    assert [one.name for one in columns("SELECT created, * FROM Requests")][:2] == ["Created", "IssueId"]
    assert len(columns("SELECT * FROM Requests r JOIN Issues i USING (IssueId)")) == 13


def test_integers_divide_as_in_sql() -> None:
    assert rows(site().connect(), "SELECT 7 / 2 AS a, 7 / 2.0 AS b, USER() AS u, DATABASE() AS d") == [
        (3, 3.5, "", "fake.example")
    ]


def test_explain_reads_nothing_and_tells_of_every_scan() -> None:
    fake = site()
    sql = "SELECT c.Body FROM Requests r JOIN RequestComments c ON c.RequestId = r.IssueId WHERE lower(r.Summary) = 'x'"
    found = rows(fake.connect(), f"EXPLAIN {sql}")
    assert fake.pages == []
    assert {row[1] for row in found} >= {"Requests", "RequestComments"}
    assert any(row[2] == "Keys" and "FROM Requests" in row[3] for row in found)
    assert any(row[2] == "Checked in memory" and "lower" in row[3] for row in found)
    assert not any("scan 1" in row[3] for row in found)
