"""Rows that are Python values already, as BATCH payloads: for catalog functions, which need not wait for pyarrow."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from itertools import accumulate

from jsdodbc.odbc import physical
from jsdodbc.odbc.payload import Buffers, assembled
from jsdodbc.odbc.wire import Column, Diagnostic
from jsdodbc.spool import Part

Cell = str | int | None
Row = tuple[Cell, ...]


class Rows(tuple[Row, ...]):
    """Some rows, with what `results.OpenResult` asks of a record batch; encoded once, however often they are sent."""

    _buffers: list[Buffers] | None = None

    @property
    def num_rows(self) -> int:
        return len(self)

    def slice(self, start: int, length: int | None = None) -> Rows:
        return Rows(self[start : None if length is None else start + length])

    def buffers(self, columns: Sequence[Column]) -> list[Buffers]:
        if self._buffers is None:
            self._buffers = [
                _ENCODE[column.physical](cells) for cells, column in zip(zip(*self, strict=True), columns, strict=True)
            ]
        return self._buffers


class RowEncoder:
    """Makes BATCH payloads for text, SMALLINT and INTEGER columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns

    def encode(self, batch: Rows | None, *, last: bool, diagnostics: Sequence[Diagnostic] = ()) -> list[Part]:
        """The payload in parts; `batch` None has no rows."""
        if not batch:
            return assembled(0, [(b"", b"", b"")] * len(self._columns), last=last, diagnostics=diagnostics)
        return assembled(len(batch), batch.buffers(self._columns), last=last, diagnostics=diagnostics)


def _validity(cells: Sequence[Cell]) -> bytes:
    if None not in cells:
        return b""
    bits = "".join("0" if cell is None else "1" for cell in reversed(cells))
    return int(bits, 2).to_bytes((len(cells) + 7) // 8, "little")


def _text(cells: Sequence[Cell]) -> Buffers:
    texts = ["" if cell is None else str(cell) for cell in cells]
    together = "".join(texts)
    if together.isascii():
        offsets = [0, *accumulate(map(len, texts))]
        data = together.encode()
    else:
        encoded = [text.encode("utf-8", "backslashreplace") for text in texts]
        offsets = [0, *accumulate(map(len, encoded))]
        data = b"".join(encoded)
    return _validity(cells), struct.pack(f"<{len(offsets)}i", *offsets), data


def _numbers(letter: str) -> Callable[[Sequence[Cell]], Buffers]:
    def encode(cells: Sequence[Cell]) -> Buffers:
        return _validity(cells), b"", struct.pack(f"<{len(cells)}{letter}", *[cell or 0 for cell in cells])

    return encode


_ENCODE: dict[int, Callable[[Sequence[Cell]], Buffers]] = {
    physical.UTF8: _text,
    physical.INT16: _numbers("h"),
    physical.INT32: _numbers("i"),
}
