"""Each cell of appendix D's tables "C to SQL": a bound parameter, read back as the engine got it."""

from __future__ import annotations

import ctypes
from decimal import Decimal

import pytest

from tests.conformance.conversions_to_sql import Bound, bound
from tests.conformance.data_types import C_TYPES, SQL_TYPES, CType, SqlType
from tests.conformance.odbc import NTS, NULL_DATA, Handle
from tests.conformance.values import write

CELLS = [pytest.param(c, sql, id=f"{c.name}-{sql.name}") for c in C_TYPES for sql in SQL_TYPES]
_INPUT = 1
_CHARACTER = 1


@pytest.mark.parametrize(("c", "sql"), CELLS)
def test_cell(statement: Handle, c: CType, sql: SqlType) -> None:
    for value in bound(c, sql):
        data = write(c, value.value)
        buffer = ctypes.create_string_buffer(data, max(1, len(data)))
        length = ctypes.c_ssize_t(len(data))
        refinement = (c.number, sql.number, value.size, value.digits, buffer, len(data), ctypes.byref(length))
        outcome = statement.outcome("SQLBindParameter", 1, _INPUT, *refinement)
        if not outcome:
            outcome = statement.outcome("SQLExecDirect", _query(sql, value), NTS)
        assert outcome == value.state, value
        if value.expected is not None:
            assert _answer(statement, sql) == _normal(sql, value.expected), value
        if value.state in ("", "01S07"):
            statement.must("SQLCloseCursor")


@pytest.mark.parametrize("sql", SQL_TYPES, ids=[sql.name for sql in SQL_TYPES])
def test_null_of_the_type(statement: Handle, sql: SqlType) -> None:
    length = ctypes.c_ssize_t(NULL_DATA)
    statement.must("SQLBindParameter", 1, _INPUT, _CHARACTER, sql.number, 10, 0, None, 0, ctypes.byref(length))
    statement.must("SQLExecDirect", b"SELECT ? IS NULL", NTS)
    assert _text(statement) == "1"


def _query(sql: SqlType, value: Bound) -> bytes:
    if sql.kind == "interval" and value.expected is not None:
        return f"SELECT ? = INTERVAL '{value.expected}'".encode()
    return b"SELECT ?"


def _answer(statement: Handle, sql: SqlType) -> str:
    return _normal(sql, _text(statement)) if sql.kind != "interval" else {"1": "equal"}.get(_text(statement), "other")


def _normal(sql: SqlType, text: str) -> str:
    """One of the ways to write a value."""
    match sql.kind:
        case "exact" | "approximate":
            return str(Decimal(text).normalize())
        case "time" | "timestamp":
            return text.rstrip("0").rstrip(".") if "." in text else text
        case "interval":
            return "equal"
        case _:
            return text


def _text(statement: Handle) -> str:
    buffer = ctypes.create_string_buffer(256)
    statement.must("SQLFetch")
    statement.must("SQLGetData", 1, _CHARACTER, buffer, 256, None)
    return buffer.value.decode()
