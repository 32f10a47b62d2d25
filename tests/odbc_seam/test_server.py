"""Requests and replies over a socket pair, with statements that say what happens (fakes.py)."""

from __future__ import annotations

import struct
import threading

import pytest

from jsdodbc.odbc import wire
from tests.odbc_seam.conftest import Seam
from tests.odbc_seam.peer import buffers, driver_connect, execute


def state(reply: object) -> str:
    assert isinstance(reply, wire.Failure), reply
    return str(reply.diagnostics[0].sqlstate)


def test_handshake_says_both_versions(closed_seam: Seam) -> None:
    assert closed_seam.peer.call(wire.Hello(1, "0.1.0")).version == 1
    assert state(closed_seam.peer.call(wire.Hello(99, "9.0"))) == "08004"


def test_everything_but_statements_is_answered_while_the_imports_run(closed_seam: Seam) -> None:
    closed_seam.backend.warm.clear()
    peer = closed_seam.peer
    assert peer.call(wire.Hello(1, "0.1.0")).version == 1
    assert peer.call(driver_connect(), 1).info
    types = peer.call(wire.CatalogCall(1, 9, [], [0], 0, wire.Options()), 5)
    assert types.has_result_set
    assert peer.fetch(5).message.rows == types.row_count
    waiting = peer.send(execute("one"), 6)
    assert peer.call(wire.GetConnectionAttribute(109), 1).text == "site.example"
    closed_seam.backend.warm.set()
    assert peer.receive(waiting).message.has_result_set


def test_connecting_tells_warnings_and_gives_back_what_was_given(closed_seam: Seam) -> None:
    text = "URL=https://site.example;Colour=red;Password={a;b}"
    reply = closed_seam.peer.call(driver_connect(text), 1)
    assert reply.connection_string == text
    assert [one.sqlstate for one in reply.diagnostics] == ["01S00"]


def test_a_failed_connect_leaves_nothing(closed_seam: Seam) -> None:
    assert state(closed_seam.peer.call(driver_connect("User=ann"), 1)) == "HY024"
    assert state(closed_seam.peer.call(wire.NativeSql("x"), 1)) == "08003"
    assert state(closed_seam.peer.call(execute("one"), 5)) == "HY010"


def test_login_timeout_is_hyt01(closed_seam: Seam) -> None:
    text = "URL=https://slow.example;Password=x"
    assert state(closed_seam.peer.call(driver_connect(text, login_timeout=1), 1)) == "HYT01"


def test_browsing_asks_for_what_is_missing_and_remembers_the_rest(closed_seam: Seam) -> None:
    first = closed_seam.peer.call(driver_connect("URL=https://site.example;User=ann", kind=2), 1)
    assert first.browse_result == "Password={?}"
    second = closed_seam.peer.call(driver_connect("Password=x", kind=2), 1)
    assert second.connection_string == "URL=https://site.example;User=ann;Password=x"


def test_a_result_known_to_be_whole_says_so_with_its_last_rows(seam: Seam) -> None:
    reply = seam.peer.call(execute("one"), 5)
    assert (reply.has_result_set, reply.row_count, [column.name for column in reply.columns]) == (1, 1, ["n"])
    batch = seam.peer.fetch(5)
    assert (batch.message.rows, batch.message.last) == (1, 1)
    assert buffers(batch, 1) == [(b"", b"", struct.pack("<q", 1))]
    assert state(seam.peer.fetch(5).message) == "24000"


def test_rows_come_in_order_and_once_whatever_the_size_asked_for(seam: Seam) -> None:
    for most in (0, 1, 333, 5000):
        count = 2500 if most != 1 else 40
        seam.peer.call(execute(f"rows {count}"), 5)
        numbers: list[int] = []
        texts: list[str | None] = []
        last = False
        while not last:
            batch = seam.peer.fetch(5, most)
            rows, last = batch.message.rows, bool(batch.message.last)
            assert rows <= most or not most
            if not rows:
                continue
            number, text = buffers(batch, 2)
            numbers += struct.unpack(f"<{rows}q", number[2])
            offsets = struct.unpack(f"<{rows + 1}i", text[1])
            valid = [not text[0] or bool(text[0][i // 8] >> i % 8 & 1) for i in range(rows)]
            texts += [text[2][offsets[i] : offsets[i + 1]].decode() if valid[i] else None for i in range(rows)]
        assert numbers == list(range(count))
        assert texts == [None if i % 7 == 0 else f"row {i}" for i in range(count)]


@pytest.mark.parametrize(
    ("sql", "executed", "fetched"),
    [("one", "", ""), ("nonsense", "42000", "24000"), ("count 12", "", "24000"), ("fail", "HY000", "24000")],
)
def test_a_fetch_right_behind_an_execute_has_an_answer_of_its_own(
    seam: Seam, sql: str, executed: str, fetched: str
) -> None:
    seam.peer.call(execute("rows 5000"), 5)  # its rows are not what the next fetch is given
    first, second = seam.peer.send(execute(sql), 5), seam.peer.send(wire.Fetch(0, 0), 5)
    reply, batch = seam.peer.receive(first).message, seam.peer.receive(second).message
    assert (state(reply) if executed else "") == executed
    assert state(batch) == fetched if fetched else batch.rows == 1
    seam.peer.call(execute("one"), 5)
    assert seam.peer.fetch(5).message.rows == 1


def test_a_prepared_statement_executes_again_and_again(seam: Seam) -> None:
    assert seam.peer.call(wire.Prepare(1, "one"), 5).columns[0].name == "n"
    for _ in range(3):
        seam.peer.call(execute(None), 5)
        assert seam.peer.fetch(5).message.rows == 1
        assert seam.peer.call(wire.CloseCursor(), 5) == wire.Ok([])
    assert state(seam.peer.call(wire.Prepare(1, "nonsense"), 5)) == "42000"
    assert state(seam.peer.call(execute(None), 5)) == "HY010"


def test_parameters_arrive_as_python_values(seam: Seam) -> None:
    sets = [[(wire.INTEGER, 7), (wire.DECIMAL, "1.50"), (wire.DATE, 0)], [(wire.NULL, None)] * 3]
    reply = seam.peer.call(wire.Execute(1, "one", wire.Options(), ((4, 3, 91), sets)), 5)
    assert reply.sets_processed == 2
    assert [[str(value) for value in row] for row in seam.executor.bound] == [["7", "1.50", "1970-01-01"], ["None"] * 3]
    bad = wire.Execute(1, "one", wire.Options(), ((4, 91), [[(wire.INTEGER, 1), (wire.DATE, 2**30)]]))
    failed = seam.peer.call(bad, 5)
    assert (state(failed), failed.diagnostics[0].row, failed.diagnostics[0].column) == ("22007", 1, 2)


def test_several_results_follow_one_another(seam: Seam) -> None:
    assert seam.peer.call(execute("two"), 5).has_result_set
    second = seam.peer.call(wire.MoreResults(), 5)
    assert (second.has_result_set, second.row_count) == (0, 7)
    assert seam.peer.call(wire.MoreResults(), 5) == wire.NoMoreResults()
    assert all(result.closed for result in seam.executor.results)


def test_a_count_brings_its_warnings(seam: Seam) -> None:
    reply = seam.peer.call(execute("count 12"), 5)
    assert (reply.row_count, reply.diagnostics[0].message) == (12, "Counted.")


def test_an_unexpected_exception_is_told_without_its_secret(seam: Seam) -> None:
    failed = seam.peer.call(execute("fail"), 5)
    assert state(failed) == "HY000"
    assert "KeyError" in failed.diagnostics[0].message
    assert "s3cret" not in failed.diagnostics[0].message
    assert "Traceback" not in failed.diagnostics[0].message
    assert "Traceback" in seam.backend.sessions[0].log[0]


def test_a_fetch_that_fails_ends_the_result_with_an_error(seam: Seam) -> None:
    seam.peer.call(execute("fail fetch"), 5)
    assert seam.peer.fetch(5).message.rows == 10
    failed = seam.peer.fetch(5).message
    assert (state(failed), failed.diagnostics[0].native) == ("08S01", 502)
    assert state(seam.peer.fetch(5).message) == "24000"
    assert seam.executor.results[0].closed


@pytest.mark.parametrize("sql", ["wait", "stuck"])
def test_cancel_stops_an_execution(seam: Seam, sql: str) -> None:
    running = seam.peer.send(execute(sql), 5)
    while not (seam.backend.executors and seam.executor.started.wait(0.01)):
        pass
    seam.peer.send(wire.Cancel(), 5)
    assert state(seam.peer.receive(running).message) == "HY008"
    assert seam.peer.call(execute("one"), 5).has_result_set


def test_cancel_stops_a_fetch_and_leaves_other_statements_alone(seam: Seam) -> None:
    for statement in (5, 6):
        seam.peer.call(execute("wait fetch"), statement)
        assert seam.peer.fetch(statement).message.rows == 10
    first, second = seam.peer.send(wire.Fetch(0, 0), 5), seam.peer.send(wire.Fetch(0, 0), 6)
    seam.peer.send(wire.Cancel(), 5)
    assert state(seam.peer.receive(first).message) == "HY008"
    assert seam.peer.call(wire.GetConnectionAttribute(109), 1).text == "site.example"
    assert second not in seam.peer.replies
    seam.peer.send(wire.Cancel(), 6)
    assert state(seam.peer.receive(second).message) == "HY008"


def test_cancel_without_anything_under_way_does_nothing(seam: Seam) -> None:
    seam.peer.send(wire.Cancel(), 5)
    seam.peer.call(execute("rows 10"), 5)
    seam.peer.send(wire.Cancel(), 5)
    assert seam.peer.fetch(5).message.rows == 10


def test_closing_overtakes_a_fetch(seam: Seam) -> None:
    for message in (wire.CloseCursor(), wire.FreeStatement()):
        seam.peer.call(execute("wait fetch"), 5)
        seam.peer.fetch(5)
        running = seam.peer.send(wire.Fetch(0, 0), 5)
        assert seam.peer.call(message, 5) == wire.Ok([])
        assert state(seam.peer.receive(running).message) == "HY008"


@pytest.mark.parametrize("sql", ["wait", "stuck"])
def test_query_timeout_is_hyt00(seam: Seam, sql: str) -> None:
    failed = seam.peer.call(execute(sql, timeout=1), 5)
    assert state(failed) == "HYT00"
    assert "1 s" in failed.diagnostics[0].message


def test_fetch_timeout_is_hyt00_and_earlier_time_does_not_count(seam: Seam) -> None:
    seam.peer.call(execute("wait fetch", timeout=1), 5)
    assert seam.peer.fetch(5).message.rows == 10
    assert state(seam.peer.fetch(5, timeout=1).message) == "HYT00"


def test_statements_of_one_connection_run_side_by_side(seam: Seam) -> None:
    running = [seam.peer.send(execute("wait"), statement) for statement in range(10, 30)]
    assert seam.peer.call(execute("one"), 5).has_result_set
    for statement in range(10, 30):
        seam.peer.send(wire.Cancel(), statement)
    assert {state(seam.peer.receive(number).message) for number in running} == {"HY008"}


def test_a_reader_that_is_slow_blocks_nobody_elses_requests(seam: Seam) -> None:
    numbers = []
    for statement in range(10, 20):  # replies that nobody reads yet fill the channel
        seam.peer.call(execute("rows 20000"), statement)
        numbers.append(seam.peer.send(wire.Fetch(0, 0), statement))
    for statement in range(20, 40):
        numbers.append(seam.peer.send(execute("one"), statement))
    for number in reversed(numbers):
        assert not isinstance(seam.peer.receive(number).message, wire.Failure)


def test_disconnecting_stops_statements_and_closes_the_session(seam: Seam) -> None:
    running = seam.peer.send(execute("wait"), 5)
    while not (seam.backend.executors and seam.executor.started.wait(0.01)):
        pass
    assert seam.peer.call(wire.Disconnect(), 1) == wire.Ok([])
    assert state(seam.peer.receive(running).message) == "HY008"
    assert seam.executor.closed and seam.backend.sessions[0].closed
    assert state(seam.peer.call(execute("one"), 5)) == "HY010"


def test_attributes(seam: Seam) -> None:
    peer = seam.peer
    assert peer.call(wire.SetConnectionAttribute(109, "SITE.example", 0), 1) == wire.Ok([])
    assert state(peer.call(wire.SetConnectionAttribute(109, "other", 0), 1)) == "3D000"
    assert peer.call(wire.GetConnectionAttribute(101), 1).integer == 1
    assert state(peer.call(wire.GetConnectionAttribute(4711), 1)) == "HY092"
    assert state(peer.call(wire.SetConnectionAttribute(4711, None, 0), 1)) == "HY092"
    assert peer.call(wire.NativeSql("select"), 1).text == "SELECT"


def test_what_cannot_be_read_is_answered_too(seam: Seam) -> None:
    seam.peer.sequence += 1
    seam.peer.stream.sendall(wire.header(1, wire.Fetch.TYPE, 5, seam.peer.sequence) + b"x")
    assert state(seam.peer.receive(seam.peer.sequence).message) in ("08S01", "HY010")
    seam.peer.sequence += 1
    seam.peer.stream.sendall(wire.header(0, 0x77, 1, seam.peer.sequence))
    assert state(seam.peer.receive(seam.peer.sequence).message) == "08S01"


def test_threads_do_not_pile_up(seam: Seam) -> None:
    before = threading.active_count()
    for _ in range(50):
        numbers = [seam.peer.send(execute("rows 10"), statement) for statement in range(10, 20)]
        assert all(seam.peer.receive(number).message.has_result_set for number in numbers)
    assert threading.active_count() <= before + 10
