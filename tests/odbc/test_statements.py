"""Statements through pyodbc: values, parameters, many at a time, cancelled, limited in time."""

from __future__ import annotations

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pyodbc
import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client

VALUES = [
    (True, "BOOLEAN"), (-32768, "SMALLINT"), (2**31 - 1, "INTEGER"), (-(2**63), "BIGINT"), (0.1, "DOUBLE"),
    (Decimal("-12345678901234567890.12"), "DECIMAL(38,2)"), ("it's 東京 😀", "VARCHAR"), ("", "VARCHAR"),
    (datetime.date(2024, 2, 29), "DATE"), (datetime.time(23, 59, 59), "TIME"),
    (datetime.datetime(1969, 12, 31, 23, 59, 59, 999999), "TIMESTAMP"), (b"\x00\xff", "BLOB"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "kind"), VALUES, ids=[f"{kind}-{value!r}" for value, kind in VALUES])
def test_value_comes_back_as_it_was_bound(client: Client, value: object, kind: str) -> None:
    connection = client.connect()
    row = connection.execute(f"SELECT CAST(? AS {kind}), CAST(NULL AS {kind})", value).fetchone()
    assert tuple(row) == (value, None)
    connection.close()


def test_long_text_in_pieces(client: Client) -> None:
    connection = client.connect()
    text = connection.execute("SELECT REPEAT('a😀é', 100000)").fetchval()
    assert text == "a😀é" * 100_000
    connection.close()


@pytest.mark.parametrize(
    ("value", "size"),
    [("aé東🙂" * 500_000, "LENGTH(?)"), (b"\x00\xff" * (1 << 20), "OCTET_LENGTH(CAST(? AS BLOB))")],
    ids=["text", "bytes"],
)
def test_a_long_parameter_comes_in_portions(client: Client, value: str | bytes, size: str) -> None:
    connection = client.connect()
    assert connection.execute(f"SELECT {size}", value).fetchval() == len(value)
    with pytest.raises(pyodbc.Error, match="takes up to 16777216") as caught:
        connection.execute(f"SELECT {size}", value * 9)
    assert caught.value.args[0] == "HYC00"
    assert connection.execute(f"SELECT {size}", value[:9]).fetchval() == 9
    connection.close()


def test_parameters_filter_and_are_used_again(client: Client, site: Sandbox) -> None:
    connection = client.connect()
    cursor = connection.cursor()
    keys = [row[0] for row in cursor.execute("SELECT IssueKey FROM Issues ORDER BY IssueKey LIMIT 3")]
    for key in keys:
        found = cursor.execute("SELECT IssueKey FROM Issues WHERE IssueKey = ?", key).fetchall()
        assert [tuple(row) for row in found] == [(key,)]
    connection.close()


def test_null_parameter_equals_nothing(client: Client) -> None:
    connection = client.connect()
    assert connection.execute("SELECT IssueKey FROM Issues WHERE IssueKey = ?", None).fetchall() == []
    connection.close()


# A limit of -1 once went into a slice: a result without rows, or a batch of negative length.
@pytest.mark.parametrize(("limit", "rows"), [("-1", 10), ("0", 10), ("7", 7), ("10", 10), ("1000", 10)])
@pytest.mark.parametrize(
    "sql", ["SELECT i FROM generate_series(1, 10) AS g(i)", "SELECT IssueKey FROM Issues LIMIT 10"]
)
def test_most_rows_by_property(client: Client, limit: str, rows: int, sql: str) -> None:
    connection = client.connect(f"MaxRows={limit};")
    assert len(connection.execute(sql).fetchall()) == rows
    connection.close()


def test_hundred_thousand_rows(client: Client) -> None:
    connection = client.connect()
    cursor = connection.execute("SELECT i, 'row ' || i AS t FROM generate_series(1, 100000) AS g(i)")
    count = 0
    for number, text in cursor:
        count += 1
        assert (number, text) == (count, f"row {count}")
    assert count == 100_000
    connection.close()


def test_many_statements_open_at_once(client: Client) -> None:
    connection = client.connect()
    cursors = [connection.cursor().execute(f"SELECT IssueKey, {n} FROM Issues ORDER BY IssueKey") for n in range(8)]
    rows = [list(parts) for parts in zip(*(cursor.fetchall() for cursor in cursors), strict=True)]
    assert len(rows) == 300
    assert all(len({key for key, _ in parts}) == 1 and [n for _, n in parts] == list(range(8)) for parts in rows)
    connection.close()


def test_many_threads_and_connections(client: Client) -> None:
    def work(number: int) -> tuple[int, int]:
        connection = client.connect()
        try:
            row = connection.execute("SELECT COUNT(*), ? FROM Issues WHERE IssueKey IS NOT NULL", number).fetchone()
            return row[0], int(row[1])
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(work, range(36))) == [(300, number) for number in range(36)]


def test_one_connection_from_many_threads(client: Client) -> None:
    connection = client.connect()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: connection.execute("SELECT CAST(? AS BIGINT) * 2", n).fetchval(), range(64)))
    assert found == [n * 2 for n in range(64)]
    connection.close()


def test_cancel_from_another_thread(own_client: Client, own_site: Sandbox) -> None:
    connection = own_client.connect()
    cursor = connection.cursor()
    own_site.faults.add("slow", "bulkfetch|search", times=None, seconds=60)

    def cancel() -> None:
        while not any("search" in each.path for each in own_site.requests):
            threading.Event().wait(0.01)
        cursor.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(pyodbc.Error) as caught:
        cursor.execute("SELECT Summary FROM Issues").fetchall()
    assert caught.value.args[0] == "HY008"
    thread.join()
    own_site.faults.clear()
    assert connection.execute("SELECT COUNT(*) FROM Issues").fetchval() == 250
    connection.close()


def test_query_timeout(own_client: Client, own_site: Sandbox) -> None:
    connection = own_client.connect()
    connection.timeout = 1
    own_site.faults.add("slow", "bulkfetch|search", times=None, seconds=60)
    with pytest.raises(pyodbc.Error) as caught:
        connection.execute("SELECT Summary FROM Issues").fetchall()
    assert caught.value.args[0] == "HYT00"
    own_site.faults.clear()
    assert connection.execute("SELECT COUNT(*) FROM Issues").fetchval() == 250
    connection.close()


def test_failure_in_mid_result_is_never_a_short_one(own_client: Client, own_site: Sandbox) -> None:
    connection = own_client.connect("Other='Retries=0';")
    own_site.faults.add("mid body", "bulkfetch", times=None, skip=1)
    with pytest.raises(pyodbc.Error):
        connection.execute("SELECT Summary FROM Issues").fetchall()
    connection.close()


def test_results_that_are_closed_early_leave_the_connection_usable(client: Client) -> None:
    connection = client.connect()
    for _ in range(20):
        cursor = connection.execute("SELECT IssueKey, Summary FROM Issues")
        cursor.fetchone()
        cursor.close()
    assert connection.execute("SELECT 1").fetchval() == 1
    connection.close()
