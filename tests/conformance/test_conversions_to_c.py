"""Each cell of appendix D's tables "SQL to C", through SQLGetData."""

from __future__ import annotations

import ctypes

import pytest

from tests.conformance.conversions_to_c import REFUSED, Fetched, fetched, literal
from tests.conformance.data_types import C_TYPES, SQL_TYPES, CType, SqlType, converts
from tests.conformance.headers import named
from tests.conformance.odbc import NTS, NULL_DATA, Handle
from tests.conformance.values import read

TOLD = [sql for sql in SQL_TYPES if sql.cast]
CELLS = [pytest.param(sql, c, id=f"{sql.name}-{c.name}") for sql in TOLD for c in C_TYPES]
_CONCISE_TYPE = 2


@pytest.mark.parametrize(("sql", "c"), CELLS)
def test_cell(statement: Handle, sql: SqlType, c: CType) -> None:
    values = fetched(sql, c)
    columns = ", ".join(literal(sql, each.sql) for each in values)
    statement.must("SQLExecDirect", f"SELECT {columns}, CAST(NULL AS {sql.cast})".encode(), NTS)
    statement.must("SQLFetch")
    for number, value in enumerate(values, 1):
        _check(statement, number, c, value)
    length = ctypes.c_ssize_t(7)
    buffer = ctypes.create_string_buffer(64)
    outcome = statement.outcome("SQLGetData", len(values) + 1, c.number, buffer, 64, ctypes.byref(length))
    assert (outcome, length.value) == (("", NULL_DATA) if converts(sql, c) else (REFUSED, 7)), "NULL"


def _check(statement: Handle, number: int, c: CType, value: Fetched) -> None:
    buffer = (ctypes.c_char * 256)(*b"\xa5" * 256)
    length = ctypes.c_ssize_t(-77)
    arguments = (number, c.number, buffer, value.size, ctypes.byref(length))
    assert statement.outcome("SQLGetData", *arguments) == value.state, value
    if value.expected is not None:
        assert read(c, buffer.raw[: max(value.size, c.size)], length.value) == value.expected, value
        assert buffer.raw[value.size :] == b"\xa5" * (256 - value.size), "beyond the buffer"
        assert not c.size or length.value == c.size, "the length of a structure"


@pytest.mark.parametrize("sql", TOLD, ids=[sql.name for sql in TOLD])
def test_columns_are_of_the_type(statement: Handle, sql: SqlType) -> None:
    statement.must("SQLExecDirect", f"SELECT CAST(NULL AS {sql.cast})".encode(), NTS)
    told = ctypes.c_ssize_t()
    statement.must("SQLColAttribute", 1, _CONCISE_TYPE, None, 0, None, ctypes.byref(told))
    assert told.value == sql.number


def test_every_c_type_of_the_headers_is_declared() -> None:
    in_headers = {
        name: number
        for name, number in named("SQL_C_").items()
        if name not in ("SQL_C_DEFAULT", "SQL_C_BOOKMARK", "SQL_C_VARBOOKMARK", "SQL_C_TCHAR")
    }
    assert {each.name: each.number for each in C_TYPES} == in_headers


def test_every_sql_type_is_declared() -> None:
    declared = {each.name: each.number for each in SQL_TYPES}
    assert {name: number for name, number in named(*declared).items() if name in declared} == declared
