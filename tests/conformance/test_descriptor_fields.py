"""Each field of each of a statement's four descriptors is read and set, or refused, as the reference has it."""

from __future__ import annotations

import ctypes

import pytest

from tests.conformance.descriptor_fields import COLUMN, DESCRIPTORS, FIELDS, READ, UNUSED, UNUSED_NAMES, WRITE, Field
from tests.conformance.headers import named
from tests.conformance.odbc import NTS, Handle, implicit_descriptor, number_of

CELLS = [pytest.param(name, field, id=f"{name}-{field.name}") for name in DESCRIPTORS for field in FIELDS]
WIDTHS = {"16 bits": 2, "32 bits": 4, "64 bits": 8, "pointer": 8}
POINTER_SIZE = -4
UNTOUCHED = 0xA5


@pytest.mark.parametrize(("name", "field"), CELLS)
def test_it_is_read(statement: Handle, name: str, field: Field) -> None:
    descriptor = _descriptor(statement, name)
    buffer = (ctypes.c_ubyte * 256)(*[UNTOUCHED] * 256)
    assert descriptor.outcome("SQLGetDescField", 1, field.number, buffer, 256, None) == ""
    assert field.kind == "text" or buffer[WIDTHS[field.kind]] == UNTOUCHED, "a wider answer than the reference has"
    expected = field.of_column if name == "IRD" else field.initial
    if field.access(name) != UNUSED and expected is not None:
        assert _value(buffer, field) == (expected if field.kind == "text" else number_of(expected))


@pytest.mark.parametrize(("name", "field"), CELLS)
def test_it_is_set(statement: Handle, name: str, field: Field) -> None:
    descriptor = _descriptor(statement, name)
    target = ctypes.c_uint64(7)
    if field.kind == "pointer":
        arguments = (ctypes.addressof(target), POINTER_SIZE)
    elif field.kind == "text":
        arguments = (str(field.sample or "x").encode(), NTS)
    else:
        arguments = (number_of(field.sample), 0)
    outcome = descriptor.outcome("SQLSetDescField", 1, field.number, *arguments)
    assert outcome == _expected_outcome(name, field)
    if field.access(name) == WRITE:
        buffer = (ctypes.c_ubyte * 256)()
        descriptor.must("SQLGetDescField", 1, field.number, buffer, 256, None)
        given = field.sample if field.kind == "text" else number_of(arguments[0])
        assert _value(buffer, field) == given


def _expected_outcome(name: str, field: Field) -> str:
    if field.access(name) == WRITE:
        return ""
    if name == "IPD" and field.name == "SQL_DESC_DATA_PTR":
        return ""  # asks for the consistency check
    return "HY016" if name == "IRD" else "HY091"


def _descriptor(statement: Handle, name: str) -> Handle:
    """One with a record: of a result's column, or made by its number."""
    if name == "IRD":
        statement.must("SQLExecDirect", COLUMN.encode(), NTS)
        return implicit_descriptor(statement, DESCRIPTORS[name])
    descriptor = implicit_descriptor(statement, DESCRIPTORS[name])
    descriptor.must("SQLSetDescField", 0, number_of("SQL_DESC_COUNT"), 1, 0)
    if name == "IPD":
        descriptor.must("SQLSetDescField", 1, number_of("SQL_DESC_TYPE"), number_of("SQL_INTEGER"), 0)
    return descriptor


def _value(buffer: ctypes.Array[ctypes.c_ubyte], field: Field) -> int | str:
    data = bytes(buffer)
    if field.kind == "text":
        return data[: data.index(0)].decode()
    return int.from_bytes(data[: WIDTHS[field.kind]], "little", signed=True)


def test_every_field_of_the_headers_is_declared() -> None:
    in_headers = named("SQL_DESC_")
    declared = {each.name: each.number for each in FIELDS}
    assert declared | {each.name: in_headers[each.name] for each in UNUSED_NAMES} == in_headers
    assert {each.access(name) for each in FIELDS for name in DESCRIPTORS} == {READ, WRITE, UNUSED}
