"""Results flow: rows come before the last page is read, reading stops in time, failures come out as they are."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Cancelled, Error, TimedOut
from jsdodbc.execute.cage import POOL, Cage
from jsdodbc.execute.result import Result
from tests.execute.site import rows, site


def begin(connection: object, sql: str, cancellation: Cancellation | None = None) -> Result:
    prepared = connection.prepare(sql)  # type: ignore[attr-defined]
    execution = connection.execute(prepared, [()], cancellation=cancellation or Cancellation())  # type: ignore[attr-defined]
    return next(execution._begin)  # type: ignore[no-any-return]


def test_the_first_rows_come_before_the_last_page_is_read() -> None:
    fake = site(requests=1000, page=10)
    result = begin(fake.connect(), "SELECT IssueKey FROM Requests")
    batches = result.batches()
    first = next(batches)
    assert first.num_rows > 0
    assert len(fake.pages) < 50
    assert first.num_rows + sum(batch.num_rows for batch in batches) == 1000


def test_limit_stops_the_scan() -> None:
    fake = site(requests=1000, page=10)
    fake.push = False
    assert len(rows(fake.connect(), "SELECT IssueKey FROM Requests WHERE lower(Summary) <> 'x' LIMIT 20")) == 20
    assert len(fake.pages) < 20
    assert fake.closed == ["Requests"]


def test_closing_a_result_ends_its_scan() -> None:
    fake = site(requests=1000, page=10)
    result = begin(fake.connect(), "SELECT IssueKey FROM Requests")
    next(result.batches())
    result.close()
    read = len(fake.pages)
    assert read < 100
    assert fake.closed == ["Requests"]
    with pytest.raises(Error):
        next(result.batches())
    assert len(fake.pages) == read


@pytest.mark.parametrize("page", [0, 3, 99])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT IssueKey FROM Requests",
        "SELECT COUNT(*) AS n, SUM(Votes) AS s FROM Requests",
        "SELECT a.IssueKey FROM ServiceDesks d JOIN Requests a ON a.ServiceDeskId = d.Id ORDER BY 1",
    ],
)
def test_a_failing_page_fails_the_statement_with_its_own_error(sql: str, page: int) -> None:
    fake = site(requests=1000, page=10)
    failure = Error("08S01", "The connection to the site was cut.", native=503)

    def gate(table: str, number: int) -> None:
        if table == "Requests" and number == page:
            raise failure

    fake.gate = gate
    with pytest.raises(Error) as caught:
        rows(fake.connect(), sql)
    assert caught.value is failure


def test_a_defect_in_a_scan_is_told_as_one() -> None:
    fake = site()

    def gate(table: str, number: int) -> None:
        raise KeyError("fields")

    fake.gate = gate
    with pytest.raises(Error, match="Reading the site failed unexpectedly: KeyError") as caught:
        rows(fake.connect(), "SELECT IssueKey FROM Requests")
    assert caught.value.sqlstate == "HY000"


def test_cancel_while_a_page_is_awaited() -> None:
    fake = site(requests=1000, page=10)
    cancellation, waiting = Cancellation(), threading.Event()

    def gate(table: str, number: int) -> None:
        if number == 5:
            waiting.set()
            cancellation.wait(30)

    fake.gate = gate
    threading.Thread(target=lambda: (waiting.wait(30), cancellation.cancel())).start()
    with pytest.raises(Cancelled):
        rows(fake.connect(), "SELECT COUNT(*) AS n, SUM(Votes) AS s FROM Requests", cancellation=cancellation)
    fake.gate = None
    assert rows(fake.connect(), "SELECT COUNT(*) AS n FROM Requests") == [(1000,)]


def test_cancel_while_duckdb_computes() -> None:
    cancellation = Cancellation()
    timer = threading.Timer(0.05, cancellation.cancel)
    timer.start()
    sql = "SELECT COUNT(*) AS n FROM range(1000000000) a(i), range(1000000) b(j) WHERE hash(i + j) = 7"
    with pytest.raises(Cancelled):
        rows(site().connect(), sql, cancellation=cancellation)


def test_a_time_limit_that_ran_out() -> None:
    fake = site()
    cancellation = Cancellation()
    fake.gate = lambda table, number: cancellation.limit(1e-9)
    with pytest.raises(TimedOut):
        rows(fake.connect(), "SELECT IssueKey FROM Requests", cancellation=cancellation)


def test_many_statements_on_one_connection_from_many_threads() -> None:
    fake = site(requests=200, page=7)
    connection = fake.connect()

    def work(number: int) -> list[tuple[object, ...]]:
        sql = f"SELECT IssueKey FROM Requests WHERE Votes = {number % 11} ORDER BY IssueId"
        return rows(connection, sql)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, range(66)))
    assert [len(one) for one in found[:11]] == [len(one) for one in found[11:22]]
    assert sum(len(one) for one in found[:11]) == 200


def test_several_open_results_are_read_in_turns() -> None:
    fake = site(requests=300, page=10)
    connection = fake.connect()
    open_results = [begin(connection, "SELECT IssueKey FROM Requests").batches() for _ in range(5)]
    counts = [0] * 5
    for round_robin in itertools.zip_longest(*open_results):
        for index, batch in enumerate(round_robin):
            counts[index] += batch.num_rows if batch is not None else 0
    assert counts == [300] * 5


def test_closing_the_connection_stops_what_runs() -> None:
    fake = site(requests=1000, page=10)
    connection = fake.connect()
    result = begin(connection, "SELECT IssueKey FROM Requests")
    batches = result.batches()
    next(batches)
    connection.close()
    with pytest.raises(Error):
        list(batches)


class WatchedCage(Cage):
    """A cage that tells what is done in it; a batch waits before it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.reading, self.go_on = threading.Event(), threading.Event()

    def stream(self, sql: str, values: Any, rows: int = 1000) -> tuple[Any, Any]:
        result, reader = super().stream(sql, values, rows)
        return result, SimpleNamespace(read_next_batch=lambda: self._read(reader), close=lambda: self._close(reader))

    def _read(self, reader: Any) -> Any:
        self.reading.set()
        assert self.go_on.wait(10)
        self.done.append("batch read")
        return reader.read_next_batch()

    def _close(self, reader: Any) -> None:
        self.done.append("reader closed")
        reader.close()

    def close(self) -> None:
        self.done.append("cage closed")
        super().close()


# The engine once crashed: a connection that was closed took the cage apart while a statement read in it.
@pytest.mark.parametrize("close", [lambda connection, result: connection.close(), lambda _, result: result.close()])
def test_a_cage_outlives_whoever_reads_in_it(
    monkeypatch: pytest.MonkeyPatch, close: Callable[[Any, Result], None]
) -> None:
    fake, cage = site(requests=1000, page=10), WatchedCage()
    connection = fake.connect()
    connection.prepare("SELECT IssueKey FROM Requests")
    monkeypatch.setattr(POOL, "take", lambda: cage)
    result = begin(connection, "SELECT IssueKey FROM Requests")
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(next, result.batches())
        assert cage.reading.wait(10)
        close(connection, result)
        assert cage.done == []
        cage.go_on.set()
        with pytest.raises(Cancelled):
            reading.result()
    assert cage.done == ["batch read", "reader closed", "cage closed"]
    assert fake.closed == ["Requests"]
    with pytest.raises(Error, match="closed"):
        next(result.run.batches())


def test_most_rows_and_longest_values() -> None:
    fake = site(requests=100, page=10)
    connection = fake.connect()
    assert len(rows(connection, "SELECT IssueKey FROM Requests", max_rows=13)) == 13
    assert fake.hints[-1][1].limit == 13
    assert rows(connection, "SELECT 'añb💡c' AS x, 'de' AS y", max_length=3) == [("añb", "de")]
    assert len(rows(connection, "SELECT IssueKey FROM Requests ORDER BY Score DESC", max_rows=3)) == 3
    assert fake.hints[-1][1].limit is None


def test_results_of_several_statements_and_parameter_sets() -> None:
    fake = site()
    connection = fake.connect()
    prepared = connection.prepare("SELECT ? + 1 AS a; SELECT COUNT(*) AS n FROM Requests WHERE IssueId = ?")
    execution = connection.execute(prepared, [(1, 5), (2, 500)], cancellation=Cancellation())
    found = [[row for batch in result.batches() for row in batch.to_pylist()] for result in execution.results]
    assert found == [[{"a": 2}], [{"n": 1}], [{"a": 3}], [{"n": 0}]]
