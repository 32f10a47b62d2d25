"""A program of wide characters, written for one driver manager: SQLWCHAR has two bytes in unixODBC, four in iODBC.

Usage: wide_program.py MANAGER [OTHER]; the connection string comes on the standard input, the answers go as JSON to the
standard output. OTHER is a manager that is loaded besides, for all to see, and not used.
"""

from __future__ import annotations

import ctypes
import json
import sys
from ctypes import byref, c_long, c_short, c_ulong, c_void_p, create_string_buffer
from typing import Any

ENVIRONMENT, CONNECTION, STATEMENT = 1, 2, 3
TERMINATED, TRUNCATED, ERROR, NO_DATA = -3, 1, -1, 100
C_WCHAR, WVARCHAR, INPUT = -8, -9, 1
TEXT = "Zürich 東京 😀"


class Program:
    def __init__(self, manager: str) -> None:
        self.manager = ctypes.CDLL(manager)
        self.width = 4 if "iodbc" in manager else 2
        self.encoding = "utf-32-le" if self.width == 4 else "utf-16-le"
        self.environment = self.allocate(ENVIRONMENT, None)
        assert self.manager.SQLSetEnvAttr(self.environment, 200, c_void_p(3), 0) == 0
        self.connection = self.allocate(CONNECTION, self.environment)

    def allocate(self, kind: int, parent: c_void_p | None) -> c_void_p:
        handle = c_void_p()
        assert self.manager.SQLAllocHandle(c_short(kind), parent, byref(handle)) == 0
        return handle

    def wide(self, text: str) -> ctypes.Array[Any]:
        raw = (text + "\0").encode(self.encoding)
        return create_string_buffer(raw, len(raw))

    def text(self, buffer: ctypes.Array[Any], units: int) -> str:
        return buffer.raw[: units * self.width].decode(self.encoding)

    def room(self, units: int) -> ctypes.Array[Any]:
        return create_string_buffer(units * self.width)

    def record(self, kind: int, handle: c_void_p) -> list[Any]:
        state, message, native, length = self.room(6), self.room(600), c_long(0), c_short(0)
        code = self.manager.SQLGetDiagRecW(
            c_short(kind), handle, c_short(1), state, byref(native), message, c_short(600), byref(length),
        )  # fmt: skip
        return [code, self.text(state, 5), self.text(message, length.value)]

    def connect(self, string: str) -> list[Any]:
        out, length = self.room(1024), c_short(0)
        code = self.manager.SQLDriverConnectW(
            self.connection, None, self.wide(string), c_short(TERMINATED), out, c_short(1024), byref(length),
            0,
        )  # fmt: skip
        if code not in (0, 1):
            sys.exit(str(self.record(CONNECTION, self.connection)))
        self.statement = self.allocate(STATEMENT, self.connection)
        return [self.text(out, length.value).partition("=")[0].casefold()]

    def execute(self, sql: str) -> int:
        self.manager.SQLFreeStmt(self.statement, 0)
        return int(self.manager.SQLExecDirectW(self.statement, self.wide(sql), TERMINATED))

    def described(self) -> list[Any]:
        name, length, kind, size, digits, nullable = (
            self.room(64),
            c_short(),
            c_short(),
            c_ulong(),
            c_short(),
            c_short(),
        )
        code = self.manager.SQLDescribeColW(
            self.statement,
            1,
            name,
            c_short(64),
            byref(length),
            byref(kind),
            byref(size),
            byref(digits),
            byref(nullable),
        )
        return [code, self.text(name, length.value), kind.value]

    def value(self, units: int) -> list[Any]:
        """The first column's value, in pieces of so many units with the terminator."""
        pieces: list[Any] = []
        while True:
            buffer, length = self.room(units), c_long(0)
            code = self.manager.SQLGetData(
                self.statement, 1, C_WCHAR, buffer, c_long(units * self.width), byref(length)
            )
            if code not in (0, TRUNCATED):
                return [code, "".join(pieces)]
            pieces.append(buffer.raw.decode(self.encoding).partition("\0")[0])

    def fetch(self) -> int:
        return int(self.manager.SQLFetch(self.statement))

    def echoed(self) -> list[Any]:
        """A parameter that goes in and a bound column that it comes out of."""
        given = self.wide(TEXT)
        length, out, got = c_long(TERMINATED), self.room(64), c_long(0)
        self.manager.SQLFreeStmt(self.statement, 0)
        bound = self.manager.SQLBindParameter(
            self.statement, 1, INPUT, C_WCHAR, WVARCHAR, c_ulong(100), 0, given, c_long(len(given)), byref(length)
        )
        self.manager.SQLBindCol(self.statement, 1, C_WCHAR, out, c_long(64 * self.width), byref(got))
        code = self.execute('SELECT CAST(? AS VARCHAR) AS "x"')
        code = code or self.fetch()
        self.manager.SQLFreeStmt(self.statement, 2)
        self.manager.SQLFreeStmt(self.statement, 3)
        return [bound, code, self.text(out, got.value // self.width)]

    def native(self) -> list[Any]:
        out, length = self.room(200), c_long(0)
        sql = f"SELECT {{fn UCASE('{TEXT}')}}"
        code = self.manager.SQLNativeSqlW(self.connection, self.wide(sql), TERMINATED, out, 200, byref(length))
        return [code, TEXT in self.text(out, length.value)]

    def information(self) -> list[Any]:
        out, length = self.room(100), c_short(0)
        code = self.manager.SQLGetInfoW(self.connection, 6, out, c_short(100 * self.width), byref(length))
        return [code, self.text(out, length.value // self.width)]

    def tables(self) -> list[Any]:
        self.manager.SQLFreeStmt(self.statement, 0)
        name = self.wide("%equestSLA%")
        code = self.manager.SQLTablesW(self.statement, None, 0, None, 0, name, c_short(TERMINATED), None, 0)
        found, length = self.room(64), c_long(0)
        self.fetch()
        self.manager.SQLGetData(self.statement, 3, C_WCHAR, found, c_long(64 * self.width), byref(length))
        return [code, self.text(found, length.value // self.width)]


def main(manager: str, other: str = "") -> None:
    if other:
        ctypes.CDLL(other, mode=ctypes.RTLD_GLOBAL)
    program = Program(manager)
    connected = program.connect(sys.stdin.readline().strip())
    executed = [program.execute(f"SELECT '{TEXT}' AS \"Größe 😀\"")]
    described = program.described()
    executed += [program.fetch(), program.value(64)]
    pieces = [program.execute(f"SELECT '{TEXT * 3}' AS x"), program.fetch(), program.value(5)]
    failed = [program.execute('SELECT * FROM "Nö 😀"'), *program.record(STATEMENT, program.statement)]
    answers = {
        "connected": connected, "executed": executed, "described": described, "pieces": pieces, "failed": failed,
        "echoed": program.echoed(), "native": program.native(), "information": program.information(),
        "tables": program.tables(),
    }  # fmt: skip
    program.manager.SQLFreeHandle(c_short(STATEMENT), program.statement)
    program.manager.SQLDisconnect(program.connection)
    print(json.dumps(answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
