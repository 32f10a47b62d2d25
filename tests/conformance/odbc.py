"""ODBC functions called by ctypes: those of the driver manager, or those of the driver itself."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.declaration import DONE
from tests.conformance.headers import constants

ROOT = Path(__file__).resolve().parents[2]
DRIVER = ROOT / "src/jsdodbc/lib/libjsdodbc.so"
MANAGER = "libodbc.so.2"

ENVIRONMENT, CONNECTION, STATEMENT, DESCRIPTOR = 1, 2, 3, 4
SUCCESS, SUCCESS_WITH_INFO, ERROR = 0, 1, -1
_STILL_EXECUTING = 2
_OTHER_OUTCOMES = {100: "SQL_NO_DATA", 99: "SQL_NEED_DATA", 2: "SQL_STILL_EXECUTING", -2: "SQL_INVALID_HANDLE"}
NTS = -3
NULL_DATA = -1
_MOST_RECORDS = 20


class Odbc:
    """The functions of one library."""

    def __init__(self, name: str | Path) -> None:
        self._library = ctypes.CDLL(str(name))
        self.is_manager = str(name) == MANAGER

    def has(self, function: str) -> bool:
        return hasattr(self._library, function)

    def call(self, function: str, *arguments: Any) -> int:
        """The return code. An integer argument fills a register whole, which suits every integer type of the API."""
        found = self._library[function]
        found.restype = ctypes.c_short
        code: int = found(*(ctypes.c_ssize_t(each) if isinstance(each, int) else each for each in arguments))
        return code


@dataclass(frozen=True, slots=True)
class Record:
    """A diagnostic record."""

    state: str
    native: int
    message: str


@dataclass(frozen=True, slots=True)
class Handle:
    """A handle of any kind."""

    odbc: Odbc
    kind: int
    value: int

    def call(self, function: str, *arguments: Any) -> int:
        return self.odbc.call(function, self.value, *arguments)

    def outcome(self, function: str, *arguments: Any) -> str:
        """Of a call on this handle: "" for success, the first SQLSTATE, or the name of another return code."""
        return self.outcome_of(self.call(function, *arguments))

    def outcome_of(self, code: int) -> str:
        if code == SUCCESS:
            return DONE
        return _OTHER_OUTCOMES[code] if code in _OTHER_OUTCOMES else self.records()[0].state

    def must(self, function: str, *arguments: Any) -> None:
        """A call that is no subject of the test: any failure ends it."""
        code = self.call(function, *arguments)
        while code == _STILL_EXECUTING:
            code = self.call(function, *arguments)
        assert code in (SUCCESS, SUCCESS_WITH_INFO), (function, code, self.records())

    def records(self) -> list[Record]:
        found = []
        state, native = ctypes.create_string_buffer(6), ctypes.c_int()
        text, length = ctypes.create_string_buffer(2048), ctypes.c_short()
        for number in range(1, _MOST_RECORDS):
            arguments = (number, state, ctypes.byref(native), text, len(text), ctypes.byref(length))
            if self.odbc.call("SQLGetDiagRec", self.kind, self.value, *arguments) not in (0, 1):
                break
            found.append(Record(state.value.decode(), native.value, text.value.decode()))
        return found

    def child(self, kind: int) -> Handle:
        value = ctypes.c_void_p()
        assert self.odbc.call("SQLAllocHandle", kind, self.value, ctypes.byref(value)) == SUCCESS, self.records()
        return Handle(self.odbc, kind, value.value or 0)

    def free(self) -> int:
        return self.odbc.call("SQLFreeHandle", self.kind, self.value)

    @contextmanager
    def held(self, kind: int) -> Iterator[Handle]:
        """A child that is freed at the end."""
        handle = self.child(kind)
        try:
            yield handle
        finally:
            handle.free()


def environment(odbc: Odbc, version: int = 3) -> Handle:
    value = ctypes.c_void_p()
    assert odbc.call("SQLAllocHandle", ENVIRONMENT, None, ctypes.byref(value)) == SUCCESS
    handle = Handle(odbc, ENVIRONMENT, value.value or 0)
    handle.must("SQLSetEnvAttr", constants()["SQL_ATTR_ODBC_VERSION"], version, 0)
    return handle


def connect(handle: Handle, connection_string: str) -> None:
    text = f"Driver={DRIVER};{connection_string}".encode()
    handle.must("SQLDriverConnect", None, text, NTS, None, 0, None, 0)


def implicit_descriptor(statement: Handle, attribute: str) -> Handle:
    value = ctypes.c_void_p()
    statement.must("SQLGetStmtAttr", constants()[attribute], ctypes.byref(value), 8, None)
    return Handle(statement.odbc, DESCRIPTOR, value.value or 0)


def number_of(value: int | str) -> int:
    """A number, or the one a constant's name stands for."""
    return value if isinstance(value, int) else constants()[value]
