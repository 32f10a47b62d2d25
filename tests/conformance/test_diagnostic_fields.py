"""Each diagnostic field is read in its width."""

from __future__ import annotations

import ctypes

import pytest

from tests.conformance.diagnostic_fields import DIAGNOSTICS, FAILING, OF_STATEMENTS, Diagnostic
from tests.conformance.headers import named
from tests.conformance.odbc import ERROR, NTS, Handle

WIDTHS = {"16 bits": 2, "32 bits": 4, "64 bits": 8}
UNTOUCHED = 0xA5


@pytest.mark.parametrize("row", DIAGNOSTICS, ids=[each.name for each in DIAGNOSTICS])
def test_it_is_read(statement: Handle, row: Diagnostic) -> None:
    assert statement.call("SQLExecDirect", FAILING.encode(), NTS) == ERROR
    buffer = (ctypes.c_ubyte * 1024)(*[UNTOUCHED] * 1024)
    length = ctypes.c_short(-7)
    number = 0 if row.header else 1
    place = (statement.kind, statement.value, number, row.number)
    assert statement.odbc.call("SQLGetDiagField", *place, buffer, 1024, ctypes.byref(length)) == 0
    if row.kind == "text":
        value: int | str = bytes(buffer[: length.value]).decode()
        assert buffer[length.value] == 0, "the terminator"
    else:
        width = WIDTHS[row.kind]
        assert buffer[width] == UNTOUCHED, "a wider answer than the reference has"
        value = int.from_bytes(bytes(buffer[:width]), "little", signed=True)
    assert row.expected is None or value == row.expected


def test_every_field_of_the_headers_is_declared() -> None:
    kinds = tuple(f"SQL_DIAG_{kind}_" for kind in OF_STATEMENTS)
    in_headers = {name: number for name, number in named("SQL_DIAG_").items() if not f"{name}_".startswith(kinds)}
    assert {each.name: each.number for each in DIAGNOSTICS} == in_headers
