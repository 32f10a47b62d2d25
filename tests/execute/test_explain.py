"""EXPLAIN in numbers: held against the requests that the same statement then sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.execute.site import rows
from tests.execute.test_request_counts import CASES, WARM_UP

JOINED = (
    "SELECT r.IssueKey, s.SlaName, p.DisplayName FROM Requests r JOIN RequestSLACycles s ON s.RequestId = r.IssueId "
    "JOIN RequestParticipants p ON p.RequestId = r.IssueId WHERE r.CreatedDate < '2022-06-01'"
)


@dataclass
class Bench:
    sandbox: Sandbox
    connection: Connection

    def explained(self, sql: str, options: str = "FORMAT JSON") -> dict[str, Any]:
        return json.loads(rows(self.connection, f"EXPLAIN ({options}) {sql}")[0][0])  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=["cloud", "dc"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with Sandbox(request.param, issues=400, seed=5, bulky=False) as sandbox:
        resolved, _ = settings.resolve(connection_string.parse(sandbox.connection_string))
        session = Session.open(resolved, Cancellation())
        made = Bench(sandbox, Connection(session))
        for table in ("Requests", "Issues"):
            rows(made.connection, WARM_UP.format(table))
        yield made
        made.connection.close()
        session.close()


@pytest.mark.parametrize("sql", [*(sql for _, _, sql in CASES), JOINED])
def test_as_many_calls_as_were_told(bench: Bench, sql: str) -> None:
    rows(bench.connection, sql)  # what lists of the site it needs are known from here on
    told = bench.explained(sql)
    before = len(bench.sandbox.requests)
    found = rows(bench.connection, sql)
    sent = len(bench.sandbox.requests) - before
    assert told["expected"]["calls"] == sent or (told["expected"]["atLeast"] and told["expected"]["calls"] < sent), told
    counted = [scan["expected"] for scan in told["scans"] if scan["expected"]["rows"] is not None]
    if len(told["scans"]) == len(counted) == 1 and not any(word in sql for word in ("COUNT", "MIN")):
        assert counted[0]["rows"] >= len(found) and (counted[0]["rowsAtMost"] or counted[0]["rows"] == len(found))


def test_what_happened_is_told_scan_by_scan(bench: Bench) -> None:
    count = len(rows(bench.connection, JOINED))
    before = len(bench.sandbox.requests)
    told = bench.explained(JOINED, "ANALYZE, FORMAT JSON")
    actual = told["actual"]
    assert actual["rows"] == count
    assert sum(scan["actual"]["calls"] for scan in told["scans"]) == actual["calls"] == told["expected"]["calls"]
    assert sum(scan["actual"]["bytes"] for scan in told["scans"]) == actual["bytes"] > 1_000
    assert len(bench.sandbox.requests) - before > actual["calls"]  # the counts that EXPLAIN asks for are not among them
    assert {scan["table"]: scan["actual"]["rows"] > 0 for scan in told["scans"]} == {
        "Requests": True,
        "RequestSLACycles": True,
        "RequestParticipants": True,
    }


def test_a_count_is_analyzed(bench: Bench) -> None:
    told = bench.explained("SELECT COUNT(*) AS n FROM Requests", "ANALYZE, FORMAT JSON")
    assert told["actual"]["calls"] == told["scans"][0]["actual"]["calls"] == told["expected"]["calls"] == 1


def test_rows_say_the_same_as_json(bench: Bench) -> None:
    sql = "SELECT IssueKey FROM Requests WHERE Status = 'Open' AND Summary LIKE '%a%' LIMIT 5"
    lines = rows(bench.connection, f"EXPLAIN ANALYZE {sql}")
    told = bench.explained(sql)
    details = {line[2]: line[3] for line in lines}
    assert details["JQL"] == told["scans"][0]["jql"]
    assert {"Expected calls", "Pushed exactly", "Actual"} <= set(details)
    assert "calls" in details["Actual"] and "waitedSeconds" in details["Actual"]


@pytest.mark.parametrize("sql", ["EXPLAIN (FORMAT XML) SELECT 1", "EXPLAIN (ANALYZE", "EXPLAIN ANALYZE"])
def test_what_explain_does_not_know(bench: Bench, sql: str) -> None:
    with pytest.raises(Error) as caught:
        rows(bench.connection, sql)
    assert caught.value.sqlstate == "42000"


def test_no_secret_is_told(bench: Bench) -> None:
    session = bench.connection._session
    secret = session.settings.secrets[0]
    lines = rows(bench.connection, f"EXPLAIN SELECT IssueKey FROM Requests WHERE Summary = '{secret}'")
    assert lines and not any(secret in str(line) for line in lines)
