"""Long values of data at execution, over the seam: PUT_VALUE and the EXECUTE behind it."""

from __future__ import annotations

import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from jsdodbc.odbc import wire
from jsdodbc.odbc.kept_values import MOST_OF_A_QUERY
from tests.odbc_seam.conftest import Seam

STATEMENT = 5
MEBIBYTE = 1 << 20


def _put(seam: Seam, number: int, *portions: bytes) -> None:
    for portion in portions:
        assert seam.peer.call(wire.PutValue(1, number, portion), STATEMENT) == wire.Ok([])


def _execute(seam: Seam, *values: wire.RawValue) -> Any:
    types = tuple(-10 if tag == wire.KEPT_CHARACTER else -4 for tag, _ in values)
    return seam.peer.call(wire.Execute(1, "one", wire.Options(), (types, [list(values)])), STATEMENT)


def _text(number: int, size: int) -> wire.RawValue:
    return wire.KEPT_CHARACTER, (number, size)


def _bytes(number: int, size: int) -> wire.RawValue:
    return wire.KEPT_BINARY, (number, size)


def _state(reply: Any) -> str:
    assert isinstance(reply, wire.Failure), reply
    return reply.diagnostics[0].sqlstate


def test_portions_become_the_values_of_the_next_execution(seam: Seam) -> None:
    _put(seam, 1, "Größe ".encode(), "東🙂".encode())
    _put(seam, 2, b"\x00\xff", b"", b"end")
    _put(seam, 1, b"!")
    reply = _execute(seam, _text(1, 16), (wire.INTEGER, 7), _bytes(2, 5))
    assert isinstance(reply, wire.Executed), reply
    assert seam.executor.bound == [["Größe 東🙂!", 7, b"\x00\xffend"]]


def test_an_execution_uses_its_values_up(seam: Seam) -> None:
    _put(seam, 1, b"once")
    assert isinstance(_execute(seam), wire.Executed)
    assert _state(_execute(seam, _text(1, 4))) == "08S01"


@pytest.mark.parametrize("message", [wire.CloseCursor(), wire.Prepare(1, "one"), wire.FreeStatement()])
def test_values_are_given_up_with_their_execution(seam: Seam, message: Any) -> None:
    _put(seam, 1, b"never used")
    assert not isinstance(seam.peer.call(message, STATEMENT), wire.Failure)
    assert _state(_execute(seam, _text(1, 10))) == "08S01"


def test_a_value_that_did_not_come_whole_is_never_used(seam: Seam) -> None:
    _put(seam, 1, b"12345")
    assert _state(_execute(seam, _bytes(1, 6))) == "08S01"


def test_a_query_takes_values_up_to_a_limit(seam: Seam) -> None:
    _put(seam, 1, *[bytes(MEBIBYTE)] * (MOST_OF_A_QUERY // MEBIBYTE))
    assert isinstance(_execute(seam, _bytes(1, MOST_OF_A_QUERY)), wire.Executed)
    _put(seam, 1, *[bytes(MEBIBYTE)] * (MOST_OF_A_QUERY // MEBIBYTE), b"1")
    reply = _execute(seam, (wire.NULL, None), _bytes(1, MOST_OF_A_QUERY + 1))
    assert _state(reply) == "HYC00"
    assert "16777217 bytes" in reply.diagnostics[0].message
    assert (reply.diagnostics[0].row, reply.diagnostics[0].column) == (1, 2)


def test_a_long_value_lies_in_a_file_that_nobody_sees(
    seam: Seam, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    portion = bytes(MEBIBYTE)
    tracemalloc.start()
    _put(seam, 1, *[portion] * 100)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * MEBIBYTE
    assert list(tmp_path.iterdir()) == []
    assert _state(_execute(seam, _bytes(1, 100 * MEBIBYTE))) == "HYC00"


def test_a_disk_that_refuses_is_told_at_once(seam: Seam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    reply = seam.peer.call(wire.PutValue(1, 1, bytes(2 * MEBIBYTE)), STATEMENT)
    assert _state(reply) == "HY000"
    assert "TMPDIR" in reply.diagnostics[0].message
