"""What a statement may cost, as an application is told: MaxRequests, WarnRequests, EXPLAIN."""

from __future__ import annotations

import json

import pyodbc
import pytest

from tests.odbc.clients import Client

ALL = "SELECT IssueKey, Summary FROM Issues"


def test_many_requests_are_a_warning(client: Client) -> None:
    cursor = client.connect("WarnRequests=2;Pagesize=20;").cursor()
    told = list(cursor.execute(ALL).messages or [])
    rows = 0
    while cursor.fetchone() is not None:
        rows += 1
        told += cursor.messages or []
    assert rows > 40
    assert {state for state, _ in told} == {"[01000] (0)"} and "WarnRequests=2" in told[0][1]


def test_more_requests_than_allowed_are_an_error(client: Client) -> None:
    cursor = client.connect("MaxRequests=2;Pagesize=20;").cursor()
    with pytest.raises(pyodbc.Error, match="MaxRequests=2") as caught:
        cursor.execute(ALL).fetchall()
    assert caught.value.args[0] == "HY000"


def test_explain_analyze_as_json(client: Client) -> None:
    told = json.loads(client.connect().execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {ALL}").fetchval())
    assert told["actual"]["calls"] == told["expected"]["calls"] > 0
    assert told["actual"]["rows"] == told["scans"][0]["actual"]["rows"] > 40
