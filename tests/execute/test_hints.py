"""What scans are told: LIMIT, ORDER BY, COUNT(*) and keys, and nothing where it could cost a row."""

from __future__ import annotations

import pytest

from jsdodbc.scan.hints import Hints, KeyFeed
from tests.execute.site import rows, site

FOUR = ("4", "15", "26", "37", "48", "59", "70", "81", "92")  # requests with four votes

CASES = [
    ("SELECT IssueKey FROM Requests LIMIT 3", "Requests", Hints(limit=3)),
    ("SELECT TOP 3 IssueKey FROM Requests WHERE Votes > 2", "Requests", Hints(limit=3)),
    ("SELECT IssueKey FROM Requests WHERE Votes > 2 LIMIT 3 OFFSET 4", "Requests", Hints(limit=7)),
    ("SELECT IssueKey FROM Requests WHERE lower(Summary) <> 'x' LIMIT 3", "Requests", Hints()),
    ("SELECT IssueKey FROM Requests WHERE Votes > 2 AND lower(Summary) <> 'x' LIMIT 3", "Requests", Hints()),
    ("SELECT IssueKey FROM Requests WHERE CAST(IssueId AS INT) > 5 LIMIT 3", "Requests", Hints()),
    ("SELECT DISTINCT Votes FROM Requests LIMIT 3", "Requests", Hints()),
    ("SELECT Votes, COUNT(*) AS n FROM Requests GROUP BY Votes LIMIT 3", "Requests", Hints()),
    ("SELECT MAX(Votes) AS n FROM Requests LIMIT 1", "Requests", Hints()),
    ("SELECT SUM(Votes) OVER () AS n FROM Requests LIMIT 1", "Requests", Hints()),
    ("SELECT unnest([1, 2]) AS n FROM Requests LIMIT 1", "Requests", Hints()),
    (
        "SELECT IssueKey FROM Requests ORDER BY CreatedDate DESC LIMIT 3",
        "Requests",
        Hints(limit=3, order=(("CreatedDate", True),)),
    ),
    (
        "SELECT CreatedDate AS c FROM Requests ORDER BY c LIMIT 3",
        "Requests",
        Hints(limit=3, order=(("CreatedDate", False),)),
    ),
    (
        "SELECT CreatedDate AS c FROM Requests ORDER BY 1 LIMIT 3",
        "Requests",
        Hints(limit=3, order=(("CreatedDate", False),)),
    ),
    ("SELECT IssueKey FROM Requests ORDER BY CreatedDate NULLS FIRST LIMIT 3", "Requests", Hints()),
    ("SELECT IssueKey FROM Requests ORDER BY Score LIMIT 3", "Requests", Hints()),
    (
        "SELECT IssueKey FROM Requests ORDER BY CreatedDate, Score DESC LIMIT 3",
        "Requests",
        Hints(limit=3, order=(("CreatedDate", False),)),
    ),
    ("SELECT MIN(CreatedDate) AS n FROM Requests", "Requests", Hints(limit=1, order=(("CreatedDate", False),))),
    (
        "SELECT MAX(CreatedDate) AS n FROM Requests WHERE Votes = 3",
        "Requests",
        Hints(limit=1, order=(("CreatedDate", True),)),
    ),
    (
        "SELECT MIN(CreatedDate) AS a, MAX(CreatedDate) AS b FROM Requests",
        "Requests",
        Hints(limit=1, order=(("CreatedDate", True),)),
    ),
    ("SELECT MIN(CreatedDate) AS a, MAX(Score) AS b FROM Requests", "Requests", Hints()),
    ("SELECT MAX(CreatedDate) AS n FROM Requests GROUP BY Votes", "Requests", Hints()),
    ("SELECT MAX(Score) AS n FROM Requests", "Requests", Hints()),
    ("SELECT IssueKey FROM Requests ORDER BY lower(IssueKey) LIMIT 3", "Requests", Hints()),
    ("SELECT COUNT(*) AS n FROM Requests", "Requests", Hints(count_only=True)),
    ("SELECT COUNT(1) AS n FROM Requests WHERE Votes = 3", "Requests", Hints(count_only=True)),
    ("SELECT COUNT(*) AS n FROM Requests WHERE lower(Summary) = 'x'", "Requests", Hints()),
    ("SELECT COUNT(Summary) AS n FROM Requests", "Requests", Hints()),
    (
        "SELECT c.Body FROM Requests r JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.Votes = 4",
        "RequestComments",
        Hints(keys=KeyFeed("RequestId", FOUR)),
    ),
    (
        "SELECT c.Body FROM Requests r LEFT JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.Votes = 4",
        "RequestComments",
        Hints(keys=KeyFeed("RequestId", FOUR)),
    ),
    (
        "SELECT c.Body FROM RequestComments c WHERE c.RequestId IN (SELECT IssueId FROM Requests WHERE Votes = 4)",
        "RequestComments",
        Hints(keys=KeyFeed("RequestId", FOUR)),
    ),
    ("SELECT c.Body FROM RequestComments c JOIN Requests r ON c.RequestId = r.IssueId", "RequestComments", Hints()),
    (
        "SELECT c.Body FROM RequestComments c LEFT JOIN Requests r ON c.RequestId = r.IssueId AND r.Votes = 4",
        "RequestComments",
        Hints(),
    ),
    (
        "SELECT c.Body FROM Requests r FULL JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.Votes IS NULL",
        "RequestComments",
        Hints(),
    ),
    (
        "SELECT c.Body FROM RequestComments c WHERE c.RequestId NOT IN (SELECT IssueId FROM Requests WHERE Votes = 4)",
        "RequestComments",
        Hints(),
    ),
    (
        "SELECT c.Body FROM Requests r JOIN RequestComments c ON c.RequestId = r.IssueId "
        "WHERE r.CreatedDate < GETDATE() AND c.Id > '5'",
        "RequestComments",
        Hints(),
    ),
]


@pytest.mark.parametrize(("sql", "table", "hints"), CASES)
def test_hints(sql: str, table: str, hints: Hints) -> None:
    fake = site()
    rows(fake.connect(), sql)
    told = next(one for name, one in reversed(fake.hints) if name == table)
    if told.keys is not None:
        told = Hints(keys=KeyFeed(told.keys.column, tuple(sorted(told.keys.values, key=int))))
    assert told == hints


def test_a_count_that_the_site_can_give_reads_nothing() -> None:
    fake = site()
    connection = fake.connect()
    asked: list[list[str]] = []

    def count(table: object, filters: object, cancellation: object) -> int:
        asked.append([one.fragment() for one in filters])  # type: ignore[attr-defined]
        return 42

    connection._count = count
    assert rows(connection, "SELECT COUNT(*) AS n FROM Requests WHERE Votes = 3 AND IssueKey = ?", "A-1") == [(42,)]
    assert asked == [['("Votes" = 3)', "(\"IssueKey\" = 'A-1')"]]
    assert fake.pages == []


def test_a_subquery_that_correlates_feeds_nothing() -> None:
    fake = site()
    inner = "SELECT r.IssueId FROM Requests r WHERE r.Summary = c.Body"
    sql = f"SELECT Body FROM RequestComments c WHERE RequestId IN ({inner})"
    rows(fake.connect(), sql)
    assert all(hints.keys is None for _, hints in fake.hints)


def test_no_key_feeds_nothing_to_read() -> None:
    fake = site()
    sql = "SELECT c.Body FROM Requests r JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.Votes = 99"
    assert rows(fake.connect(), sql) == []
    assert "RequestComments" not in [table for table, _ in fake.pages]


@pytest.mark.parametrize(
    "sql",
    ["SELECT IssueKey FROM Requests WHERE Votes > 2 LIMIT 3", "SELECT COUNT(*) AS n FROM Requests WHERE Votes = 3"],
)
def test_a_predicate_that_the_scan_refuses_keeps_hints_away(sql: str) -> None:
    fake = site()
    fake.push = False
    rows(fake.connect(), sql)
    assert fake.hints[-1][1] == Hints()


def test_keys_of_a_query_with_more_than_nine_parameters() -> None:
    numbers = ", ".join("?" * 9)
    sql = (
        f"SELECT c.Id FROM RequestComments c WHERE c.Body NOT IN ({numbers}) "
        "AND c.RequestId IN (SELECT IssueId FROM Requests WHERE Votes = ?) ORDER BY 1"
    )
    fake = site()
    found = rows(fake.connect(), sql, *"abcdefghi", 4)
    assert found == [(str(1000 + 2 * request + part),) for request in (4, 26, 48, 70, 92) for part in range(2)]
