"""The byte stream to the library: whole frames in, whole frames out."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any

from jsdodbc.odbc import wire
from jsdodbc.odbc.codec import Malformed

_CHUNK = 1 << 16
_MOST_PARTS = 512  # below every system's IOV_MAX

Frame = tuple[int, int, int, bytes]  # type, target, sequence, payload


class Channel:
    """Frames over two file descriptors, which may be the same socket. One thread reads at a time; any thread writes."""

    def __init__(self, read_from: int, write_to: int) -> None:
        self._in = read_from
        self._out = write_to
        self._buffer = b""
        self._lock = threading.Lock()

    def read(self) -> Frame | None:
        """The next frame; None at the end of the stream.

        Raises `Malformed` when frames cannot be told apart any more.
        """
        buffer = self._buffer
        while len(buffer) < 16:
            more = os.read(self._in, _CHUNK)
            if not more:
                return None
            buffer += more
        length, kind, _, target, sequence = wire.HEADER.unpack_from(buffer)
        if length > wire.MAX_PAYLOAD:
            raise Malformed("a frame is too long")
        payload, self._buffer = self._payload(buffer, length)
        return None if payload is None else (kind, target, sequence, payload)

    def _payload(self, buffer: bytes, length: int) -> tuple[bytes | None, bytes]:
        end = 16 + length
        if len(buffer) >= end:
            return buffer[16:end], buffer[end:]
        parts, missing = [buffer[16:]], end - len(buffer)
        while missing:
            more = os.read(self._in, min(missing, 1 << 20))
            if not more:
                return None, b""
            parts.append(more)
            missing -= len(more)
        return b"".join(parts), b""

    def write(self, kind: int, target: int, sequence: int, payload: Sequence[Any]) -> None:
        """One frame whose payload is the concatenation of buffers. Raises OSError when the library is gone."""
        head = wire.header(sum(map(len, payload)), kind, target, sequence)
        with self._lock:
            if len(payload) == 1 and len(payload[0]) <= _CHUNK:
                self._send([head + payload[0]])
            else:
                self._send([head, *payload])

    def _send(self, parts: list[Any]) -> None:
        while parts:
            sent = _write(self._out, parts[:_MOST_PARTS])
            done = 0
            while done < len(parts) and sent >= len(parts[done]):
                sent -= len(parts[done])
                done += 1
            del parts[:done]
            if sent:
                parts[0] = memoryview(parts[0])[sent:]


def _write(file: int, parts: list[Any]) -> int:
    if len(parts) == 1 or not hasattr(os, "writev"):
        return os.write(file, parts[0])
    return os.writev(file, parts)
