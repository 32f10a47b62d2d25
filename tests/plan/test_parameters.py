"""What SQLDescribeParam tells: the type and size of what a parameter meets."""

from __future__ import annotations

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from tests.execute.site import rows, site

SUMMARY, VOTES, CREATED = (-9, 500), (-5, 19), (93, 26)
UNKNOWN, REAL, INTEGER, DATE = (-9, 255), (8, 15), (4, 10), (91, 10)

# A query, or what follows SELECT IssueKey FROM Requests WHERE; the parameters in order.
DESCRIBED = [
    ("Summary = ?", [SUMMARY]),
    ("? <> Summary", [SUMMARY]),
    ("NOT (Summary <> (?))", [SUMMARY]),
    ("Summary LIKE ?", [SUMMARY]),
    ("Summary LIKE ? ESCAPE '!'", [SUMMARY]),
    ("UPPER(Summary) = ?", [SUMMARY]),
    ("Votes IN (?,?)", [VOTES, VOTES]),
    ("? IN (Votes, 7)", [VOTES]),
    ("? IN (SELECT Votes FROM Issues)", [VOTES]),
    ("Summary IN (SELECT Summary FROM Issues WHERE Votes > ?)", [VOTES]),
    ("CreatedDate BETWEEN ? AND ?", [CREATED, CREATED]),
    ("? BETWEEN Votes AND 10", [VOTES]),
    ("Votes + ? > 3", [VOTES]),
    ("-? < Votes * 2", [VOTES]),
    ("(Summary, Votes)=(?,?)", [SUMMARY, VOTES]),
    ("(Summary, Votes) IN ((?,?),(?,1))", [SUMMARY, VOTES, SUMMARY]),
    ("CASE Votes WHEN ? THEN 1 ELSE 0 END = 1", [VOTES]),
    ("? IS NULL", [UNKNOWN]),
    ("YEAR(?) = 2026", [CREATED]),
    ("DATEADD(day, ?, CreatedDate) > ?", [INTEGER, CREATED]),
    ("SELECT IssueKey FROM Requests LIMIT ? OFFSET ?", [VOTES, VOTES]),
    ("SELECT TOP ? IssueKey FROM Requests", [VOTES]),
    ("SELECT CASE WHEN ? = Votes THEN ? ELSE Summary END AS x FROM Requests", [VOTES, SUMMARY]),
    ("SELECT COALESCE(Summary, ?) AS x FROM Requests", [SUMMARY]),
    ("SELECT Summary || ? AS x FROM Requests", [SUMMARY]),
    ("SELECT ROUND(?, 2) AS x", [REAL]),
    ("SELECT CAST(? AS DATE) AS x", [DATE]),
    ("SELECT ? AS x", [UNKNOWN]),
    ("SELECT q.v FROM (SELECT Summary AS v FROM Requests) q WHERE q.v = ?", [SUMMARY]),
    ("SELECT COUNT(*) AS n FROM Requests GROUP BY Summary HAVING COUNT(*) > ?", [VOTES]),
]


@pytest.mark.parametrize(("sql", "wanted"), DESCRIBED)
def test_parameters_have_the_type_of_what_they_meet(sql: str, wanted: list[tuple[int, int]]) -> None:
    whole = sql if sql.startswith("SELECT") else f"SELECT IssueKey FROM Requests WHERE {sql}"
    described = site().connect().prepare(whole).parameters
    assert [(one.sql_type, one.column_size) for one in described] == wanted


def test_markers_without_a_space_between_them_are_markers() -> None:
    assert rows(site().connect(), "SELECT COUNT(*) AS n FROM Requests WHERE IssueId IN (?,?,?)", "1", "2", "x") == [
        (2,)
    ]


def test_a_set_with_a_value_that_does_not_fit_fails_alone() -> None:
    connection = site().connect()
    prepared = connection.prepare("SELECT IssueKey FROM Requests WHERE CreatedDate = ?")
    sets = [["2026-01-02"], ["yesterday"], ["2026-01-03"]]
    execution = connection.execute(prepared, sets, cancellation=Cancellation())
    found = [row for result in execution.results for batch in result.batches() for row in batch.to_pylist()]
    assert [row["IssueKey"] for row in found] == ["A-1", "A-2"]
    assert {row: error.sqlstate for row, error in execution.refused.items()} == {2: "22007"}
    with pytest.raises(Error) as caught:
        connection.execute(prepared, [["x"], ["y"]], cancellation=Cancellation())
    assert (caught.value.sqlstate, caught.value.row) == ("22007", 1)


def test_a_statement_without_parameters_runs_once_whatever_is_bound() -> None:
    connection = site().connect()
    prepared = connection.prepare("SELECT 1 AS a")
    execution = connection.execute(prepared, [[1], [2], [3]], cancellation=Cancellation())
    assert len(list(execution.results)) == 1
