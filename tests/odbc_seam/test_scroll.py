"""Results that are scrolled in: FETCH_AT, over the seam and of the rows that are kept."""

from __future__ import annotations

import errno
import os
import struct
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice
from jsdodbc.odbc import wire
from jsdodbc.odbc.results import OpenResult
from jsdodbc.spool import Spool
from tests.odbc_seam.conftest import Seam
from tests.odbc_seam.fakes import INTEGER, FakeResult
from tests.odbc_seam.peer import execute

BEHIND = 2**63 - 1


def _ask(seam: Seam, row: int, timeout: int = 0) -> tuple[Any, list[int]]:
    """The BATCH_AT with a row, and the numbers of its first column."""
    reply = seam.peer.receive(seam.peer.send(wire.FetchAt(row, timeout), 5))
    return (reply.message, _numbers(reply.payload)) if reply.message.TYPE == wire.BatchAt.TYPE else (reply.message, [])


def _numbers(payload: bytes) -> list[int]:
    head = bytes(wire.encode(wire.decode(wire.BatchAt.TYPE, payload)))
    batch = payload[len(head) + -len(head) % 8 :]
    inner = wire.decode(wire.Batch.TYPE, batch)
    assert inner.diagnostics == []
    assert inner.last == (inner.rows == 0)
    start = len(wire.encode(inner))
    start += -start % 8
    validity, offsets, data = struct.unpack_from("<QQQ", batch, start)
    columns = 2 if offsets == 0 and len(batch) > start + 24 + data + validity + 24 else 1
    begin = start + 24 * columns + validity + -validity % 8
    return list(struct.unpack_from(f"<{inner.rows}q", batch, begin))


def state(reply: object) -> str:
    assert isinstance(reply, wire.Failure), reply
    return str(reply.diagnostics[0].sqlstate)


def test_any_row_can_be_asked_for_again_and_again(seam: Seam) -> None:
    seam.peer.call(execute("rows 10000"), 5)
    for row in (0, 5000, 1, 9999, 4711, 0):
        batch, numbers = _ask(seam, row)
        assert numbers[row - batch.first] == row
        assert numbers == list(range(batch.first, batch.first + len(numbers)))
    assert _ask(seam, 10000)[0].first == 10000


def test_the_end_tells_how_many_rows_there_are(seam: Seam) -> None:
    seam.peer.call(execute("rows 2500"), 5)
    assert _ask(seam, 0)[0].total == -1
    end, numbers = _ask(seam, BEHIND)
    assert (end.first, end.total, numbers) == (2500, 2500, [])
    assert _ask(seam, 0)[0].total == 2500


def test_it_reads_on_only_as_far_as_it_is_asked(seam: Seam) -> None:
    seam.peer.call(execute("wait fetch"), 5)
    assert _ask(seam, 3)[1] == list(range(10))
    assert not seam.executor.started.is_set()


def test_a_result_known_to_be_whole_tells_its_total_with_its_rows(seam: Seam) -> None:
    seam.peer.call(execute("one"), 5)
    batch, numbers = _ask(seam, 0)
    assert (batch.total, numbers) == (1, [1])
    assert seam.executor.results[0].closed


def test_catalogue_results_scroll(seam: Seam) -> None:
    types = seam.peer.call(wire.CatalogCall(1, 9, [], [0], 0, wire.Options()), 5)
    assert types.row_count > 3
    reply = seam.peer.call(wire.FetchAt(types.row_count - 1, 0), 5)
    assert (reply.first, reply.total) == (0, types.row_count)
    assert seam.peer.call(wire.FetchAt(0, 0), 5).total == types.row_count


def test_a_page_that_fails_fails_what_lies_behind_it_and_nothing_before(seam: Seam) -> None:
    seam.peer.call(execute("fail fetch"), 5)
    assert _ask(seam, 9)[1] == list(range(10))
    for row in (10, BEHIND, 10):
        reply = _ask(seam, row)[0]
        assert state(reply) == "08S01"
        assert reply.diagnostics[0].native == 502
    assert _ask(seam, 0)[1] == list(range(10))


def test_cancelling_a_read_to_the_end(seam: Seam) -> None:
    seam.peer.call(execute("wait fetch"), 5)
    number = seam.peer.send(wire.FetchAt(BEHIND, 0), 5)
    assert seam.executor.started.wait(20)
    seam.peer.send(wire.Cancel(), 5)
    assert state(seam.peer.receive(number).message) == "HY008"
    assert _ask(seam, 0)[1] == list(range(10))
    assert state(_ask(seam, 10)[0]) == "HY008"


def test_closing_while_it_reads(seam: Seam) -> None:
    seam.peer.call(execute("wait fetch"), 5)
    number = seam.peer.send(wire.FetchAt(BEHIND, 0), 5)
    assert seam.executor.started.wait(20)
    assert seam.peer.call(wire.CloseCursor(), 5) == wire.Ok([])
    assert state(seam.peer.receive(number).message) == "HY008"
    assert seam.executor.results[0].closed
    assert isinstance(_ask(seam, 0)[0], wire.Failure)


def test_the_query_timeout_ends_a_read_to_the_end(seam: Seam) -> None:
    seam.peer.call(execute("wait fetch"), 5)
    assert state(_ask(seam, BEHIND, timeout=1)[0]) == "HYT00"
    assert _ask(seam, 0)[1] == list(range(10))


def test_the_next_result_scrolls_and_the_former_is_gone(seam: Seam) -> None:
    seam.peer.call(execute("two"), 5)
    assert _ask(seam, 2)[1] == [0, 1, 2]
    assert seam.peer.call(wire.MoreResults(), 5).row_count == 7
    assert state(_ask(seam, 0)[0]) == "24000"


def test_forward_and_scrolling_do_not_mix(seam: Seam) -> None:
    seam.peer.call(execute("rows 2500"), 5)
    assert seam.peer.fetch(5).message.rows
    assert state(_ask(seam, 0)[0]) == "HY106"
    seam.peer.call(execute("rows 2500"), 5)
    assert _ask(seam, 0)[1]
    assert state(seam.peer.fetch(5).message) == "HY106"


def test_warnings_are_told_once() -> None:
    result = FakeResult((INTEGER,), -1, _batches(10, 5), [Notice("01000", "Slow today.")])
    opened = OpenResult(result, str)
    told = [wire.decode(wire.BatchAt.TYPE, b"".join(opened.fetch_at(row, Cancellation()))) for row in (7, 0, 7)]
    assert [len(batch.diagnostics) for batch in told] == [1, 0, 0]
    opened.close()
    assert result.closed


def test_a_result_that_ends_too_early_is_an_error() -> None:
    opened = OpenResult(FakeResult((INTEGER,), 11, _batches(10, 5)), str)
    with pytest.raises(Error) as caught:
        opened.fetch_at(BEHIND, Cancellation())
    assert caught.value.sqlstate == "HY000"
    assert "10 of 11" in caught.value.message


def test_many_rows_lie_in_a_file_that_nobody_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spool = Spool("rows", in_memory=10)
    kept = [spool.append([bytes([number]) * 100, b"end"]) for number in range(50)]
    assert list(tmp_path.iterdir()) == []
    status = os.fstat(spool._file.fileno())
    assert (status.st_mode & 0o777, status.st_size) == (0o600, 50 * 103)
    for number in (49, 0, 25):
        assert spool.read(kept[number]) == bytes([number]) * 100 + b"end"
    spool.close()


def test_few_rows_make_no_file() -> None:
    spool = Spool("rows", in_memory=1000)
    kept = spool.append([b"few"])
    assert spool.read(kept) == b"few"
    assert not spool._file._rolled  # type: ignore[attr-defined]


def test_a_full_disk_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    opened = OpenResult(FakeResult((INTEGER,), -1, _batches(10, 5)), str)
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda *_, **__: SimpleNamespace(seek=full, close=int))
    for _ in range(2):
        with pytest.raises(Error, match="TMPDIR") as caught:
            opened.fetch_at(0, Cancellation())
        assert caught.value.sqlstate == "HY000"


def test_memory_does_not_grow_with_the_result() -> None:
    """Rows kept in memory would take 80 MB."""
    page = pa.record_batch([pa.array(range(100_000), pa.int64())], names=["n"])
    opened = OpenResult(FakeResult((INTEGER,), -1, iter([page] * 100)), str)
    opened.fetch_at(0, Cancellation())
    tracemalloc.start()
    arrow = pa.total_allocated_bytes()
    end = wire.decode(wire.BatchAt.TYPE, b"".join(opened.fetch_at(BEHIND, Cancellation())))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert end.total == 10_000_000
    assert peak < 8 << 20
    assert pa.total_allocated_bytes() - arrow < 8 << 20
    middle = b"".join(opened.fetch_at(5_000_000, Cancellation()))
    assert 0 <= 5_000_000 - wire.decode(wire.BatchAt.TYPE, middle).first < 8192
    opened.close()


def _batches(rows: int, size: int) -> Iterator[Any]:
    for start in range(0, rows, size):
        yield pa.record_batch([pa.array(range(start, start + size), pa.int64())], names=["n"])
