"""What becomes of a statement before DuckDB sees it: pairs of SQL, with the fake model of tests/execute."""

from __future__ import annotations

import pytest

from jsdodbc.errors import Error
from jsdodbc.plan.plan import Plan, plan
from jsdodbc.sql.parse import parse
from tests.execute.fake import FakeCatalog


def planned(sql: str) -> Plan:
    return plan(parse(sql).statements[0].tree, FakeCatalog(), {"user": "O'Neil", "database": "fake"})  # type: ignore[arg-type]


CASES = [
    ("SELECT Id FROM ServiceDesks", 'SELECT Id FROM "scan 1" AS "ServiceDesks"'),
    ("SELECT id FROM servicedesks d", 'SELECT id AS "Id" FROM "scan 1" AS d'),
    ("SELECT * FROM ServiceDesks", 'SELECT "ServiceDesks"."Id", "ServiceDesks"."Name" FROM "scan 1" AS "ServiceDesks"'),
    ("SELECT Jira.Issues.Votes FROM Jira.Issues", 'SELECT Issues.Votes FROM "scan 1" AS "Issues"'),
    ("SELECT a.Id FROM ServiceDesks a, ServiceDesks b", 'SELECT a.Id FROM "scan 1" AS a, "scan 2" AS b'),
    (
        "WITH Requests AS (SELECT Id FROM ServiceDesks) SELECT Id FROM Requests",
        'WITH Requests AS (SELECT Id FROM "scan 1" AS "ServiceDesks") SELECT Id FROM Requests',
    ),
    ("SELECT Votes FROM Requests WHERE IssueId = 5", 'SELECT Votes FROM "scan 1" AS "Requests" WHERE IssueId = \'5\''),
    ("SELECT Votes FROM Requests WHERE Votes = 5", 'SELECT Votes FROM "scan 1" AS "Requests" WHERE Votes = 5'),
    ("SELECT USER() AS u", "SELECT 'O''Neil' AS u"),
]


@pytest.mark.parametrize(("sql", "expected"), CASES)
def test_case(sql: str, expected: str) -> None:
    assert planned(sql).sql == expected


@pytest.mark.parametrize(
    "sql",
    [
        "WITH x AS (SELECT * FROM y), y AS (SELECT 1 AS a) SELECT * FROM x",
        "SELECT * FROM (WITH x AS (SELECT 1 AS a) SELECT a FROM x) s, x",
        "WITH x AS (SELECT * FROM x) SELECT * FROM x",
    ],
)
def test_a_common_table_is_known_only_where_it_is_in_scope(sql: str) -> None:
    with pytest.raises(Error) as caught:
        planned(sql)
    assert caught.value.sqlstate == "42S02"


def test_origins_follow_columns_and_only_columns() -> None:
    origins = planned("SELECT d.Name, UPPER(d.Name) AS u, COUNT(*) AS n FROM ServiceDesks d GROUP BY 1, 2").origins
    assert [one.column.name if one else None for one in origins] == ["Name", None, None]


def test_ten_thousand_values_in_a_list() -> None:
    values = ", ".join(str(number) for number in range(10_000))
    assert "'9999'" in planned(f"SELECT Votes FROM Requests WHERE IssueId IN ({values})").sql
