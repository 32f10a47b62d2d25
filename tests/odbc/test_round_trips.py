"""Laws of conversion, through the library itself: what goes in as a parameter comes out of a column.

Appendix D of the ODBC Programmer's Reference, "Converting Data from C to SQL Data Types" and the other way round.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jsdodbc.sandbox.server import Sandbox
from tests.conformance import odbc
from tests.conformance.headers import constants
from tests.conformance.odbc import Handle, Odbc

CODES = constants()
ROOM = 4000
CASES = settings(max_examples=60, deadline=None)
TEXT = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
WIDE = "utf-16-le"


@pytest.fixture(scope="module")
def statement() -> Iterator[Handle]:
    with pytest.MonkeyPatch.context() as patch, Sandbox("cloud", 10, 1, bulky=False) as site:
        patch.setenv("JSDODBC_ENGINE_PYTHON", sys.executable)
        connection = odbc.environment(Odbc(odbc.DRIVER)).child(odbc.CONNECTION)
        odbc.connect(connection, site.connection_string)
        yield connection.child(odbc.STATEMENT)
        connection.must("SQLDisconnect")
        connection.free()


def send(statement: Handle, c_type: str, sql_type: str, value: bytes, *, size: int = 0, digits: int = 0) -> None:
    """Opens a result of one row and column: the parameter."""
    statement.call("SQLFreeStmt", CODES["SQL_CLOSE"])
    length = ctypes.c_ssize_t(len(value))
    direction = CODES["SQL_PARAM_INPUT"]
    types = (CODES[c_type], CODES[sql_type], size, digits)
    statement.must("SQLBindParameter", 1, direction, *types, value, len(value), ctypes.byref(length))
    statement.must("SQLExecDirect", b"SELECT ?", odbc.NTS)
    statement.must("SQLFetch")


def read(statement: Handle, c_type: str, room: int = ROOM) -> bytes:
    """The whole value, in pieces that its buffer of `room` bytes can take."""
    found = b""
    while True:
        buffer, length = ctypes.create_string_buffer(room), ctypes.c_ssize_t()
        code = statement.call("SQLGetData", 1, CODES[c_type], buffer, room, ctypes.byref(length))
        if code == CODES["SQL_NO_DATA"]:
            return found
        assert code in (odbc.SUCCESS, odbc.SUCCESS_WITH_INFO), statement.records()
        found += buffer.raw[: written(buffer.raw, length.value, c_type)]


def written(buffer: bytes, left: int, c_type: str) -> int:
    """Bytes of a piece: up to its terminator, which binary has not."""
    step = {"SQL_C_CHAR": 1, "SQL_C_WCHAR": 2}.get(c_type)
    if step is None:
        return min(left, len(buffer))
    return next(at for at in range(0, len(buffer), step) if not any(buffer[at : at + step]))


def read_fixed(statement: Handle, c_type: str, size: int) -> bytes:
    buffer, length = ctypes.create_string_buffer(size), ctypes.c_ssize_t()
    statement.must("SQLGetData", 1, CODES[c_type], buffer, size, ctypes.byref(length))
    assert length.value == size
    return buffer.raw


def outcome(statement: Handle, c_type: str) -> str:
    buffer, length = ctypes.create_string_buffer(ROOM), ctypes.c_ssize_t()
    return statement.outcome("SQLGetData", 1, CODES[c_type], buffer, ROOM, ctypes.byref(length))


@CASES
@given(TEXT, some.integers(2, 40))
def test_text_comes_back_narrow_and_wide_in_pieces_of_any_size(statement: Handle, text: str, room: int) -> None:
    for c_type, value in (("SQL_C_CHAR", text.encode()), ("SQL_C_WCHAR", text.encode(WIDE))):
        for back, encoding in (("SQL_C_CHAR", "utf-8"), ("SQL_C_WCHAR", WIDE)):
            send(statement, c_type, "SQL_WVARCHAR", value, size=1000)
            assert read(statement, back, room * 2).decode(encoding) == text


@CASES
@given(some.binary(max_size=200), some.integers(2, 40))
def test_bytes_come_back_and_are_digits_as_text(statement: Handle, value: bytes, room: int) -> None:
    send(statement, "SQL_C_BINARY", "SQL_VARBINARY", value, size=1000)
    assert read(statement, "SQL_C_BINARY", room) == value
    send(statement, "SQL_C_BINARY", "SQL_VARBINARY", value, size=1000)
    assert read(statement, "SQL_C_CHAR", room) == value.hex().upper().encode()


@CASES
@given(some.integers(-(2**63), 2**63 - 1))
def test_integers_come_back_as_such_as_text_and_as_decimals(statement: Handle, value: int) -> None:
    send(statement, "SQL_C_SBIGINT", "SQL_BIGINT", struct.pack("<q", value))
    assert struct.unpack("<q", read_fixed(statement, "SQL_C_SBIGINT", 8))[0] == value
    send(statement, "SQL_C_CHAR", "SQL_BIGINT", str(value).encode())
    assert read(statement, "SQL_C_CHAR").decode() == str(value)
    send(statement, "SQL_C_SBIGINT", "SQL_DECIMAL", struct.pack("<q", value), size=20)
    assert Decimal(read(statement, "SQL_C_WCHAR").decode(WIDE)) == value


@CASES
@given(some.floats(allow_nan=False, allow_infinity=False))
def test_floats_come_back_to_the_bit_as_text_too(statement: Handle, value: float) -> None:
    bits = struct.pack("<d", value)
    send(statement, "SQL_C_DOUBLE", "SQL_DOUBLE", bits)
    assert read_fixed(statement, "SQL_C_DOUBLE", 8) == bits
    send(statement, "SQL_C_DOUBLE", "SQL_DOUBLE", bits)
    assert float(read(statement, "SQL_C_CHAR")) == value


@CASES
@given(some.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False))
def test_decimals_lose_nothing_but_what_an_integer_can_not_hold(statement: Handle, value: Decimal) -> None:
    send(statement, "SQL_C_CHAR", "SQL_DECIMAL", f"{value:f}".encode(), size=25, digits=4)
    assert Decimal(read(statement, "SQL_C_CHAR").decode()) == value
    send(statement, "SQL_C_CHAR", "SQL_DECIMAL", f"{value:f}".encode(), size=25, digits=4)
    assert outcome(statement, "SQL_C_SBIGINT") == ("" if value == value.to_integral_value() else "01S07")


@CASES
@given(some.datetimes(), some.integers(0, 999_999))
def test_timestamps_come_back_and_dates_tell_of_lost_times(statement: Handle, when: datetime, micro: int) -> None:
    moment = when.replace(microsecond=micro)
    parts = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, micro * 1000)
    value = struct.pack("<hHHHHHI", *parts)
    send(statement, "SQL_C_TYPE_TIMESTAMP", "SQL_TYPE_TIMESTAMP", value, size=26, digits=6)
    assert read_fixed(statement, "SQL_C_TYPE_TIMESTAMP", 16) == value
    send(statement, "SQL_C_TYPE_TIMESTAMP", "SQL_TYPE_TIMESTAMP", value, size=26, digits=6)
    at_midnight = not any(parts[3:])
    assert outcome(statement, "SQL_C_TYPE_DATE") == ("" if at_midnight else "01S07")
