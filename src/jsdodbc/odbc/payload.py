"""A BATCH payload put together from its buffers (docs/wire-protocol.md)."""

from __future__ import annotations

from collections.abc import Sequence

from jsdodbc.odbc.wire import Batch, Diagnostic, encode
from jsdodbc.spool import Part

_SMALL = 2048  # buffers up to this many bytes are cheaper to copy together than to send one by one

Buffers = tuple[Part, Part, Part]  # validity, offsets, data of a column


def assembled(rows: int, buffers: Sequence[Buffers], *, last: bool, diagnostics: Sequence[Diagnostic]) -> list[Part]:
    """The payload in parts, to be sent one after the other."""
    head = encode(Batch(rows, last, list(diagnostics)))
    head += bytes(-len(head) % 8)
    flat = [buffer for triple in buffers for buffer in triple]
    head += b"".join(len(buffer).to_bytes(8, "little") for buffer in flat)
    return _padded(head, flat)


def _padded(head: bytearray, buffers: Sequence[Part]) -> list[Part]:
    """The buffers behind `head`, each padded to 8 bytes; neighbours that are small become one part."""
    parts: list[Part] = [head]
    tail = head
    for buffer in buffers:
        size = len(buffer)
        if size <= _SMALL:
            tail += buffer
        else:
            parts.append(buffer)
            tail = bytearray()
            parts.append(tail)
        tail += bytes(-size % 8)
    return [part for part in parts if len(part)]
