"""The library's end of the channel, for tests: one thread, replies kept until they are asked for."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field
from typing import Any

from jsdodbc.odbc import wire


@dataclass
class Reply:
    message: Any
    payload: bytes


@dataclass
class Peer:
    stream: socket.socket
    replies: dict[int, Reply] = field(default_factory=dict)
    sequence: int = 0

    def send(self, message: Any, target: int = 0) -> int:
        """Send a request; answers its number."""
        self.sequence += 1
        payload = bytes(wire.encode(message))
        self.stream.sendall(wire.header(len(payload), message.TYPE, target, self.sequence) + payload)
        return self.sequence

    def receive(self, sequence: int) -> Reply:
        """The reply to request `sequence`, waiting for it."""
        while sequence not in self.replies:
            length, kind, flags, _, number = wire.HEADER.unpack(self._exactly(16))
            assert flags == 0
            payload = self._exactly(length)
            assert number not in self.replies, "a second reply to one request"
            self.replies[number] = Reply(wire.decode(kind, payload), payload)
        return self.replies.pop(sequence)

    def call(self, message: Any, target: int = 0) -> Any:
        return self.receive(self.send(message, target)).message

    def fetch(self, target: int, rows: int = 0, timeout: int = 0) -> Reply:
        return self.receive(self.send(wire.Fetch(rows, timeout), target))

    def _exactly(self, size: int) -> bytes:
        data = bytearray(size)
        view = memoryview(data)
        done = 0
        while done < size:
            got = self.stream.recv_into(view[done:])
            if not got:
                raise EOFError
            done += got
        return bytes(data)


def execute(sql: str | None, connection: int = 1, **options: int) -> wire.Execute:
    return wire.Execute(connection, sql, wire.Options(**options), ((), [[]]))


def driver_connect(text: str = "URL=https://site.example;User=ann;Password=s3cret", **fields: Any) -> wire.Connect:
    values = {
        "kind": 0,
        "text": text,
        "user": None,
        "password": None,
        "login_timeout": 0,
        "odbc_version": 3,
        "read_only": 0,
    }
    return wire.Connect(**{**values, **fields})


def buffers(reply: Reply, columns: int) -> list[tuple[bytes, bytes, bytes]]:
    """Validity, offsets and data of every column of a BATCH, found the way the document says."""
    head = len(wire.encode(reply.message))
    at = head + -head % 8
    sizes = struct.unpack_from(f"<{columns * 3}Q", reply.payload, at)
    at += columns * 24
    found = []
    for size in sizes:
        found.append(reply.payload[at : at + size])
        at += size + -size % 8
    assert at == len(reply.payload)
    return [tuple(found[i : i + 3]) for i in range(0, len(found), 3)]  # type: ignore[misc]
