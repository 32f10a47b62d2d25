"""Record batches as payloads: whatever array of a type comes in, the buffers read back as the same values."""

from __future__ import annotations

import datetime
import decimal
import struct
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsdodbc.errors import Error
from jsdodbc.odbc import physical, wire
from jsdodbc.odbc.batches import MAX_BYTES, MAX_ROWS, Encoder, chunks
from jsdodbc.odbc.rows import RowEncoder, Rows
from tests.odbc_seam.peer import Reply, buffers

MOMENTS = st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31))
LAYOUTS: dict[int, tuple[Any, st.SearchStrategy[Any]]] = {
    physical.BOOL: (pa.bool_(), st.booleans()),
    physical.INT16: (pa.int16(), st.integers(-(2**15), 2**15 - 1)),
    physical.INT32: (pa.int32(), st.integers(-(2**31), 2**31 - 1)),
    physical.INT64: (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    physical.FLOAT64: (pa.float64(), st.floats(allow_nan=False)),
    physical.DECIMAL128: (pa.decimal128(38, 2), st.decimals(-(10**12), 10**12, places=2)),
    physical.UTF8: (pa.string(), st.text(max_size=20)),
    physical.BINARY: (pa.binary(), st.binary(max_size=20)),
    physical.DATE32: (pa.date32(), MOMENTS.map(datetime.datetime.date)),
    physical.TIME64_US: (pa.time64("us"), st.times()),
    physical.TIMESTAMP_US: (pa.timestamp("us"), MOMENTS),
    physical.NULLS: (pa.null(), st.none()),
}


def column(code: int, *, digits: int = 0, flags: int = 0) -> wire.Column:
    return wire.Column("c", "", "", "", "", "T", 0, code, 0, digits, 1, flags, 3)


def sent(encoder: Encoder | RowEncoder, batch: Any, *, last: bool = False) -> Reply:
    payload = b"".join(encoder.encode(batch, last=last))
    return Reply(wire.decode(wire.Batch.TYPE, payload), payload)


def read_back(code: int, rows: int, found: tuple[bytes, bytes, bytes]) -> list[Any]:
    """What the library would read, by way of an Arrow array over the same bytes."""
    kind = LAYOUTS[code][0]
    if code == physical.NULLS:
        return [None] * rows
    validity, offsets, data = (pa.py_buffer(buffer) for buffer in found)
    parts = [validity if found[0] else None, *([offsets] if found[1] else []), data]
    array = pa.Array.from_buffers(kind, rows, parts)
    array.validate(full=True)
    return list(array.to_pylist())


@given(st.data(), st.sampled_from(list(LAYOUTS)))
def test_any_slice_of_any_type_reads_back(data: st.DataObject, code: int) -> None:
    kind, values = LAYOUTS[code]
    cells = data.draw(st.lists(st.none() | values, max_size=40))
    start = data.draw(st.integers(0, len(cells)))
    batch = pa.record_batch([pa.array(cells, kind)], names=["c"]).slice(start, data.draw(st.integers(0, 40)))
    digits = 2 if code == physical.DECIMAL128 else 0
    reply = sent(Encoder([column(code, digits=digits)]), batch)
    assert reply.message.rows == batch.num_rows
    if batch.num_rows:
        (found,) = buffers(reply, 1)
        assert read_back(code, batch.num_rows, found) == batch.column(0).to_pylist()


MOMENT = datetime.datetime(2026, 11, 23, 20, 30, 0, 123456)
CAST: list[tuple[Any, int, Any]] = [
    (pa.array(["a", "b", "a"]).dictionary_encode(), physical.UTF8, ["a", "b", "a"]),
    (pa.array(["a", None, "c"], pa.large_string()), physical.UTF8, ["a", None, "c"]),
    (pa.array(["a" * 40, None, "c"], pa.string_view()), physical.UTF8, ["a" * 40, None, "c"]),
    (pa.array([1, None, 3], pa.int8()), physical.INT16, [1, None, 3]),
    (pa.array([1, None, 3], pa.uint8()), physical.INT64, [1, None, 3]),
    (pa.array([1.5, None], pa.float32()), physical.FLOAT64, [1.5, None]),
    (pa.array([decimal.Decimal("1.50")], pa.decimal128(5, 2)), physical.DECIMAL128, [decimal.Decimal("1.50")]),
    (pa.array([decimal.Decimal("1.5")], pa.decimal128(5, 1)), physical.DECIMAL128, [decimal.Decimal("1.50")]),
    (pa.array([MOMENT], pa.timestamp("ns")), physical.TIMESTAMP_US, [MOMENT]),
    (
        pa.array([MOMENT.replace(microsecond=0)], pa.timestamp("s")),
        physical.TIMESTAMP_US,
        [MOMENT.replace(microsecond=0)],
    ),
    (pa.array([MOMENT], pa.timestamp("us", "Europe/Berlin")), physical.TIMESTAMP_US, [MOMENT]),
    (pa.array([None, None]), physical.UTF8, [None, None]),
    (pa.array([MOMENT.time()], pa.time64("ns")), physical.TIME64_US, [MOMENT.time()]),
]


@pytest.mark.parametrize(("array", "code", "expected"), CAST, ids=lambda value: getattr(value, "type", value))
def test_related_types_become_the_declared_one(array: Any, code: int, expected: list[Any]) -> None:
    batch = pa.record_batch([array], names=["c"])
    digits = 2 if code == physical.DECIMAL128 else 0
    (found,) = buffers(sent(Encoder([column(code, digits=digits)]), batch), 1)
    assert read_back(code, len(array), found) == expected


@pytest.mark.parametrize("array", [pa.array(["x"]), pa.array([2**40]), pa.array([1.5])])
def test_what_does_not_fit_is_an_error_and_not_another_value(array: Any) -> None:
    with pytest.raises(Error) as caught:
        Encoder([column(physical.INT32)]).encode(pa.record_batch([array], names=["c"]), last=False)
    assert caught.value.sqlstate == "22018"


def test_unsigned_64_bit_numbers_keep_their_bits() -> None:
    batch = pa.record_batch([pa.array([2**64 - 1], pa.uint64())], names=["c"])
    (found,) = buffers(sent(Encoder([column(physical.INT64, flags=1)]), batch), 1)
    assert found[2] == b"\xff" * 8


@given(st.lists(st.sampled_from([0, 1, 7, 9, 1000, 17_000, 20_001]), max_size=2), st.sampled_from([1, 100, 1000]))
def test_large_batches_are_cut_and_lose_nothing(sizes: list[int], width: int) -> None:
    text = pa.array(["x" * width] * 20_001)
    batches = [
        pa.record_batch([pa.array(range(size), pa.int64()), text.slice(0, size)], names=["n", "t"]) for size in sizes
    ]
    cut = list(chunks(batches))
    numbers = [number for piece in cut for number in piece.column(0).to_pylist()]
    assert numbers == [number for size in sizes for number in range(size)]
    assert all(0 < piece.num_rows <= MAX_ROWS for piece in cut)
    assert all(piece.nbytes < 2 * MAX_BYTES for piece in cut)


@given(
    st.lists(
        st.tuples(st.none() | st.text(), st.none() | st.integers(-(2**15), 2**15 - 1), st.none() | st.integers(-9, 9))
    )
)
def test_rows_of_python_values_have_the_same_bytes_as_arrow(rows: list[tuple[Any, ...]]) -> None:
    columns = [column(physical.UTF8), column(physical.INT16), column(physical.INT32)]
    reply = sent(RowEncoder(columns), Rows(rows), last=True)
    assert (reply.message.rows, reply.message.last) == (len(rows), 1)
    if rows:
        codes = physical.UTF8, physical.INT16, physical.INT32
        found = [read_back(code, len(rows), one) for code, one in zip(codes, buffers(reply, 3), strict=True)]
        assert list(zip(*found, strict=True)) == rows


def test_padding_and_lengths_of_a_large_batch() -> None:
    text = pa.array(["x" * 3001, None, "y"])
    reply = sent(Encoder([column(physical.UTF8)]), pa.record_batch([text], names=["c"]))
    (found,) = buffers(reply, 1)
    assert len(reply.payload) % 8 == 0
    assert struct.unpack("<4i", found[1]) == (0, 3001, 3001, 3002)
