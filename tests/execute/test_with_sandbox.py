"""The whole way against the sandbox, both flavours: joins and subqueries equal plain DuckDB over the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.execute.site import rows

TABLES = (
    "Requests",
    "Issues",
    "RequestComments",
    "RequestSLACycles",
    "ServiceDesks",
    "RequestTypes",
    "Users",
    "Fields",
)

QUERIES = [
    "SELECT COUNT(*) AS n FROM Requests",
    "SELECT COUNT(*) AS n FROM Issues WHERE Created >= '2025-01-01'",
    "SELECT IssueKey, Created FROM Issues ORDER BY Created DESC, IssueKey LIMIT 7",
    "SELECT IssueKey, DueDate FROM Issues WHERE DueDate IS NOT NULL ORDER BY DueDate, IssueKey LIMIT 7",
    "SELECT DueDate FROM Issues ORDER BY DueDate LIMIT 7",
    "SELECT DueDate FROM Issues ORDER BY DueDate DESC LIMIT 7",
    "SELECT Created FROM Issues WHERE IssueKey IN ('ITH-90', 'ITH-3', 'SUP-2', 'SUP-50') ORDER BY Created LIMIT 2",
    "SELECT Created, Summary FROM Issues ORDER BY Created, Summary DESC LIMIT 5",
    "SELECT MIN(Created) AS a FROM Issues",
    "SELECT MAX(CreatedDate) AS a FROM Requests WHERE Summary LIKE '%laptop%'",
    "SELECT MIN(DueDate) AS a FROM Issues",
    "SELECT MIN(Created) AS a, MAX(Created) AS b FROM Issues",
    "SELECT MAX(Created) AS a, MIN(Updated) AS b, COUNT(*) AS n, MAX(Created) AS c FROM Issues WHERE Priority = 'High'",
    "SELECT MIN(CreatedDate) AS a, MAX(CreatedDate) AS b FROM Requests WHERE CreatedDate >= '2023-01-01'",
    "SELECT MIN(CreatedDate) AS a, COUNT(*) AS n FROM Requests WHERE Summary LIKE '%e%'",
    "SELECT MIN(Created) AS a, MIN(DueDate) AS b, COUNT(*) AS n FROM Issues WHERE Priority <> 'High'",
    "SELECT MIN(Created) AS a, MAX(Created) AS b, COUNT(*) AS n FROM Issues WHERE Priority = 'Nothing like it'",
    "SELECT MAX(DueDate) AS a FROM Issues WHERE DueDate > '2022-01-01'",
    "SELECT MAX(Updated) AS a FROM Issues WHERE Priority = 'Nothing like it'",
    "SELECT COUNT(*) AS n FROM Requests WHERE CreatedDate >= '2023-01-01' AND CreatedDate < '2024-01-01 10:30'",
    "SELECT Status, COUNT(*) AS n FROM Requests GROUP BY Status",
    "SELECT r.IssueKey, s.SlaName, s.CycleNumber FROM Requests r JOIN RequestSLACycles s ON s.RequestId = r.IssueId "
    "WHERE r.CreatedDate >= '2026-01-01' AND s.Breached",
    "SELECT r.IssueKey, c.Id FROM Requests r LEFT JOIN RequestComments c ON c.RequestId = r.IssueId "
    "WHERE r.CreatedDate >= '2026-06-01'",
    "SELECT c.RequestKey, c.Id FROM RequestComments c WHERE c.RequestId IN "
    "(SELECT IssueId FROM Requests WHERE CreatedDate < '2021-06-01')",
    "SELECT d.ProjectKey, COUNT(r.IssueId) AS n FROM ServiceDesks d "
    "LEFT JOIN Requests r ON r.ServiceDeskId = d.Id GROUP BY 1",
    "SELECT t.Name, COUNT(*) AS n FROM Requests r JOIN RequestTypes t ON t.Id = r.RequestTypeId "
    "AND t.ServiceDeskId = r.ServiceDeskId GROUP BY 1",
    "SELECT i.IssueKey FROM Issues i WHERE NOT EXISTS (SELECT 1 FROM Requests r WHERE r.IssueId = i.IssueId)",
]


class Site:
    def __init__(self, sandbox: Sandbox) -> None:
        resolved, _ = settings.resolve(connection_string.parse(sandbox.connection_string))
        self.session = Session.open(resolved, Cancellation())
        self.sandbox = sandbox
        self.connection = Connection(self.session)
        self.plain = duckdb.connect()
        for table in TABLES:
            prepared = self.connection.prepare(f"SELECT * FROM {table}")
            result = next(iter(self.connection.execute(prepared, [()], cancellation=Cancellation()).results))
            self.plain.register(table, pa.Table.from_batches(list(result.batches())))


@pytest.fixture(scope="module", params=["cloud", "dc"])
def live(request: pytest.FixtureRequest) -> Iterator[Site]:
    with Sandbox(request.param, issues=150, seed=3, bulky=False, time_zone="Australia/Lord_Howe") as sandbox:
        made = Site(sandbox)
        yield made
        made.connection.close()
        made.session.close()


@pytest.mark.parametrize("sql", QUERIES)
def test_same_rows_as_plain_duckdb(live: Site, sql: str) -> None:
    expected: list[tuple[Any, ...]] = live.plain.execute(sql).fetchall()
    assert sorted(rows(live.connection, sql), key=repr) == sorted(expected, key=repr)


def test_a_join_asks_only_for_the_comments_it_needs(live: Site) -> None:
    newest = rows(live.connection, "SELECT IssueId FROM Requests ORDER BY Created DESC LIMIT 1")[0][0]
    before = len(live.sandbox.requests)
    sql = "SELECT c.Id FROM Requests r JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.IssueId = ?"
    rows(live.connection, sql, newest)
    assert len(live.sandbox.requests) - before <= 5


def test_prepare_sends_nothing(live: Site) -> None:
    before = len(live.sandbox.requests)
    live.connection.prepare("SELECT r.Summary, c.Body FROM Requests r, RequestComments c WHERE r.IssueId = c.RequestId")
    assert len(live.sandbox.requests) == before


def test_ten_thousand_values_in_a_list(live: Site) -> None:
    numbers = range(10_000, 20_000)
    before = len(live.sandbox.requests)
    found = rows(live.connection, f"SELECT IssueId FROM Issues WHERE IssueId IN ({', '.join(map(str, numbers))})")
    sent = live.sandbox.requests[before:]
    expected = live.plain.execute("SELECT count(*) FROM Issues WHERE CAST(IssueId AS INT) BETWEEN 10000 AND 19999")
    assert [(len(found),)] == expected.fetchall()
    assert len(sent) == 100
    assert max(len(request.body) for request in sent) < 4_000
