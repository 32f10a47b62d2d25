"""Fuzz target (atheris): frames from a library to the engine. The input is frames as docs/wire-protocol.md has them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from jsdodbc.errors import Error
from jsdodbc.odbc import wire
from jsdodbc.odbc.server import Server
from tests.fuzz.instrumented import fuzz
from tests.odbc_seam.fakes import INTEGER, TEXT, FakeBackend, FakeExecutor, FakeResult, _rows
from tests.odbc_seam.peer import driver_connect


class Executor(FakeExecutor):
    """Answers any statement with rows."""

    def execute(self, prepared: Any, parameter_sets: Any, **_: Any) -> Any:
        return SimpleNamespace(results=iter([FakeResult((INTEGER, TEXT), -1, iter([_rows(0, 3), _rows(3, 5)]))]))


class Backend(FakeBackend):
    def executor(self, session: Any) -> FakeExecutor:
        return Executor()


class Replies:
    """The channel of a library that only counts its replies."""

    def __init__(self) -> None:
        self.sequences: list[int] = []

    def write(self, kind: int, target: int, sequence: int, payload: Any) -> None:
        assert kind >= wire.Ok.TYPE, hex(kind)
        if kind != wire.Batch.TYPE:
            wire.decode(kind, b"".join(payload))
        self.sequences.append(sequence)


replies = Replies()
server = Server(replies, Backend())  # type: ignore[arg-type]


def one_input(data: bytes) -> None:
    """Every request has one reply, whatever is in it; what can be read can be written and read again."""
    replies.sequences = []
    _serve(wire.Connect.TYPE, 1, 0, bytes(wire.encode(driver_connect())))
    sent = [0]
    at = 0
    while at + 16 <= len(data):
        length, kind, _, target, _ = wire.HEADER.unpack_from(data, at)
        payload = data[at + 16 : at + 16 + length]
        at += 16 + length
        _round_trip(kind, payload)
        sequence = len(sent)
        _serve(kind, target, sequence, payload)
        if kind != wire.Cancel.TYPE:
            sent.append(sequence)
    _serve(wire.Disconnect.TYPE, 1, len(sent), b"")
    assert sorted(replies.sequences) == [*sent, len(sent)], (sent, replies.sequences)


def _serve(kind: int, target: int, sequence: int, payload: bytes) -> None:
    job = server._job((kind, target, sequence, payload))
    if job is not None:
        job()


def _round_trip(kind: int, payload: bytes) -> None:
    try:
        message = wire.decode(kind, payload)
    except Error:
        return
    if kind != wire.Batch.TYPE:
        again = wire.encode(message)
        assert wire.encode(wire.decode(kind, bytes(again))) == again, message


if __name__ == "__main__":
    fuzz(one_input)
