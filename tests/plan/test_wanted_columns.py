"""Which columns a statement can mean: what is read when DuckDB leaves that open, as it does for some anti-joins."""

from __future__ import annotations

import pytest
import sqlglot

from jsdodbc.plan.plan import plan
from jsdodbc.sql.dialect import Dialect
from tests.execute.fake import FakeCatalog

SURE = [
    (
        "SELECT COUNT(*) FROM Requests r WHERE r.Votes > 1 AND NOT EXISTS "
        "(SELECT 1 FROM Issues i WHERE i.IssueKey = r.IssueKey)",
        [{"Votes", "IssueKey"}, {"IssueKey"}],
    ),
    ("SELECT r.Votes FROM Requests r CROSS JOIN Issues i", [{"Votes"}, set()]),
    ("SELECT Name FROM ServiceDesks d JOIN Requests r ON d.Id = r.ServiceDeskId", [{"Name", "Id"}, {"ServiceDeskId"}]),
    (
        "SELECT x.k FROM (SELECT IssueKey AS k, Votes AS v FROM Requests) x JOIN Issues i ON i.Votes = x.v",
        [{"Votes"}, {"IssueKey", "Votes"}],
    ),
]
UNSURE = [
    "SELECT COUNT(*) FROM Requests JOIN Issues USING (IssueId)",
    "SELECT COUNT(*) FROM Requests NATURAL JOIN Issues",
    "SELECT r FROM Requests r JOIN Issues i ON i.IssueId = r.IssueId",
    "SELECT COUNT(r) FROM Requests r JOIN Issues i ON i.IssueId = r.IssueId",
    "SELECT COLUMNS('I.*') FROM Requests r JOIN Issues i ON i.IssueId = r.IssueId",
    "SELECT HASH(r.*) FROM Requests r JOIN Issues i ON i.IssueId = r.IssueId",
    "SELECT * EXCLUDE (Votes) FROM Requests r JOIN Issues i ON i.IssueId = r.IssueId",
    "SELECT * FROM Requests r JOIN (PIVOT Issues ON Summary USING COUNT(*)) p ON TRUE",
]


def wanted(sql: str) -> list[frozenset[str] | None]:
    tree = sqlglot.parse_one(sql, read=Dialect)
    return [scan.wanted for scan in plan(tree, FakeCatalog()).scans]  # type: ignore[arg-type]


@pytest.mark.parametrize(("sql", "columns"), SURE, ids=[sql for sql, _ in SURE])
def test_columns_that_are_meant(sql: str, columns: list[set[str]]) -> None:
    assert sorted(sorted(names) for names in wanted(sql) if names is not None) == sorted(map(sorted, columns))


@pytest.mark.parametrize("sql", UNSURE)
def test_where_it_is_not_sure_all_are(sql: str) -> None:
    assert set(wanted(sql)) == {None}
