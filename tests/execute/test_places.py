"""A name that nothing has: the error says where it stands in the text that the application wrote."""

from __future__ import annotations

import pytest

from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from tests.execute.site import rows, site

CASES = [
    ("SELECT Votes,\n       Sumary FROM Requests", "42S22", "Line 2, column 8: There is no column Sumary."),
    ("SELECT r.Votes, r.Sumary FROM Requests r", "42S22", "Line 1, column 19: The table Requests has no column"),
    ("SELECT {fn UCASE({fn LCASE(Sumary)})} FROM Requests", "42S22", "Line 1, column 28: There is no column Sumary."),
    ("SELECT Votes FROM Requests WHERE [Sum ary] = {d '2026-01-01'}", "42S22", "Line 1, column 34:"),
    ("SELECT 1 AS a;\n\nSELECT * FROM Reqests", "42S02", "Line 3, column 15: There is no table Reqests."),
    ("SELECT * FROM Jirra.Issues", "42S02", "Line 1, column 15: There is no table Jirra.Issues"),
    ("SELECT x.Votes FROM Requests r", "42S02", "Line 1, column 8: The statement uses x,"),
    ("EXPLAIN SELECT Sumary FROM Requests", "42S22", "Line 1, column 16:"),
    ("SELECT Votes, nofunction(1) FROM Requests", "42000", "Line 1, column 15: There is no function nofunction."),
    ("SELECT Votes, Summary FROM Requests GROUP BY Votes", "42000", "Line 1, column 15: The column Summary must be in"),
    ("SELECT k FROM (SELECT Votes AS k FROM Issues) t WHERE t.kk = 1", "42S22", "Line 1, column 57: t has no"),
    ("SELECT Votes FROM Requests r JOIN Issues i ON r.IssueId = i.IssueId", "42000", "Line 1, column 8:"),
    ("SELECT 1 FROM Requests JOIN Issues USING (Id)", "42S22", "Line 1, column 43: USING names the column Id"),
    ("UPDATE #mine SET nothing = 1", "42S02", "Line 1, column 8: There is no table #mine."),
]  # fmt: skip


@pytest.fixture(scope="module")
def connection() -> Connection:
    return site(1).connect()


@pytest.mark.parametrize(("sql", "state", "start"), CASES, ids=[sql for sql, _, _ in CASES])
def test_place_of_a_name(connection: Connection, sql: str, state: str, start: str) -> None:
    with pytest.raises(Error) as caught:
        connection.prepare(sql)
    assert caught.value.sqlstate == state
    assert caught.value.message.startswith(start)


def test_place_in_a_statement_that_waits_for_its_turn(connection: Connection) -> None:
    with pytest.raises(Error, match="Line 2, column 8: There is no column b"):
        rows(connection, "CREATE TABLE t (a INTEGER);\nSELECT b FROM t")
