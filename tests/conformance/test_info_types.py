"""Each type of information is answered, in its width, with what the reference allows."""

from __future__ import annotations

import ctypes

import pytest

from tests.conformance.declaration import Information
from tests.conformance.headers import information_types, named
from tests.conformance.info_types import INFORMATION, NO_TYPES
from tests.conformance.odbc import STATEMENT, Handle, implicit_descriptor

WIDTHS = {"16 bits": 2, "32 bits": 4}
UNTOUCHED = 0xA5
OURS = [each for each in INFORMATION if each.by == "driver"]
TEXTS = [each for each in OURS if each.kind == "text"]
NOT_OURS = [each for each in INFORMATION if each.by != "driver"]


def _names(rows: list[Information]) -> list[str]:
    return [each.name for each in rows]


@pytest.mark.parametrize("row", OURS, ids=_names(OURS))
def test_it_is_answered(connection: Handle, row: Information) -> None:
    buffer = (ctypes.c_ubyte * 2048)(*([UNTOUCHED] * 2048))
    length = ctypes.c_short(-7)
    assert connection.outcome("SQLGetInfo", row.number, buffer, 2048, ctypes.byref(length)) == row.state
    if row.state:
        return
    if row.kind == "text":
        assert buffer[length.value] == 0, "the terminator"
        _check_text(row, bytes(buffer[: length.value]).decode())
    else:
        width = WIDTHS[row.kind]
        assert buffer[width] == UNTOUCHED, "a wider answer than the reference has"
        _check_number(row, int.from_bytes(bytes(buffer[:width]), "little"))


def _check_text(row: Information, answer: str) -> None:
    if row.values:
        assert answer in row.values.split()


def _check_number(row: Information, answer: int) -> None:
    if not row.values:
        return
    allowed = named(*row.values.split()).values()
    if row.mask:
        bits = 0
        for each in allowed:
            bits |= each
        assert answer & ~bits == 0
    else:
        assert answer in allowed


@pytest.mark.parametrize("row", NOT_OURS, ids=_names(NOT_OURS))
def test_the_driver_manager_answers(managed: Handle, row: Information) -> None:
    with managed.held(STATEMENT) as statement:
        descriptor = implicit_descriptor(statement, "SQL_ATTR_APP_ROW_DESC")
        buffer = ctypes.create_string_buffer(64)
        given = descriptor if row.name == "SQL_DRIVER_HDESC" else statement
        ctypes.c_void_p.from_buffer(buffer).value = given.value
        assert managed.outcome("SQLGetInfo", row.number, buffer, 64, None) == ""
        assert any(buffer.raw)


@pytest.mark.parametrize("row", TEXTS, ids=_names(TEXTS))
def test_wide_is_the_same(direct: Handle, row: Information) -> None:
    narrow, wide = ctypes.create_string_buffer(1024), ctypes.create_string_buffer(2048)
    direct.must("SQLGetInfo", row.number, narrow, 1024, None)
    direct.must("SQLGetInfoW", row.number, wide, 2048, None)
    assert wide.raw.decode("utf-16-le").partition("\0")[0] == narrow.value.decode()


def test_every_type_of_the_headers_is_declared() -> None:
    in_headers = {name: number for name, number in information_types().items() if name not in NO_TYPES}
    declared = {each.name: each.number for each in INFORMATION}
    assert set(in_headers.values()) - set(declared.values()) == set()
    assert {name: in_headers.get(name, declared[name]) for name in declared} == declared
    assert len(declared) == len(set(declared.values())) == len(INFORMATION)
