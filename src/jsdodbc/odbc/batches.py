"""Arrow record batches as BATCH payloads: the buffers go out as they are, without a copy where they fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from jsdodbc.errors import Error
from jsdodbc.odbc import physical as layout
from jsdodbc.odbc.payload import Buffers, assembled
from jsdodbc.odbc.wire import Column, Diagnostic
from jsdodbc.spool import Part

MAX_ROWS = 16_384
MAX_BYTES = 4 << 20

_TARGETS: dict[int, Callable[[Column], Any]] = {
    layout.BOOL: lambda _: pa.bool_(),
    layout.INT16: lambda _: pa.int16(),
    layout.INT32: lambda _: pa.int32(),
    layout.INT64: lambda column: pa.uint64() if column.flags & 1 else pa.int64(),
    layout.FLOAT64: lambda _: pa.float64(),
    layout.DECIMAL128: lambda column: pa.decimal128(38, column.decimal_digits),
    layout.UTF8: lambda _: pa.string(),
    layout.BINARY: lambda _: pa.binary(),
    layout.DATE32: lambda _: pa.date32(),
    layout.TIME64_US: lambda _: pa.time64("us"),
    layout.TIMESTAMP_US: lambda _: pa.timestamp("us"),
    layout.NULLS: lambda _: pa.null(),
}


def chunks(batches: Iterable[Any], max_rows: int = MAX_ROWS) -> Iterator[Any]:
    """The same rows in batches of about `MAX_BYTES` and at most `max_rows` rows; empty ones are left out."""
    for batch in batches:
        rows = batch.num_rows
        if rows <= min(8, max_rows):
            size = rows
        else:
            size = min(max_rows, max(1, rows * MAX_BYTES // max(1, batch.nbytes)))
            size = size & ~7 or size  # whole bytes of bitmaps
        for start in range(0, rows, size or 1):
            yield batch if size >= rows else batch.slice(start, size)


class Encoder:
    """Makes BATCH payloads for a result of these columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._targets = [_TARGETS[column.physical](column) for column in columns]

    def encode(self, batch: Any | None, *, last: bool, diagnostics: Sequence[Diagnostic] = ()) -> list[Part]:
        """The payload in parts; `batch` None has no rows.

        Error 22018 for a value that does not fit its declared type.
        """
        rows = 0 if batch is None else batch.num_rows
        buffers = [(b"", b"", b"")] * len(self._columns) if batch is None else self._buffers(batch)
        return assembled(rows, buffers, last=last, diagnostics=diagnostics)

    def _buffers(self, batch: Any) -> list[Buffers]:
        arrays = batch.columns
        if len(arrays) != len(self._columns):
            raise Error("HY000", f"The result has {len(arrays)} columns where {len(self._columns)} were described.")
        return [
            _array_buffers(_cast(array, target, column), column.physical)
            for array, target, column in zip(arrays, self._targets, self._columns, strict=True)
        ]


def _cast(array: Any, target: Any, column: Column) -> Any:
    kind = array.type
    if kind == target or (column.physical == layout.DECIMAL128 and _same_scale(kind, target)):
        return array
    if column.physical == layout.TIMESTAMP_US and pa.types.is_timestamp(kind):
        # With a time zone the values are UTC already; only the unit matters. Nanoseconds lose their last three digits.
        return array if kind.unit == "us" else array.cast(pa.timestamp("us", kind.tz), safe=False)
    if column.physical == layout.TIME64_US and pa.types.is_time(kind):
        return array.cast(target, safe=False)
    try:
        return array.cast(target)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise Error("22018", f"Column {column.name} cannot be read as {column.type_name}: {error}") from error


def _same_scale(kind: Any, target: Any) -> bool:
    return bool(pa.types.is_decimal128(kind)) and kind.scale == target.scale


def _array_buffers(array: Any, physical: int) -> Buffers:
    """Validity, offsets and data; `array` has the Arrow type of its layout, at any offset."""
    rows = len(array)
    if physical == layout.NULLS or not rows:
        return b"", b"", b""
    if array.offset:
        array = _compacted(array, physical)
    buffers = array.buffers()
    skip = array.offset
    validity = memoryview(buffers[0])[skip // 8 : (skip + rows + 7) // 8] if array.null_count else b""
    if physical == layout.BOOL:
        return validity, b"", memoryview(buffers[1])[skip // 8 : (skip + rows + 7) // 8]
    width = layout.WIDTHS.get(physical)
    if width is not None:
        return validity, b"", memoryview(buffers[1])[skip * width : (skip + rows) * width]
    return _text_buffers(array, validity)


def _text_buffers(array: Any, validity: Part) -> Buffers:
    offsets = memoryview(array.buffers()[1])[: (len(array) + 1) * 4]
    ends = offsets.cast("i")
    if ends[0]:  # an array made by somebody else may begin inside its data
        return _array_buffers(_copied(array), layout.UTF8)
    data = array.buffers()[2]
    return validity, offsets, memoryview(data)[: ends[-1]] if data is not None else b""


def _compacted(array: Any, physical: int) -> Any:
    """An array that starts at its buffers' beginning, or at a whole byte of them where that is enough."""
    fixed = physical in layout.WIDTHS or physical == layout.BOOL
    return array if fixed and array.offset % 8 == 0 else _copied(array)


def _copied(array: Any) -> Any:
    # Concatenating with nothing copies, and shifts bitmaps and offsets to zero.
    return pa.concat_arrays([array, array.slice(0, 0)])
