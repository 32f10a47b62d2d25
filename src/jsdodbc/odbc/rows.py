"""Rows that are Python values already, as BATCH payloads: for catalog functions, which need not wait for pyarrow."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from itertools import accumulate

from jsdodbc.odbc import physical
from jsdodbc.odbc.payload import Buffers, Part, assembled
from jsdodbc.odbc.wire import Column, Diagnostic

Cell = str | int | None
Row = tuple[Cell, ...]


class Rows(tuple[Row, ...]):
    """Some rows, with what `results.OpenResult` asks of a record batch."""

    @property
    def num_rows(self) -> int:
        return len(self)

    def slice(self, start: int, length: int | None = None) -> Rows:
        return Rows(self[start : None if length is None else start + length])


class RowEncoder:
    """Makes BATCH payloads for text, SMALLINT and INTEGER columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns

    def encode(self, batch: Rows | None, *, last: bool, diagnostics: Sequence[Diagnostic] = ()) -> list[Part]:
        """The payload in parts; `batch` None has no rows."""
        if not batch:
            return assembled(0, [(b"", b"", b"")] * len(self._columns), last=last, diagnostics=diagnostics)
        buffers = [
            _ENCODE[column.physical](cells)
            for cells, column in zip(zip(*batch, strict=True), self._columns, strict=True)
        ]
        return assembled(len(batch), buffers, last=last, diagnostics=diagnostics)


def _validity(cells: Sequence[Cell]) -> bytes:
    if None not in cells:
        return b""
    bits = sum(1 << position for position, cell in enumerate(cells) if cell is not None)
    return bits.to_bytes((len(cells) + 7) // 8, "little")


def _text(cells: Sequence[Cell]) -> Buffers:
    encoded = [b"" if cell is None else str(cell).encode("utf-8", "backslashreplace") for cell in cells]
    offsets = [0, *accumulate(map(len, encoded))]
    return _validity(cells), struct.pack(f"<{len(offsets)}i", *offsets), b"".join(encoded)


def _numbers(letter: str) -> Callable[[Sequence[Cell]], Buffers]:
    def encode(cells: Sequence[Cell]) -> Buffers:
        return _validity(cells), b"", struct.pack(f"<{len(cells)}{letter}", *[cell or 0 for cell in cells])

    return encode


_ENCODE: dict[int, Callable[[Sequence[Cell]], Buffers]] = {
    physical.UTF8: _text,
    physical.INT16: _numbers("h"),
    physical.INT32: _numbers("i"),
}
